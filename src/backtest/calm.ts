import { FeeMath, FixedPoint, NavMath, RebalanceGuard, RebalanceLogic } from "../model/index.js";
import { toNumber } from "./numbers.js";
import type { Reading } from "./Reading.js";
import type { Terms } from "./terms.js";

/** A range of prices {usd/base}; empty when `low` is not below `high`. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What is due by time, should the price allow a trade. */
export interface Waiting {
  /** A rebalance was cut into chunks: only an emergency, or the next chunk, is due. */
  readonly unfinished: boolean;
  /** Time calls for a trade that was too small to be worth it. */
  readonly pending: boolean;
}

/**
 * {1} How far from a bound, in parts of the numbers it is judged by, only the exact arithmetic decides. Floating point is
 * right to 1e-15 of them, the contracts' roundings to a wei, or to a unit of collateral: 1e-9 leaves a millionfold margin.
 */
const MARGIN = 1e-9;
/** {usd} Of less equity, roundings to a wei come near that margin: below, everything is exact. */
const LEAST_EQUITY = 1e-6;
/** Parts of {@link NavMath.MIN_EQUITY} between which only the exact arithmetic says whether a fund is too small. */
const AROUND_MINIMUM = { below: 0.99, above: 1.01 };
/** A gap is dust up to {@link RebalanceLogic.DUST} of the target after the trade's own cost; this part of it is certainly so. */
const SURE_DUST = 0.25;

/**
 * The prices at which certainly nobody has anything to do: nothing to rebalance, to liquidate or to settle, from the
 * reading's time until `until` {s}. Around `price`, at which somebody has just looked. Everything the contracts judge by is
 * linear in the price, so that every bound cuts off one side.
 */
export function calmRange(reading: Reading, terms: Terms, waiting: Waiting, price: number, until: number): Range {
  if (reading.rate === 0 && reading.reserveFee === 0) return rangeAt(reading.since, reading, terms, waiting, price);
  // What is paid all the time only tilts and lowers the line: what is calm at both ends of it is calm between them.
  const first = rangeAt(reading.since, reading, terms, waiting, price);
  const last = rangeAt(until, reading, terms, waiting, price);
  return { low: Math.max(first.low, last.low), high: Math.min(first.high, last.high) };
}

/**
 * The same at one time {s}. What the account is worth is `cash + slope * price`, but for the most it may win; equity is that
 * less the fee on its reserve.
 */
function rangeAt(
  time: number,
  reading: Reading,
  { leverage, bands, market }: Terms,
  { unfinished, pending }: Waiting,
  price: number,
): Range {
  const { size, most, margin, unit, cash } = reading;
  const slope = reading.rate === 0 ? size : size * (1 - reading.rate * (time - reading.since));
  const range = new Bounds();
  const notional = Math.abs(size);
  const target = Math.abs(toNumber(leverage));
  const isCapped = cash + slope * price > most;
  if (isCapped) range.require([-slope], [most, -cash]);
  else range.require([slope], [cash, -most]);
  const worth = isCapped ? { cash: most, slope: 0 } : { cash, slope };
  const equity = { cash: worth.cash - reading.reservePaid(time), slope: worth.slope };

  const above = (bound: number): void => range.require([notional, -bound * equity.slope], [-bound * equity.cash]);
  const below = (bound: number): void => range.require([bound * equity.slope, -notional], [bound * equity.cash]);
  const atLeast = (least: number): void => range.require([-equity.slope], [least, -equity.cash]);
  atLeast(Math.max(LEAST_EQUITY, 2 * unit));
  above(Number(FeeMath.PPM) / Number(market.maintenanceMarginPpm));
  const minimum = Number(NavMath.MIN_EQUITY) * unit;
  if (equity.cash + equity.slope * price < AROUND_MINIMUM.below * minimum) {
    // Too small a fund is never rebalanced, until it has grown.
    range.require([equity.slope], [equity.cash, -AROUND_MINIMUM.below * minimum]);
    return range;
  }
  atLeast(AROUND_MINIMUM.above * minimum);
  above(target * toNumber(bands.emergencyBand));
  // Near liquidation a token reduces by itself, its policy's bands or not.
  above(toNumber(RebalanceGuard.leverageAtDistance(leverage > 0n, maintenance(market))));
  if (!unfinished) {
    above(target * toNumber(bands.upperBand));
    if (bands.lowerBand > 0n) below(target * toNumber(bands.lowerBand));
  }
  if (pending) {
    const dust = SURE_DUST * toNumber(RebalanceLogic.DUST);
    above(target * (1 + dust));
    below(target * (1 - dust));
  }
  // Marking the account is due at any time, once what it may still win is less than half of what it then could.
  range.require([notional, 2 * worth.slope], [2 * worth.cash, -2 * most]);
  range.require([notional], [-2 * (most - margin)]);
  return range;
}

/** {1} WAD */
function maintenance({ maintenanceMarginPpm }: Terms["market"]): bigint {
  return (maintenanceMarginPpm * FixedPoint.WAD) / FeeMath.PPM;
}

/** The intersection of half-lines. */
class Bounds implements Range {
  low = 0;
  high = Infinity;

  /** Keeps the prices at which `slope * price + intercept`, both given as the terms of a sum, is certainly negative. */
  require(slope: readonly number[], intercept: readonly number[]): void {
    const a = withMargin(slope);
    const b = withMargin(intercept);
    if (a > 0) this.high = Math.min(this.high, -b / a);
    else if (a < 0) this.low = Math.max(this.low, -b / a);
    else if (b >= 0) this.high = 0;
  }
}

function withMargin(terms: readonly number[]): number {
  return terms.reduce((sum, term) => sum + term + MARGIN * Math.abs(term), 0);
}
