/** What a call of `rebalance()` would do. */
export enum Action {
  None,
  Trade,
  Settle,
}

/** Why a trade is due. */
export enum Reason {
  None,
  Scheduled,
  Drift,
  Emergency,
  Continuation,
}

/** When and how a token rebalances; fixed at creation. */
export interface Policy {
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
  /** {1} Worst average fill against index, WAD. */
  readonly maxSlippage: bigint;
  /** {1} The same in an emergency, before widening, WAD. */
  readonly emergencySlippage: bigint;
  /** {1} Of the notional gap an emergency rebalance closes, before growing, WAD. */
  readonly tipRate: bigint;
  /** {collateral} Most one emergency rebalance may pay its caller. */
  readonly tipCap: bigint;
}

/** What bounds a trade and how far the last rebalance came. */
export interface Circumstances {
  /** {usd} Largest notional of one trade, WAD. */
  maxTrade: bigint;
  /** {base} Largest increase of a long the venue would take now, WAD. */
  maxLong: bigint;
  /** {base} The same for a short. */
  maxShort: bigint;
  /** {usd} What the position may still win at the venue, WAD. */
  winnable: bigint;
  /** {usd} The same after any trade, WAD. */
  winnableIfMarked: bigint;
  /** {s} Time of the last rebalance. */
  rebalancedAt: bigint;
  /** Whether it was cut into chunks and more are to come. */
  unfinished: boolean;
  /** {s} Time of the price used. */
  priceUpdatedAt: bigint;
}

/** The decision as data: what `previewRebalance()` shows and `rebalance()` executes. */
export interface Decision {
  /** What the call does; None means it reverts. */
  action: Action;
  reason: Reason;
  /** Whether the trade lands on target or more chunks follow. */
  complete: boolean;
  /** {base} The trade, WAD. */
  sizeDelta: bigint;
  /** {usd/base} Worst average fill accepted, WAD. */
  limitPrice: bigint;
  /** {collateral} Paid to the caller. */
  tip: bigint;
  /** {s} When the next time-driven rebalance is due; now if one is due. */
  dueAt: bigint;
}
