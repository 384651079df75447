import { uint256 } from "./Checked.js";
import { mulWadDown, mulWadUp, WAD } from "./FixedPoint.js";
import { ceilDiv } from "./Math.js";

/** What a token charges, in parts per million. */
export interface Fees {
  /** {1e-6/year} Management fee on equity, taken as share dilution. */
  managementPpmPerYear: bigint;
  /** {1e-6} Of the value minted; stays in the fund. */
  mintPpm: bigint;
  /** {1e-6} Of the value redeemed; stays in the fund. */
  redeemPpm: bigint;
}

/** {1e-6} One, in parts per million. */
export const PPM = 1_000_000n;
/** {1e-6/year} Hard cap of the management fee: 10 % a year. */
export const MAX_MANAGEMENT_PPM_PER_YEAR = 100_000n;
/** {1e-6} Hard cap of the mint and of the redeem fee: 1 % each. */
export const MAX_TRADE_PPM = 10_000n;
/** {s} A year of 365 days. */
export const YEAR = 365n * 86_400n;

/**
 * {share} The shares to add so that the collector's part of the fund is `1 - exp(-rate t)`, at most: the series of exp
 * up to x^6, every step rounded down.
 * @param supply {share} Minted plus pending.
 * @param elapsed {s} Since the last accrual.
 */
export function dilution(supply: bigint, managementPpmPerYear: bigint, elapsed: bigint): bigint {
  const x = (managementPpmPerYear * elapsed * (WAD / PPM)) / YEAR;
  let growth = WAD;
  for (let i = 6n; i > 1n; --i) {
    growth = WAD + (x * growth) / (i * WAD);
  }
  growth = (x * growth) / WAD;
  return mulWadDown(supply, growth);
}

/** {collateral} The fee of `ppm` on `value`, rounded up: fund over user. */
export function feeUp(value: bigint, ppm: bigint): bigint {
  return ceilDiv(uint256(value * ppm), PPM);
}

/** Whether every rate is within its hard cap. */
export function withinCaps(fees: Fees): boolean {
  return (
    fees.managementPpmPerYear <= MAX_MANAGEMENT_PPM_PER_YEAR &&
    fees.mintPpm <= MAX_TRADE_PPM &&
    fees.redeemPpm <= MAX_TRADE_PPM
  );
}

/**
 * {1} What a mint and redeem round trip costs and the most the feed may hide meanwhile, both WAD.
 * @param leverage {1} |target|, WAD.
 * @param takerFee {1} The venue's, WAD.
 * @param deviationThreshold {1} The feed's, WAD.
 */
export function arbitrageBound(
  fees: Fees,
  leverage: bigint,
  takerFee: bigint,
  deviationThreshold: bigint,
): { roundTripCost: bigint; hiddenMove: bigint } {
  const roundTripCost = (fees.mintPpm + fees.redeemPpm) * (WAD / PPM) + mulWadDown(leverage, 2n * takerFee);
  return { roundTripCost, hiddenMove: mulWadUp(leverage, deviationThreshold) };
}
