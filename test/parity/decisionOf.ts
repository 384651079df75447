import { Action, attempt, Blocker, Reason, type Decision } from "../../src/model/index.js";
import { abs, WAD } from "../support/numbers.js";
import { between, next, pick } from "./draws.js";
import type { Step } from "./generator.js";
import type { Twin } from "./twinSide.js";

/** What a policy might say: back to target or a part of it, past it, away from it; too dear, too generous, or nothing. */
export function decisionOf({ size, detail, delay }: Step, twin: Twin, token: number): Decision | undefined {
  const { account, market, targetLeverage, unit } = twin.tokens[token]!.reading();
  const position = attempt(() => account.position(market, twin.addresses.tokens[token]!));
  if (position === undefined || detail % 16 === 0) return undefined;
  const { price, equity } = position;
  const gap = (targetLeverage * equity) / price - position.size;
  const percent = pick(size, [100n, 100n, 50n, between(next(size), 1n, 100n), 101n, 130n, -20n, 0n]);
  const sizeDelta = (gap * percent) / 100n;
  const notional = (abs(sizeDelta) * price) / WAD / unit;
  return {
    action: pick(detail >> 4, [Action.Trade, Action.Trade, Action.Trade, Action.None, Action.Blocked, Action.Settle]),
    reason: pick(next(size), [Reason.None, Reason.Scheduled, Reason.Drift, Reason.Emergency, Reason.Continuation]),
    blocker: pick(next(detail), [Blocker.None, Blocker.Cost, Blocker.Increase, Blocker.Reduction]),
    complete: next(detail) % 3 !== 0,
    sizeDelta,
    maxCost: (notional * pick(next(delay), [20n, 5n, 21n, 1n])) / 100n,
    tip: pick(next(next(size)), [0n, 0n, notional / 100n, notional / 20n, equity / unit / 40n, 1n]),
    dueAt: twin.chain.now + between(next(next(detail)), 0n, 3_600n),
  };
}
