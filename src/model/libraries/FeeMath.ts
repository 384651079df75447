import { Phase, type TokenState } from "../token/TokenTypes.js";
import { uint256 } from "./Checked.js";
import { mulDivDown, mulDivUp, mulWadDown, WAD } from "./FixedPoint.js";
import { saturatingSub } from "./Math.js";

/** What a token charges, in parts per million; all of it becomes the collector's shares. */
export interface Fees {
  /** {1e-6/year} Management fee on equity. */
  managementPpmPerYear: bigint;
  /** {1e-6} Of the shares minted. */
  mintPpm: bigint;
  /** {1e-6} Of the shares redeemed. */
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

/**
 * {share}, {share} Shares minted and pending together, and the pending ones, the management fee counted to `now` {s}. It
 * stops when a token is settled.
 */
export function accrue(state: Readonly<TokenState>, minted: bigint, now: bigint): { supply: bigint; pending: bigint } {
  let pending = state.pendingFeeShares;
  const elapsed = uint256(now - state.feesAccruedAt);
  if (elapsed !== 0n && state.phase !== Phase.Settled) {
    pending += dilution(minted + pending, state.managementPpmPerYear, elapsed);
  }
  return { supply: uint256(minted + pending), pending };
}

/** {share} The fee of `ppm` on `shares`, rounded up: on top of those minted, kept back of those redeemed. */
export function feeUp(shares: bigint, ppm: bigint): bigint {
  return mulDivUp(shares, ppm, PPM);
}

/** {share} The most shares that `gross` covers together with the fee on top of them. */
export function withoutFeeDown(gross: bigint, ppm: bigint): bigint {
  return mulDivDown(gross, PPM, PPM + ppm);
}

/** {share} The least shares of which `net` are left once the fee is kept back. */
export function withFeeUp(net: bigint, ppm: bigint): bigint {
  return mulDivUp(net, PPM, PPM - ppm);
}

/** Whether every rate is within its hard cap. */
export function withinCaps(fees: Readonly<Fees>): boolean {
  return (
    fees.managementPpmPerYear <= MAX_MANAGEMENT_PPM_PER_YEAR &&
    fees.mintPpm <= MAX_TRADE_PPM &&
    fees.redeemPpm <= MAX_TRADE_PPM
  );
}

/**
 * {1} The least that mint and redeem fee must be together, or a move that the feed still hides would pay for a round trip,
 * WAD: `m + r >= L (t - f (2 - t))` with t the threshold and f the taker fee.
 * @param leverage {1} The largest at which shares are minted, WAD.
 * @param takerFee {1} The venue's, WAD.
 * @param deviationThreshold {1} The feed's, WAD.
 */
export function arbitrageBound(leverage: bigint, takerFee: bigint, deviationThreshold: bigint): bigint {
  const charged = takerFee * uint256(2n * WAD - deviationThreshold);
  return mulDivUp(leverage, saturatingSub(deviationThreshold * WAD, charged), WAD * WAD);
}
