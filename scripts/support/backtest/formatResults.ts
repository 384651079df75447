import pc from "picocolors";
import { formatTable } from "../../../src/demo/tables.js";
import {
  describeCosts,
  describeGaps,
  describeIntrabar,
  describePolicy,
  describePrices,
} from "../../../src/backtest/describe.js";
import {
  formatChange,
  formatDay,
  formatFigure,
  formatLeverage,
  formatMinute,
  formatPercent,
} from "../../../src/backtest/report/format.js";
import { wrap } from "./wrap.js";
import type { BacktestResult, DayFigure } from "../../../src/backtest/result.js";

type Row = readonly [string, (result: BacktestResult) => string];

const unknown = (value: number | null, format: (value: number) => string): string => {
  return value === null ? "too few days" : format(value);
};
const dayFigure = (figure: DayFigure | null): string => {
  return figure === null ? "too few days" : `${formatChange(figure.value)} on ${formatDay(figure.day)}`;
};
const part = (name: keyof BacktestResult["summary"]["attribution"]): Row[1] => {
  return ({ summary }) => formatChange(summary.attribution[name]);
};

/** What is said of every run, and how. */
const SECTIONS: readonly (readonly [string, readonly Row[]])[] = [
  [
    "What became of it",
    [
      ["NAV at the end, 1 at the start", ({ summary }) => formatFigure(summary.finalNav)],
      ["return", ({ summary }) => formatChange(summary.totalReturn)],
      ["return a year", ({ summary }) => formatChange(summary.cagr)],
      ["the underlying's return", ({ summary }) => formatChange(summary.underlyingReturn)],
      ["that times the multiple", ({ summary }) => formatChange(summary.multipleReturn)],
      ["wiped out in the bar of", ({ summary }) => wipedOut(summary.wipedOutAt)],
    ],
  ],
  [
    "How it got there",
    [
      ["volatility a year", ({ summary }) => unknown(summary.volatility, formatPercent)],
      ["deepest fall from a peak", ({ summary }) => formatChange(summary.maxDrawdown.value)],
      ["from", ({ summary }) => formatMinute(summary.maxDrawdown.from)],
      ["to", ({ summary }) => formatMinute(summary.maxDrawdown.to)],
      ["worst day", ({ summary }) => dayFigure(summary.worstDay)],
      ["best day", ({ summary }) => dayFigure(summary.bestDay)],
    ],
  ],
  [
    "How close to its multiple of every day's return",
    [
      ["correlation", ({ summary }) => unknown(summary.correlation, (value) => value.toFixed(4))],
      ["tracking error a year", ({ summary }) => unknown(summary.trackingError, formatPercent)],
    ],
  ],
  [
    "Where the return came from",
    [
      ["the underlying, times the multiple", part("underlying")],
      ["compounding", part("compounding")],
      ["funding", part("funding")],
      ["trading", part("trading")],
      ["management fee", part("fees")],
      ["together", part("total")],
    ],
  ],
  [
    "Rebalances",
    [
      ["scheduled", ({ summary }) => formatFigure(summary.rebalances.Scheduled)],
      ["for drift", ({ summary }) => formatFigure(summary.rebalances.Drift)],
      ["in an emergency", ({ summary }) => formatFigure(summary.rebalances.Emergency)],
      ["further chunks", ({ summary }) => formatFigure(summary.rebalances.Continuation)],
      ["traded a year, times equity", ({ summary }) => formatFigure(summary.turnover)],
    ],
  ],
];

/** Finished runs over the same prices, side by side. */
export function formatResults(results: readonly BacktestResult[]): string {
  const [first] = results;
  if (first === undefined) return "";
  const gaps = describeGaps(first.settings);
  const blank = results.map(() => "");
  const rows = SECTIONS.flatMap(([title, section], index) => [
    ...(index === 0 ? [] : [["", ...blank]]),
    [pc.bold(title), ...blank],
    ...section.map(([name, show]) => [`  ${name}`, ...results.map(show)]),
  ]);
  return [
    pc.bold(describePrices(first.settings)),
    ...wrap(describeIntrabar(first.settings)),
    ...wrap(describeCosts(first.settings)),
    ...(gaps === undefined ? [] : wrap(gaps)),
    ...results.map(
      ({ label, settings }) =>
        `${label} trades back to ${formatLeverage(settings.leverage)} ${describePolicy(settings)}.`,
    ),
    "",
    formatTable(
      pc,
      ["left", ...results.map(() => "right" as const)],
      [["", ...results.map(({ label }) => label)]],
      rows,
    ),
    "",
    "Parts of the return are parts of the NAV at the start. Compounding is what the daily reset made of the path: gains",
    "reinvested in a trend, swings paid for twice.",
  ].join("\n");
}

function wipedOut(time: number | null): string {
  return time === null ? "none" : formatMinute(time);
}
