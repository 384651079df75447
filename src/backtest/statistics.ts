import { dayOf } from "./ideal.js";

const DAYS_A_YEAR = 365;
export const YEAR_SECONDS = DAYS_A_YEAR * 86_400;

/** Returns of UTC days, begun ones included. */
export interface DailyReturns {
  /** {s} Midnight at which each begins. */
  readonly day: Float64Array;
  /** {1} */
  readonly actual: Float64Array;
  readonly ideal: Float64Array;
}

/**
 * What `nav` made of each UTC day, and what exactly `leverage` times the day's price return would have, everything being the
 * most there is to lose. A NAV of 0 returns nothing any more.
 */
export function dailyReturns(
  time: Float64Array,
  nav: Float64Array,
  price: Float64Array,
  leverage: number,
): DailyReturns {
  const ends: number[] = [];
  for (let i = 1; i < time.length; ++i) {
    if (i + 1 === time.length || dayOf(time[i] ?? 0) !== dayOf(time[i + 1] ?? 0)) ends.push(i);
  }
  const returnsOf = (values: Float64Array): Float64Array => {
    return Float64Array.from(ends, (end, i) => {
      const before = values[i === 0 ? 0 : (ends[i - 1] ?? 0)] ?? 0;
      return before === 0 ? 0 : (values[end] ?? 0) / before - 1;
    });
  };
  return {
    day: Float64Array.from(ends, (end) => dayOf(time[end] ?? 0)),
    actual: returnsOf(nav),
    ideal: returnsOf(price).map((change) => Math.max(-1, leverage * change)),
  };
}

/** {1} For every value, how far it is below the highest so far; and where it was deepest, from where. */
export function drawdowns(values: Float64Array): { path: Float64Array; from: number; to: number; value: number } {
  const path = new Float64Array(values.length);
  let peak = 0;
  let worst = { from: 0, to: 0, value: 0 };
  for (let i = 0; i < values.length; ++i) {
    if ((values[i] ?? 0) > (values[peak] ?? 0)) peak = i;
    const value = (values[i] ?? 0) / (values[peak] ?? 1) - 1;
    path[i] = value;
    if (value < worst.value) worst = { from: peak, to: i, value };
  }
  return { path, ...worst };
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample; `null` of fewer than two. */
export function deviation(values: Float64Array): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Pearson's; `null` of fewer than two, or where one of them never varies. */
export function correlation(a: Float64Array, b: Float64Array): number | null {
  const [spreadA, spreadB] = [deviation(a), deviation(b)];
  if (spreadA === null || spreadB === null || spreadA === 0 || spreadB === 0) return null;
  const [middleA, middleB] = [mean(a), mean(b)];
  const product = a.reduce((sum, value, i) => sum + (value - middleA) * ((b[i] ?? 0) - middleB), 0);
  return product / (a.length - 1) / (spreadA * spreadB);
}

/** {1/sqrt(year)} From the deviation of daily values. */
export function annualized(daily: number | null): number | null {
  return daily === null ? null : daily * Math.sqrt(DAYS_A_YEAR);
}

/** {1/year} What growth by `factor` over `seconds` is in a year. */
export function yearlyGrowth(factor: number, seconds: number): number {
  return factor <= 0 ? -1 : factor ** (YEAR_SECONDS / seconds) - 1;
}
