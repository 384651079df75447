import type { Address, Chain } from "../Chain.js";
import type { Fees } from "../libraries/FeeMath.js";
import type { Policy } from "../libraries/Rebalance.js";
import type { MockFuturesVenue } from "../venue/MockFuturesVenue.js";
import type { MarketId } from "../venue/VenueTypes.js";

/** What bounds a token's growth; the governor may change it. */
export interface Limits {
  /** {collateral} A mint may not take equity beyond this. */
  capacity: bigint;
  /** {usd} Largest notional of one rebalance trade, WAD; larger ones are cut into chunks. */
  maxTrade: bigint;
}

/** How a token is created; all but fees and limits is fixed for good. */
export interface TokenConfig {
  readonly chain: Chain;
  readonly address: Address;
  /** Who receives management-fee shares. */
  readonly feeCollector: Address;
  readonly venue: MockFuturesVenue;
  readonly market: MarketId;
  /** {1} Target leverage, signed WAD: 3x short is -3e18. */
  readonly leverage: bigint;
  /** {collateral} Price of one whole token at the first mint; divides 1e18. */
  readonly initialNav: bigint;
  readonly policy: Policy;
  readonly fees: Readonly<Fees>;
  readonly limits: Readonly<Limits>;
}

/** Where a token stands in its life. */
export enum Phase {
  Active,
  /** A rebalance was cut into chunks and more are to come. */
  Unfinished,
  Settled,
}

/** The token's mutable state but balances, limits and settled assets. */
export interface TokenState {
  /** {share} Management-fee shares counted but not minted yet; saturates at 104 bits. */
  pendingFeeShares: bigint;
  /** {s} */
  feesAccruedAt: bigint;
  /** {s} */
  rebalancedAt: bigint;
  /** {1e-6/year} */
  managementPpmPerYear: bigint;
  /** {1e-6} */
  mintPpm: bigint;
  /** {1e-6} */
  redeemPpm: bigint;
  /** Whether the guardian has paused minting. */
  mintPaused: boolean;
  phase: Phase;
}
