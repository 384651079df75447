import type { RebalanceState } from "../token/TokenTypes.js";
import { mulDivUp, WAD } from "./FixedPoint.js";
import { saturatingSub } from "./Math.js";
import { Action, Blocker, type Decision } from "./Rebalance.js";

/** {s} A trade found blocked is known to be so for this long; a later report begins a new count. */
export const LIFE = 7_200n;
/** {s} Between reports of a trade that stays blocked. */
export const PERIOD = 600n;
/** {s} Before a trade that the venue refused is shown as due again. */
export const REFUSAL_PAUSE = 60n;
/** {1} Most the tips of one day may be of equity, WAD. */
export const MAX_TIPS_A_DAY = WAD / 50n;

const DAY = 86_400n;

/** Whether a trade is known to be blocked at `now` {s}. */
export function isFresh(known: Readonly<RebalanceState>, now: bigint): boolean {
  return known.blockedAt !== 0n && known.blockedAt + LIFE >= now;
}

/** Corrects a decision by what is known: a refusal that the venue did not announce, and when a call is useful. */
export function remind(known: Readonly<RebalanceState>, decision: Decision, now: bigint): void {
  if (!isFresh(known, now)) return;
  if (decision.action === Action.Blocked) {
    const next = known.blockedAt + PERIOD;
    if (next > now) decision.dueAt = next;
  } else if (
    decision.action === Action.Trade &&
    known.blocker === Blocker.Refused &&
    known.blockedAt + REFUSAL_PAUSE > now
  ) {
    decision.action = Action.Blocked;
    decision.blocker = Blocker.Refused;
    decision.dueAt = known.blockedAt + REFUSAL_PAUSE;
  }
}

/** Takes note that a due trade is blocked. */
export function note(known: RebalanceState, blocker: Blocker, now: bigint): void {
  if (!isFresh(known, now)) known.blockedSince = now;
  known.blockedAt = now;
  known.blocker = blocker;
}

/** Forgets what blocked, once a trade is done. */
export function forget(known: RebalanceState): void {
  known.blockedSince = 0n;
  known.blockedAt = 0n;
  known.blocker = Blocker.None;
}

/** {1} What may still be paid in tips today, of equity, WAD. */
export function tipsLeft(known: Readonly<RebalanceState>, now: bigint): bigint {
  if (known.tipDay !== now / DAY) return MAX_TIPS_A_DAY;
  return saturatingSub(MAX_TIPS_A_DAY, known.tipped);
}

/** Counts a tip of `tip` out of `equity`, in one unit. */
export function countTip(known: RebalanceState, tip: bigint, equity: bigint, now: bigint): void {
  known.tipped = MAX_TIPS_A_DAY - tipsLeft(known, now) + mulDivUp(tip, WAD, equity);
  known.tipDay = now / DAY;
}
