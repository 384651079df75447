import type { Reason } from "../read/enums.js";
import type { BandParameters } from "../read/Token.js";

/** A fund as it stands before anything is supposed to happen. Units as on chain. */
export interface SimulationStart {
  /** {s} */
  readonly timestamp: bigint;
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  readonly bands: BandParameters;
  /** {1} Of the venue, WAD. */
  readonly maintenanceMargin: bigint;
  /** {whole usd} */
  readonly maxTrade: bigint;
  /** {1e-6/year} */
  readonly managementPpmPerYear: bigint;
  /** {s} */
  readonly rebalancedAt: bigint;
  readonly isUnfinished: boolean;
  /** {usd} WAD. */
  readonly equity: bigint;
  /** {usd} Value of one unit of collateral, WAD. */
  readonly unit: bigint;
  /** {share} Minted and pending. */
  readonly supply: bigint;
  readonly virtualShares: bigint;
  /** {base} Signed WAD. */
  readonly size: bigint;
  /** {usd/base} WAD. */
  readonly price: bigint;
  /** {1} Of the venue, WAD; {usd} the market's net long notional and its depth, WAD. */
  readonly takerFee: bigint;
  readonly skew: bigint;
  readonly depth: bigint;
  /** What the venue charges for holding a position {1/s}, WAD; undefined where that is not known, and then nothing is. */
  readonly funding: FundingTerms | undefined;
}

export interface FundingTerms {
  readonly base: bigint;
  readonly skew: bigint;
  readonly max: bigint;
  /** Of what the venue reserves for the position. */
  readonly reserveFee: bigint;
}

/** One price of the path and what the token is worth there. */
export interface SimulatedPoint {
  /** {s} */
  readonly timestamp: bigint;
  /** {usd/base} WAD. */
  readonly price: bigint;
  /** {usd/share} WAD. */
  readonly nav: bigint;
  /** {1} Real, signed WAD. */
  readonly leverage: bigint;
}

export interface SimulatedRebalance {
  readonly timestamp: bigint;
  readonly price: bigint;
  readonly reason: Reason;
  /** {base} Signed WAD. */
  readonly sizeDelta: bigint;
  /** {1} Real leverage before and after, signed WAD. */
  readonly before: bigint;
  readonly after: bigint;
}

/** What became of the fund. Everything {1} is a WAD relative to the first NAV, and `naive` to `fees` add up to `nav`. */
export interface Simulation {
  readonly points: readonly SimulatedPoint[];
  readonly rebalances: readonly SimulatedRebalance[];
  /** {1} Move of the underlying, signed WAD. */
  readonly underlying: bigint;
  /** {1} Change of NAV. */
  readonly nav: bigint;
  /** {1} Target leverage times the underlying's move. */
  readonly naive: bigint;
  /** {1} Profit of the position beyond that: what following the target along this path gained or lost. */
  readonly compounding: bigint;
  /** {1} Negative when paid. */
  readonly funding: bigint;
  /** {1} Venue costs and tips of rebalances, never positive. */
  readonly trading: bigint;
  /** {1} The management fee, and roundings. */
  readonly fees: bigint;
  /** Whether the money was gone on the way. */
  readonly isWipedOut: boolean;
}
