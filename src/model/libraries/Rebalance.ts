/** What a call of `rebalance()` would do. */
export enum Action {
  None,
  Trade,
  Settle,
  /** A trade is wanted and cannot be done; the call takes note of it. */
  Blocked,
}

/** Why a trade is due. */
export enum Reason {
  None,
  Scheduled,
  Drift,
  Emergency,
  Continuation,
  /** The position has won most of what the venue reserved for it. */
  Marking,
}

/** What stands in the way of a trade that is due. */
export enum Blocker {
  None,
  /** The market takes no trades. */
  Halted,
  /** The trade would cost more than its bound. */
  Cost,
  /** Open interest or reserve leave no room. */
  Increase,
  /** The venue takes no reduction of that size. */
  Reduction,
  /** The policy does not answer, or asks for what the token forbids. */
  Policy,
  /** The venue refused the trade when it was tried. */
  Refused,
}

/** When and how {@link BandPolicy} rebalances. */
export interface BandParameters {
  /** {s} Distance of the scheduled boundaries. */
  readonly period: bigint;
  /** {s} First boundary after 00:00 UTC. */
  readonly offset: bigint;
  /** {s} Least time between the chunks of one rebalance. */
  readonly cooldown: bigint;
  /** {1} Real leverage over target below which the token has drifted, WAD. */
  readonly lowerBand: bigint;
  /** {1} The same, above which it has drifted, WAD. */
  readonly upperBand: bigint;
  /** {1} The same, above which it is an emergency, WAD. */
  readonly emergencyBand: bigint;
  /** {1} Most an increase may cost, of its notional, WAD. */
  readonly maxSlippage: bigint;
  /** {1} The same of a reduction, before widening, WAD. */
  readonly emergencySlippage: bigint;
  /** {1} Of the notional gap an emergency rebalance closes, before growing, WAD. */
  readonly tipRate: bigint;
  /** {collateral} Most one emergency rebalance may pay its caller. */
  readonly tipCap: bigint;
}

/** What bounds a trade and how far the last rebalance came. */
export interface RebalanceContext {
  /** {usd} Largest notional of one trade, WAD. */
  readonly maxTrade: bigint;
  /** {base} Largest increase of a long the venue would take now, WAD. */
  readonly maxLong: bigint;
  /** {base} The same for a short. */
  readonly maxShort: bigint;
  /** {base} Smallest reduction it would take, WAD. */
  readonly minReduction: bigint;
  /** {base} Largest one, WAD. */
  readonly maxReduction: bigint;
  /** {usd} What the position may still win at the venue, WAD. */
  readonly remainingProfit: bigint;
  /** {usd} The same after any trade, WAD. */
  readonly remainingProfitIfMarked: bigint;
  /** {1} Of equity, what may still be paid in tips today, WAD. */
  readonly tipsLeft: bigint;
  /** {s} Time of the price used. */
  readonly priceUpdatedAt: bigint;
  /** {s} Time of the last rebalance. */
  readonly rebalancedAt: bigint;
  /** {s} Since when a trade has been known to be blocked; 0 if none is. */
  readonly blockedSince: bigint;
  /** Whether the last rebalance was cut into chunks and more are to come. */
  readonly unfinished: boolean;
  /** {s} Now. */
  readonly timestamp: bigint;
}

/** The decision as data: what `previewRebalance()` shows and `rebalance()` executes. */
export interface Decision {
  /** What the call does; None means it reverts. */
  action: Action;
  reason: Reason;
  /** What stands in the way, where the action is Blocked. */
  blocker: Blocker;
  /** Whether the trade lands on target or more chunks follow. */
  complete: boolean;
  /** {base} The trade, WAD; where it is blocked, the part of it that could be done now. */
  sizeDelta: bigint;
  /** {collateral} The most it may cost; where it is blocked by cost, that bound. */
  maxCost: bigint;
  /** {collateral} Owed to the caller. */
  tip: bigint;
  /** {s} When a call is useful next; now if one is due. */
  dueAt: bigint;
}

/** No action, as Solidity's empty struct. */
export function noDecision(): Decision {
  return {
    action: Action.None,
    reason: Reason.None,
    blocker: Blocker.None,
    complete: false,
    sizeDelta: 0n,
    maxCost: 0n,
    tip: 0n,
    dueAt: 0n,
  };
}
