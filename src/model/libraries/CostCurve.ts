import { int256, toInt256, uint256 } from "./Checked.js";
import { mulWadUp, withSignOf } from "./FixedPoint.js";
import { abs, ceilDiv, sqrtUp } from "./Math.js";

/** What a venue charges for moving a position, as a curve that can be inverted. */
export interface Curve {
  /** {1} Taker fee (and spread, if any) on the notional traded, WAD. */
  fee: bigint;
  /** {usd} The market's net long notional at index before the trade, WAD, negative when shorts prevail. */
  skew: bigint;
  /** {usd} Notional of skew that moves the price by 100 %, WAD. Zero stands for unlimited: no impact. */
  depth: bigint;
}

/** {1} The scale {@link solve} works in: thirty digits. */
export const SCALE = 10n ** 30n;

/** {usd} The cost of trading `sizeDelta` {base} at `price` {usd/base}, rounded up: venue over fund. */
export function costUp(curve: Curve, sizeDelta: bigint, price: bigint): bigint {
  const traded = mulWadUp(abs(sizeDelta), price);
  const fee = mulWadUp(traded, curve.fee);
  if (curve.depth === 0n) return fee;
  return uint256(fee + impactUp(curve, withSignOf(traded, sizeDelta)));
}

/** {usd} The price impact of trading the signed notional `n` {usd}, rounded up. Depth must not be 0. */
export function impactUp(curve: Curve, n: bigint): bigint {
  const product = int256(n * (2n * curve.skew + n));
  return product > 0n ? ceilDiv(product, 2n * curve.depth) : 0n;
}

/** Whether trading the signed notional `n` {usd} moves the price against the trader. */
export function hasImpact(curve: Curve, n: bigint): boolean {
  if (curve.depth === 0n) return false;
  return int256(n * (2n * curve.skew + n)) > 0n;
}

/**
 * {1} `factor * skew / depth` on {@link SCALE}: the slope the standing skew adds to a linear cost.
 * @param factor {1} Signed, on {@link SCALE}.
 */
export function skewSlope(curve: Curve, factor: bigint): bigint {
  const slope = uint256(abs(factor) * abs(curve.skew)) / curve.depth;
  return factor < 0n === curve.skew < 0n ? toInt256(slope) : -toInt256(slope);
}

/**
 * {scale of a} The root `2a / (b + sqrt(b^2 + c))` of the quadratic every priced trade leads to, rounded down, or
 * `undefined` where it does not exist.
 * @param a Right-hand side, in any unit: the root comes in the same one.
 * @param b {1} Linear coefficient on {@link SCALE}.
 * @param c {1} Quadratic term on {@link SCALE}; negative when the trade reduces.
 */
export function solve(a: bigint, b: bigint, c: bigint): bigint | undefined {
  const radicand = int256(int256(b * b) + int256(c * SCALE));
  if (radicand < 0n) return undefined;
  const denominator = int256(b + toInt256(sqrtUp(radicand)));
  if (denominator <= 0n) return undefined;
  return uint256(2n * a * SCALE) / denominator;
}
