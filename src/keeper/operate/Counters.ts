/** How a transaction of the keeper ended. */
export type TransactionOutcome =
  /** At least one token was rebalanced or settled, or took note of what blocks it. */
  | "done"
  /** Mined, and nothing was left to do: the race was lost. */
  | "wasted"
  | "reverted"
  /** The empty transfer that frees a nonce. */
  | "cancelled"
  /** Neither mined nor waiting: another one took its nonce, or it was not needed any more. */
  | "lost";

/** What a keeper has done since it started. */
export interface Counters {
  /** Looks at all tokens that succeeded, and that failed. */
  ticks: number;
  failedTicks: number;
  /** Transactions offered to a node, replacements included. */
  sent: number;
  replaced: number;
  resent: number;
  outcomes: Record<TransactionOutcome, number>;
  /** Tokens rebalanced or settled. */
  rebalances: number;
  /** {gas} and {wei} */
  gasUsed: bigint;
  gasSpent: bigint;
  reorgs: number;
  /** By class. */
  errors: Record<string, number>;
  /** Requests to endpoints, single ones and parts of batches. */
  requests: number;
}

export function newCounters(): Counters {
  return {
    ticks: 0,
    failedTicks: 0,
    sent: 0,
    replaced: 0,
    resent: 0,
    outcomes: { done: 0, wasted: 0, reverted: 0, cancelled: 0, lost: 0 },
    rebalances: 0,
    gasUsed: 0n,
    gasSpent: 0n,
    reorgs: 0,
    errors: {},
    requests: 0,
  };
}
