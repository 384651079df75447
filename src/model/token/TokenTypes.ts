import type { Address, Chain } from "../Chain.js";
import type { FundDesk } from "../FundDesk.js";
import type { Fees } from "../libraries/FeeMath.js";
import type { Blocker } from "../libraries/Rebalance.js";
import type { IRebalancePolicy } from "../policies/IRebalancePolicy.js";
import type { MockFuturesVenue } from "../venue/MockFuturesVenue.js";
import type { MarketId } from "../venue/VenueTypes.js";

/** What bounds a token's growth; the governor may change it. */
export interface Limits {
  /** {whole collateral} A mint may not take equity beyond this. */
  capacity: bigint;
  /** {whole usd} Largest notional of one rebalance trade; larger ones are cut into chunks. */
  maxTrade: bigint;
}

/** How a token is created; all but fees and limits is fixed for good. */
export interface TokenConfig {
  readonly chain: Chain;
  readonly address: Address;
  /** Who receives fee shares. */
  readonly feeCollector: Address;
  readonly venue: MockFuturesVenue;
  readonly market: MarketId;
  /** {1} Target leverage, signed WAD: 3x short is -3e18. */
  readonly leverage: bigint;
  /** {collateral} Price of one whole token at the first mint; divides 1e18. */
  readonly initialNav: bigint;
  readonly policy: IRebalancePolicy;
  readonly desk: FundDesk;
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

/** What every action reads of a token. */
export interface TokenState {
  /** {share} Fee shares counted but not minted yet; what does not fit 80 bits is minted at once. */
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
  /** {whole collateral} */
  capacity: bigint;
  /** Whether the guardian has paused minting. */
  mintPaused: boolean;
  /** Whether a payment is owed to somebody it could not be made to. */
  hasDebts: boolean;
  phase: Phase;
}

/** What only a rebalance reads beside it. */
export interface RebalanceState {
  /** {whole usd} */
  maxTrade: bigint;
  /** {s} When a trade was first found blocked, in a row of reports. */
  blockedSince: bigint;
  /** {s} When it was last found blocked; a report that is too old counts no more. */
  blockedAt: bigint;
  /** What stood in the way then. */
  blocker: Blocker;
  /** {days} The day `tipped` counts. */
  tipDay: bigint;
  /** {1} Tips of that day over equity, WAD. */
  tipped: bigint;
}

/** All a token knows of itself, in one answer. */
export interface TokenReading {
  readonly account: MockFuturesVenue;
  readonly market: MarketId;
  readonly policy: IRebalancePolicy;
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  /** {share} Stand against the virtual assets. */
  readonly virtualShares: bigint;
  /** {usd} Value of one unit of collateral, WAD. */
  readonly unit: bigint;
  /** {1} Real leverage over target beyond which nothing is minted, WAD. */
  readonly emergencyBand: bigint;
  /** {share} Total supply. */
  readonly minted: bigint;
  /** {collateral} What could not be paid yet; no part of equity. */
  readonly owed: bigint;
  /** As stored. */
  readonly state: Readonly<TokenState>;
  /** As stored. */
  readonly rebalancing: Readonly<RebalanceState>;
}
