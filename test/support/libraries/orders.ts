import fc, { type Arbitrary } from "fast-check";
import { abs, min, WAD } from "../numbers.js";
import { amount, rarely, target } from "./arbitrary.js";
import {
  chargedCost,
  exactCost,
  fund,
  isDust,
  isTooSmall,
  isWipedOut,
  MOST_UNITS,
  notionalOf,
  virtualAssetsOf,
  type Fund,
} from "./fund.js";
import { ceil, floor, greatest, least, ratio, truncate, type Rational } from "./rational.js";

/** A fund, what it aims at, what it charges and how much is asked of it. */
export interface Case {
  readonly fund: Fund;
  readonly target: bigint;
  readonly feePpm: bigint;
  /** {collateral} or {share}. */
  readonly quantity: bigint;
}

/** What the contracts call an order. */
export interface Order {
  readonly shares: bigint;
  readonly feeShares: bigint;
  readonly assets: bigint;
  readonly value: bigint;
  readonly sizeDelta: bigint;
  readonly cost: bigint;
}

/** What a contract returned, as an argument: ethers does not take its own results. */
export function plain({ shares, feeShares, assets, value, sizeDelta, cost }: Order): Order {
  return { shares, feeShares, assets, value, sizeDelta, cost };
}

const MILLION = 1_000_000n;

export const feePpm = fc.oneof(fc.constantFrom(0n, 1_000n), amount(0n, 10_000n));

/** {1} Of the fund, WAD: mostly a part of it, now and then all or many times it. */
const part = fc.oneof(
  { weight: 6, arbitrary: amount(10n ** 12n, WAD, WAD / 2n) },
  { weight: 1, arbitrary: amount(0n, 100n * WAD) },
);
const few = rarely(8, amount(0n, 2_000n));

/** @param whole What a part is a part of. */
function cases(whole: (fund: Fund) => bigint, most: bigint): Arbitrary<Case> {
  return fc.record({ fund, target, feePpm, part, few }).map(({ fund, target, feePpm, part, few }) => ({
    fund,
    target,
    feePpm,
    quantity: few ?? min((whole(fund) * part) / WAD, most),
  }));
}

/** Mints and redeems by shares. */
export const byShares = cases(({ supply, virtualShares }) => supply + virtualShares / 100n, 10n ** 31n);
/** Deposits and withdrawals by assets. */
export const byAssets = cases(({ equity, unit }) => equity / unit + 1_000_000n, MOST_UNITS);

/** Whether a mint opens the position: there is none, or none that counts. */
export function opens(fund: Fund): boolean {
  return fund.size === 0n || isDust(fund);
}

/** Whether a mint brings a position at target: it opens one, or a fund too small to be rebalanced has more than that. */
export function comesAtTarget(fund: Fund, target: bigint): boolean {
  if (opens(fund)) return true;
  if (!isTooSmall(fund) || fund.equity === 0n) return false;
  return floor(ratio(floor(notionalOf(fund).abs()) * WAD, fund.equity)) > abs(target);
}

/** Whether a token lets anyone mint into it: a fund of more than 2,000 units without a position waits for a rebalance. */
export function isMintable(fund: Fund): boolean {
  return !isWipedOut(fund) && (fund.size !== 0n || isTooSmall(fund));
}

/** {collateral} What the venue takes for a trade: rounded up to the unit. */
export function chargeOf(fund: Fund, sizeDelta: bigint): bigint {
  return ceil(ratio(chargedCost(fund.curve, sizeDelta, fund.price), fund.unit));
}

/** {share} The collector's part of `shares`. */
export function feeOf(shares: bigint, ppm: bigint): bigint {
  return ceil(ratio(shares * ppm, MILLION));
}

/** {share} The most shares that `gross` covers with the fee on top of them. */
export function withoutFee(gross: bigint, ppm: bigint): bigint {
  return floor(ratio(gross * MILLION, MILLION + ppm));
}

/** {share} The least shares of which `net` are left without the fee. */
export function withFee(net: bigint, ppm: bigint): bigint {
  return ceil(ratio(net * MILLION, MILLION - ppm));
}

/** {collateral} NAV of one share as a minter pays it and as a redeemer gets it, exact. */
export function valuePerShare(fund: Fund, isMint: boolean): Rational {
  const units = isMint ? ceil(ratio(fund.equity, fund.unit)) : fund.equity / fund.unit;
  return virtualAssetsOf(fund)
    .add(units)
    .div(fund.supply + fund.virtualShares);
}

/**
 * {base} What a mint worth `value` {collateral} adds: its part of the position, or the target of it; and of all there is
 * then, where that was without a position.
 */
export function growthOf(fund: Fund, target: bigint, value: bigint): bigint {
  const worth = value * fund.unit;
  if (!comesAtTarget(fund, target)) return truncate(ratio(fund.size * worth, fund.equity));
  const all = fund.size !== 0n || isDust(fund) ? worth : worth + fund.equity;
  return truncate(ratio(all * target, fund.price));
}

/** {collateral} What a redeem of `shares` takes from equity: those kept back for the collector are not redeemed. */
export function redeemedValue(fund: Fund, shares: bigint, feePpm: bigint): bigint {
  const worth = floor(valuePerShare(fund, false).mul(shares - feeOf(shares, feePpm)));
  return min(worth, fund.equity / fund.unit);
}

/** {base} What a redeem worth `value` {collateral} closes: its part of the position, away from zero. */
export function reductionOf(fund: Fund, value: bigint): bigint {
  if (value === 0n || fund.size === 0n) return 0n;
  const closed = ceil(ratio(abs(fund.size) * value, fund.equity / fund.unit));
  return fund.size > 0n ? -closed : closed;
}

/** {1} Leverage over equity in the reals; none without equity. */
export function leverageOf(fund: Fund): Rational {
  return notionalOf(fund).div(fund.equity);
}

/** Beyond a leverage of 1,000 amounts are not turned into shares. */
export function isInvertible(fund: Fund): boolean {
  const notional = truncate(notionalOf(fund).abs());
  return notional === 0n || floor(ratio(notional, 1_000n)) < fund.equity;
}

/** {collateral} The most that any redeem can pay out, in the reals: worth `x`, it pays `x - cost`, which is concave. */
export function mostPaidOut(fund: Fund): Rational {
  const whole = ratio(fund.equity, fund.unit);
  const leverage = leverageOf(fund).abs();
  const { fee, depth } = fund.curve;
  const skew = fund.size > 0n ? fund.curve.skew : -fund.curve.skew;
  const candidates = [whole];
  if (depth > 0n && leverage.compare(0n) > 0) {
    const kink = ratio(2n * skew)
      .div(leverage)
      .div(fund.unit);
    // Where another unit redeemed costs as much as it brings: 1 - fee = leverage (leverage x - skew) / depth.
    const kept = ratio(1n).sub(leverage.mul(ratio(fee, WAD)));
    const vertex = kept.mul(depth).div(leverage).add(skew).div(leverage).div(fund.unit);
    candidates.push(kink, vertex);
  }
  const paid = candidates.map((value) => {
    const x = greatest(ratio(0n), least(value, whole));
    const cost = exactCost(fund.curve, leverageOf(fund).mul(x).mul(fund.unit).neg()).div(fund.unit);
    return x.sub(cost);
  });
  return greatest(ratio(0n), ...paid);
}

/** {1} What the next dollar traded costs at most at a notional of up to `n` {usd}: the fee, and the slope of the impact. */
export function marginalRate({ curve }: Fund, n: Rational): Rational {
  const slope = curve.depth === 0n ? ratio(0n) : n.abs().add(abs(curve.skew)).div(curve.depth);
  return slope.add(ratio(curve.fee, WAD));
}

/**
 * {collateral} How far an exact inverse may be from the contract's: value, cost and what shares are worth are each rounded
 * to a unit, and before that size and notional to a wei, which a trade of notional `n` {usd} magnifies.
 */
export function slackOf(fund: Fund, n: Rational): bigint {
  const wei = ratio(fund.price, WAD).add(1n).mul(marginalRate(fund, n)).add(4n);
  return 3n + ceil(wei.div(fund.unit));
}
