import type { Blocker, Reason } from "../read/enums.js";

/** A fund's state after an event: all that its NAV depends on. */
export interface FundMark {
  /** {usd/base} Index, WAD. */
  readonly price: bigint;
  /** {base} Signed WAD. */
  readonly size: bigint;
  /** {collateral} */
  readonly equity: bigint;
  /** {share} Minted and pending. */
  readonly supply: bigint;
}

/** Where on the chain an event is. */
export interface Place {
  readonly block: number;
  /** Of the log in its block. */
  readonly index: number;
  readonly transaction: string;
}

/** All that happens to a token, as its events tell it. Amounts {collateral} and {share}. */
export type TokenEvent = MintEvent | RedeemEvent | RebalanceEvent | BlockedEvent | SettleEvent;

export interface MintEvent extends Place {
  readonly kind: "mint";
  /** Who paid; the router where it went through it. */
  readonly sender: string;
  readonly owner: string;
  readonly assets: bigint;
  readonly shares: bigint;
  /** Negative where the venue paid. */
  readonly cost: bigint;
  /** {share} The collector's, and {collateral} what they are worth. */
  readonly feeShares: bigint;
  readonly fee: bigint;
  readonly after: FundMark;
}

export interface RedeemEvent extends Place {
  readonly kind: "redeem";
  readonly sender: string;
  readonly receiver: string;
  readonly owner: string;
  readonly assets: bigint;
  readonly shares: bigint;
  /** Negative where the venue paid. */
  readonly cost: bigint;
  /** {share} The collector's, and {collateral} what they are worth. */
  readonly feeShares: bigint;
  readonly fee: bigint;
  /** Undefined where the token was settled: then it is pro rata of what was left. */
  readonly after: FundMark | undefined;
}

export interface RebalanceEvent extends Place {
  readonly kind: "rebalance";
  readonly reason: Reason;
  /** {base} Signed WAD. */
  readonly sizeDelta: bigint;
  readonly complete: boolean;
  /** Negative where the venue paid. */
  readonly cost: bigint;
  readonly tip: bigint;
  readonly after: FundMark;
}

/** A trade that was due and could not be done. */
export interface BlockedEvent extends Place {
  readonly kind: "blocked";
  readonly reason: Reason;
  readonly blocker: Blocker;
  /** {base} Signed WAD, the part that could have been done. */
  readonly sizeDelta: bigint;
  /** {s} Since when it has been known to be blocked. */
  readonly since: bigint;
}

export interface SettleEvent extends Place {
  readonly kind: "settle";
  /** {collateral} Left to the holders. */
  readonly assets: bigint;
  /** {share} */
  readonly supply: bigint;
}

/** What never changes of a token and its NAV depends on. */
export interface NavTerms {
  /** {share} */
  readonly virtualShares: bigint;
  readonly collateralDecimals: number;
}
