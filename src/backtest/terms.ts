import type { BandParameters, Fees, Limits, MarketConfig } from "../model/index.js";
import type { PolicyName } from "./result.js";

/** Everything a fund is created with, in the units of the contracts: what the twin and the chain are both built from. */
export interface Terms {
  /** {1} Signed WAD. */
  readonly leverage: bigint;
  readonly policyName: PolicyName;
  readonly bands: BandParameters;
  readonly fees: Fees;
  readonly limits: Limits;
  readonly market: Omit<MarketConfig, "oracle">;
  /** {collateral} What the pool and the insurance fund begin with. */
  readonly liquidity: bigint;
  readonly insurance: bigint;
  /** {s} The oldest price the oracle believes. */
  readonly maxAge: bigint;
  /** Of the collateral. */
  readonly decimals: number;
  /** {collateral} What the fund begins with. */
  readonly capital: bigint;
}

/** {1} A band so wide that no leverage is beyond it, WAD. */
const NO_BAND = 10n ** 30n;
/** {s} A period so long that no boundary has passed yet. */
const NO_PERIOD = 1n << 40n;

/** Whether a policy has boundaries of time. */
export function isScheduled(name: PolicyName): boolean {
  return name === "daily" || name === "daily+threshold";
}

/** Whether a policy has bands of leverage. */
export function isBanded(name: PolicyName): boolean {
  return name === "threshold" || name === "daily+threshold";
}

/**
 * The parameters with which only the reasons of `name` ever come up. There is no switch for a reason: the bands lie beyond
 * any leverage, the period beyond any time.
 */
export function restrictBands(bands: BandParameters, name: PolicyName): BandParameters {
  return {
    ...bands,
    ...(isScheduled(name) ? {} : { period: NO_PERIOD, offset: 0n }),
    ...(isBanded(name) ? {} : { lowerBand: 0n, upperBand: NO_BAND, emergencyBand: NO_BAND }),
  };
}
