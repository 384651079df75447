import { Action, attempt, Phase, Status } from "../../src/model/index.js";
import { AnythingPolicy } from "./AnythingPolicy.js";
import { BlockingCollateral } from "./BlockingCollateral.js";
import type { Owner } from "./operations.js";
import { Outage, outageOf } from "./outages.js";
import { ownerAddress, type Twin } from "./twinSide.js";

/** What is going on in a market, as far as it makes some operations more interesting than others. */
export interface Situation {
  readonly token: number;
  readonly market: number;
  readonly outage: Outage;
  readonly isFailing: boolean;
  readonly isHalted: boolean;
  readonly isPaused: boolean;
  readonly isSettled: boolean;
  /** Whether it is in the middle of a rebalance. */
  readonly isUnfinished: boolean;
  /** Whether a rebalance would settle it. */
  readonly isSettleable: boolean;
  readonly isDue: boolean;
  /** Whether a rebalance would pay its caller. */
  readonly isTipped: boolean;
  readonly isBlocked: boolean;
  /** Whether it would trade in another way than its policy was told to say. */
  readonly isOverruled: boolean;
  /** Whether any token owes something. */
  readonly hasDebts: boolean;
  /** Whether its collateral has a block list. */
  readonly canBlock: boolean;
  /** Whether somebody who may call cannot be paid. */
  readonly hasBlocked: boolean;
  /** Whether its policy says what it is told. */
  readonly isTold: boolean;
  readonly isTampered: boolean;
  /** Whose account in this market can be liquidated. */
  readonly liquidatable: Owner | undefined;
}

export function situationOf(twin: Twin, token: number): Situation {
  const subject = twin.tokens[token]!;
  const market = twin.marketIds.indexOf(subject.market);
  const { trading } = twin.venue.marketState(subject.market);
  const outage = outageOf(twin, market);
  const state = subject.state();
  const { collateral } = twin;
  const { policy } = subject;
  const decision = attempt(() => subject.previewRebalance());
  const trades = decision?.action === Action.Trade;
  return {
    token,
    market,
    outage,
    isFailing: twin.feeds[market]!.latestRoundData() === undefined,
    isHalted: trading.status === Status.Halted,
    isPaused: state.mintPaused,
    isSettled: state.phase === Phase.Settled,
    isUnfinished: state.phase === Phase.Unfinished,
    isSettleable: decision?.action === Action.Settle,
    isDue: decision !== undefined && decision.action !== Action.None && decision.dueAt <= twin.chain.now,
    isTipped: trades && decision.tip !== 0n,
    isBlocked: decision?.action === Action.Blocked,
    isOverruled: trades && policy instanceof AnythingPolicy && policy.decision?.sizeDelta !== decision.sizeDelta,
    hasDebts: twin.tokens.some((debtor) => debtor.totalOwed() !== 0n),
    canBlock: collateral instanceof BlockingCollateral,
    hasBlocked:
      collateral instanceof BlockingCollateral && twin.addresses.actors.some((actor) => collateral.isBlocked(actor)),
    isTold: policy instanceof AnythingPolicy,
    isTampered: trading.status === Status.Failing || trading.spreadPpm !== 0n,
    // A dead market liquidates nobody, and may have no price to judge an account by.
    liquidatable: outage === Outage.None ? findLiquidatable(twin, market) : undefined,
  };
}

/** Every account there may be. */
export function ownersIn(twin: Twin): Owner[] {
  const tokens = twin.tokens.map((_, index): Owner => ({ is: "token", index }));
  const actors = twin.addresses.actors.map((_, index): Owner => ({ is: "actor", index }));
  return [...actors, ...tokens];
}

/** Everyone a payment may be made to. */
export function payeesIn(twin: Twin): Owner[] {
  return [...ownersIn(twin), { is: "collector", index: 0 }];
}

function findLiquidatable(twin: Twin, market: number): Owner | undefined {
  const id = twin.marketIds[market]!;
  const { maintenanceMarginPpm } = twin.venue.marketState(id).trading;
  return ownersIn(twin).find((owner) => {
    const { size, price, equity } = twin.venue.position(id, ownerAddress(twin, owner));
    const notional = ((size < 0n ? -size : size) * price) / 10n ** 18n;
    return size !== 0n && equity < (notional * maintenanceMarginPpm) / 1_000_000n;
  });
}
