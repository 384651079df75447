import { backtest } from "../../../src/backtest/backtest.js";
import { prepareBars } from "../../../src/backtest/bars.js";
import { type Choice, settingsOf, termsOf } from "../../../src/backtest/choice.js";
import { fundingChanges } from "../../../src/backtest/funding.js";
import type { BacktestResult } from "../../../src/backtest/result.js";
import type { Course } from "../../../src/backtest/run.js";
import type { Terms } from "../../../src/backtest/terms.js";
import type { Parameters } from "../../../src/deploy/parameters.js";
import { readParameters } from "../../../src/deploy/readParameters.js";
import { type Bar, type FundingRate, parseDecimal, WAD } from "../../../src/prices/index.js";

export const MIDNIGHT = Date.UTC(2020, 0, 1) / 1000;
export const HOUR = 3600;
export const DAY = 24 * HOUR;

const parameters = readParameters("ignition/parameters/local.json");

export function localParameters(): Promise<Parameters> {
  return parameters;
}

/** 3x long with everything as it is deployed. */
export const USUAL: Choice = {
  token: "3x",
  leverage: 3n * WAD,
  policy: "daily+threshold",
  period: 86_400n,
  offset: 0n,
  bands: { lower: (2n * WAD) / 3n, upper: (4n * WAD) / 3n, emergency: (5n * WAD) / 3n },
  managementPpmPerYear: 36_500n,
  takerFeePpm: 500n,
  reserveFeePerSecond: (2n * WAD) / 100n / 31_536_000n,
  depth: 40_000_000_000n,
  hasPenalties: true,
  capital: 1_000_000n,
};

/** Nothing is charged, so that arithmetic can be compared with what is published. */
export const NO_COSTS = {
  managementPpmPerYear: 0n,
  takerFeePpm: 0n,
  reserveFeePerSecond: 0n,
  depth: 0n,
  hasPenalties: false,
} as const;

/** Bars that each begin where the one before ended and go straight to their close. */
export function barsThrough(closes: readonly (number | string)[], interval = DAY, start = MIDNIGHT): Bar[] {
  const prices = closes.map((close) => parseDecimal(String(close)));
  return prices.map((close, index) => {
    const open = prices[Math.max(0, index - 1)] ?? close;
    const [low, high] = open < close ? [open, close] : [close, open];
    return { time: start + index * interval, open, high, low, close, line: index + 2 };
  });
}

export function courseOf(
  bars: readonly Bar[],
  overrides: Partial<Course> = {},
  rates?: readonly FundingRate[],
): Course {
  const series = prepareBars(bars);
  const from = bars[0]?.time ?? 0;
  const to = (bars.at(-1)?.time ?? 0) + series.interval;
  return {
    series,
    funding: rates === undefined ? [] : fundingChanges(rates, from, to),
    intrabar: "close",
    step: 0n,
    ...overrides,
  };
}

/** A whole backtest of a choice that differs from the usual one. */
export async function runBacktest(change: Partial<Choice>, course: Course): Promise<BacktestResult> {
  const choice = { ...USUAL, ...change };
  const { series, intrabar, step, funding } = course;
  const { bars, interval, gaps } = series;
  const settings = settingsOf(choice, {
    source: "test",
    interval,
    gaps,
    from: bars[0]?.time ?? 0,
    to: (bars.at(-1)?.time ?? 0) + interval,
    bars: bars.length,
    intrabar,
    step,
    hasFunding: funding.length > 0,
  });
  return backtest("test", settings, await usualTerms(change), course);
}

export async function usualTerms(change: Partial<Choice>): Promise<Terms> {
  return termsOf(await localParameters(), { ...USUAL, ...change });
}
