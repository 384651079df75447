import { abs, max, min, WAD } from "../numbers.js";
import { exactCost, notionalOf, type Fund } from "./fund.js";
import { floor, ratio, type Rational } from "./rational.js";

/** A trade back to target, as the design says what it must do and not how it is found. */
export interface Trade {
  /** {usd} Unsigned notional in wei, to a wei. */
  readonly wanted: bigint;
  /** 1 to buy, -1 to sell. */
  readonly sign: bigint;
  /** Whether it lands on target. */
  readonly lands: boolean;
}

/** {usd} How far from target a trade of `m` leaves the fund, positive while it falls short: `|N + n| = |L| (E - cost)`. */
export function missing(fund: Fund, target: bigint, equity: bigint, sign: bigint, m: Rational): Rational {
  const left = ratio(equity).sub(exactCost(fund.curve, m.mul(sign)));
  return left.mul(ratio(target, WAD)).sub(notionalOf(fund)).sub(m.mul(sign)).mul(sign);
}

/** Searches for the trade by halving: the largest that does not overshoot, or the one that brings leverage lowest. */
export function tradeToTarget(fund: Fund, target: bigint, equity: bigint): Trade {
  const gap = missing(fund, target, equity, 1n, ratio(0n));
  const sign = gap.compare(0n) < 0 ? -1n : 1n;
  const falls = (m: bigint) => fallsShort(fund, target, equity, sign, m);
  if (sign > 0n === target > 0n) return { wanted: bisect(floor(gap.abs()) + 1n, falls), sign, lands: true };
  // Cost moves the target away while the trade approaches it: only where that gap shrinks can there be a landing.
  const whole = floor(notionalOf(fund).abs());
  const scale = scaleOf(fund);
  const nearest = bisect(whole, (m) => marginalCost(fund, sign, m) * abs(target) < scale * WAD);
  if (missing(fund, target, equity, sign, ratio(nearest)).compare(0n) <= 0) {
    return { wanted: bisect(nearest, falls), sign, lands: true };
  }
  return { wanted: bisect(whole, (m) => stillFalls(fund, equity, sign, m)), sign, lands: false };
}

// Halving asks hundreds of times, so it asks in whole numbers: costs times 2 D WAD, which is a scale without fractions.

function scaleOf({ curve: { depth } }: Fund): bigint {
  return depth === 0n ? WAD : 2n * depth * WAD;
}

/** {usd} Cost of trading `m`, times {@link scaleOf}. */
function cost({ curve: { fee, skew, depth } }: Fund, sign: bigint, m: bigint): bigint {
  if (depth === 0n) return fee * m;
  return 2n * depth * fee * m + WAD * max(0n, m * (m + 2n * skew * sign));
}

/** {1} What the next dollar traded costs, times the same: the fee, and beyond twice the skew relieved `(K + n) / D`. */
function marginalCost({ curve: { fee, skew, depth } }: Fund, sign: bigint, m: bigint): bigint {
  if (depth === 0n) return fee;
  const isFree = m + 2n * skew * sign < 0n;
  return 2n * depth * fee + (isFree ? 0n : 2n * WAD * (skew * sign + m));
}

/** Whether {@link missing} is not negative. */
function fallsShort(fund: Fund, target: bigint, equity: bigint, sign: bigint, m: bigint): boolean {
  const scale = scaleOf(fund);
  const aim = target * (equity * scale - cost(fund, sign, m)) - fund.size * fund.price * scale;
  return aim * sign >= m * WAD * scale;
}

/** Whether leverage `(N - m) / (E - cost)` still falls with another wei sold: `(N - m) cost' < E - cost`. */
function stillFalls(fund: Fund, equity: bigint, sign: bigint, m: bigint): boolean {
  const remaining = abs(fund.size) * fund.price - m * WAD;
  const left = equity * scaleOf(fund) - cost(fund, sign, m);
  return remaining * marginalCost(fund, sign, m) < left * WAD;
}

/** {usd} The most whose average fill stays within `slippage` {1} of index: `cost(m) <= slippage m`. */
export function mostWithin(fund: Fund, sign: bigint, slippage: Rational): bigint | undefined {
  const { fee, skew, depth } = fund.curve;
  const left = slippage.sub(ratio(fee, WAD));
  if (left.compare(0n) < 0) return 0n;
  if (depth === 0n) return undefined;
  // Per dollar the impact is (2K + m) / 2D.
  return max(0n, floor(left.mul(2n * depth).sub(2n * skew * sign)));
}

/** The largest m up to `to` for which `holds`, given that it holds up to some point and not beyond; else zero. */
function bisect(to: bigint, holds: (m: bigint) => boolean): bigint {
  if (to <= 0n) return 0n;
  if (holds(to)) return to;
  let [low, high] = [0n, to];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

export function smallest(first: bigint, ...others: bigint[]): bigint {
  return others.reduce(min, first);
}
