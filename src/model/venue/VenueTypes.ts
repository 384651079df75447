import type { Curve } from "../libraries/CostCurve.js";
import type { ChainlinkPriceOracle } from "../oracle/ChainlinkPriceOracle.js";

/** Name of a market; on chain 32 bytes. */
export type MarketId = string;

/** How a market is listed. Rates per second are WAD; the rest says its unit. */
export interface MarketConfig {
  readonly oracle: ChainlinkPriceOracle;
  /** {1e-6} Charged on traded notional. */
  readonly takerFeePpm: bigint;
  /** {1e-6} Equity over notional an increase must leave. */
  readonly initialMarginPpm: bigint;
  /** {1e-6} Equity over notional below which anyone may liquidate. */
  readonly maintenanceMarginPpm: bigint;
  /** {1e-6} Of notional, taken from a liquidated margin. */
  readonly liquidationPenaltyPpm: bigint;
  /** {1e-6} Of notional, the liquidator's part of the penalty. */
  readonly liquidationRewardPpm: bigint;
  /** {collateral} Most a liquidator is paid. */
  readonly liquidationRewardCap: bigint;
  /** {usd} Whole dollars of skew that move the price by 100 %; 0 for no impact at all. */
  readonly depth: bigint;
  /** {usd} Whole dollars per side. */
  readonly openInterestCap: bigint;
  /** {1/s} Positive: longs pay. */
  readonly baseFundingPerSecond: bigint;
  /** {1/s} Added at a skew of the whole depth. */
  readonly skewFundingPerSecond: bigint;
  /** {1/s} Bound of the sum either way. */
  readonly maxFundingPerSecond: bigint;
  /** {1/s} Of an account's reserve, what holding it costs. */
  readonly reserveFeePerSecond: bigint;
  /** {s} How long price or market must be dead before accounts may be closed without them. */
  readonly outageDelay: bigint;
}

/** Whether a market trades; from `Halted` on it does not. */
export enum Status {
  Open,
  /** Scenario: rejects fills without saying so beforehand. */
  Failing,
  /** Scenario: refuses every trade. */
  Halted,
  /** Closes at one price for good: that of its outage. */
  Expired,
}

/** A market: one record for each of the contract's structs, in its order. */
export interface Market {
  /** {base} Sums of long and of short sizes, WAD. */
  readonly openInterest: { long: bigint; short: bigint };
  /**
   * `index` {usd/base} Paid per unit of long size since listing, WAD. `longBasis` {usd} Sum of size * mark of all
   * longs, WAD. `accruedAt` {s}.
   */
  readonly funding: { index: bigint; longBasis: bigint; accruedAt: bigint };
  readonly trading: {
    oracle: ChainlinkPriceOracle;
    takerFeePpm: bigint;
    /** {1e-6} Scenario: added to the taker fee. */
    spreadPpm: bigint;
    initialMarginPpm: bigint;
    maintenanceMarginPpm: bigint;
    status: Status;
  };
  readonly capacity: {
    depth: bigint;
    openInterestCap: bigint;
    baseFundingPerSecond: bigint;
    skewFundingPerSecond: bigint;
    maxFundingPerSecond: bigint;
    reserveFeePerSecond: bigint;
  };
  readonly risk: {
    liquidationPenaltyPpm: bigint;
    liquidationRewardPpm: bigint;
    liquidationRewardCap: bigint;
    outageDelay: bigint;
  };
  /** {usd} Sum of size * mark of all shorts, whose sizes are negative, WAD. */
  shortBasis: bigint;
  readonly outage: {
    /** {s} When the outage was first reported; void once the market has traded since. */
    reportedAt: bigint;
    /** {s} When it was last reported. */
    seenAt: bigint;
    /** {s} When the feed learned `price`. */
    priceUpdatedAt: bigint;
    /** {usd/base} What an expired market closes at, WAD; 0 if no valid price was found. */
    price: bigint;
    /** Where the search for the price goes on. */
    cursor: bigint;
  };
}

/** What the venue owes beyond its accounts' margins, which no rule needs the sum of. */
export interface Books {
  /** {collateral} The liquidity providers', before traders' unrealised profit. */
  pool: bigint;
  /** {collateral} Pays bankrupts' shortfalls before the pool does; price impact and reserve fees go here. */
  insurance: bigint;
  /** {1e-6 usd} Sum of all accounts' reserves; never more than the pool. */
  reserved: bigint;
}

/** A market read once, at one price, with funding accrued to now: what every action starts from. */
export interface Priced {
  /** {base} */
  long: bigint;
  /** {base} */
  short: bigint;
  /** {usd} */
  longBasis: bigint;
  /** {usd/base} Funding index now. */
  index: bigint;
  /** {usd/base} */
  price: bigint;
  /** {s} */
  updatedAt: bigint;
  /** {s} */
  fundedUntil: bigint;
  /** {usd/base} price - index */
  net: bigint;
  /** What a trade costs. */
  curve: Curve;
  /** {usd} */
  openInterestCap: bigint;
  /** {1e-6} */
  initialMarginPpm: bigint;
  /** {1e-6} */
  maintenanceMarginPpm: bigint;
  /** {1/s} */
  reserveFee: bigint;
  status: Status;
}

/** An account and its market in one read, at the venue's own mark. */
export interface Position {
  /** {usd/base} Mark, WAD. */
  price: bigint;
  /** {s} When its source published it. */
  priceUpdatedAt: bigint;
  /** {base} WAD, negative when short. */
  size: bigint;
  /** {usd} What the account is worth and could be paid out once it is closed, WAD, never negative. */
  equity: bigint;
  /** What a trade is expected to cost now. */
  curve: Curve;
  /** Whether `curve` gives every cost to the unit. */
  isExact: boolean;
  /** Whether the market refuses every trade. */
  halted: boolean;
}

/** What the venue says it would refuse now, and what the position may still win. */
export interface Room {
  /** {base} Largest increase of a long, WAD. */
  maxLong: bigint;
  /** {base} Largest increase of a short, WAD. */
  maxShort: bigint;
  /** {base} Smallest reduction that is not refused, WAD; 0 where any is taken. */
  minReduction: bigint;
  /** {base} Largest one, WAD; the whole position where any is taken. */
  maxReduction: bigint;
  /** {1} Equity over notional below which anyone may liquidate, WAD. */
  maintenanceMargin: bigint;
  /** {usd} What the position may win before the venue pays no more, WAD. */
  remainingProfit: bigint;
  /** {usd} The same after any trade, one of size zero included, WAD. */
  remainingProfitIfMarked: bigint;
}

/** What a trade did, in whole units. */
export interface Fill {
  /** {collateral} What it took from the mover against the mark; negative where the fill was better. */
  cost: bigint;
  /** {collateral} Equity just before it, rounded down. */
  equityBefore: bigint;
  /** {collateral} Equity after it, rounded down. */
  equity: bigint;
}

/** What never changes about a market. */
export interface MarketTerms {
  /** Source of the index price. */
  readonly oracle: ChainlinkPriceOracle;
  /** {1} On traded notional, WAD. */
  readonly takerFee: bigint;
  /** {1} Most that impact adds to the cost of a reduction while open interest is within its cap, WAD. */
  readonly maxImpact: bigint;
  /** {1} Equity over notional that every increase must leave, WAD: 1 / maximum leverage. */
  readonly initialMargin: bigint;
  /** {1} Equity over notional below which anyone may liquidate, WAD. */
  readonly maintenanceMargin: bigint;
  /** {1} Of notional, paid to the liquidator, WAD. */
  readonly liquidationReward: bigint;
  /** {collateral} Most a liquidator is paid. */
  readonly liquidationRewardCap: bigint;
  /** {s} How long price or venue must be dead before an account may be closed without them. */
  readonly outageDelay: bigint;
}
