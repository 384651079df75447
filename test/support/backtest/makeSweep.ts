import type { SweepAxis, SweepResult } from "../../../src/backtest/result.js";
import { makeResult, type Shape } from "./makeResult.js";

/** A sweep as a report takes it, over made-up backtests. */
export function makeSweep(axes: readonly SweepAxis[], shape: Shape = {}): SweepResult {
  const grid = axes.reduce<number[][]>(
    (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
  const leverageAt = axes.findIndex(({ name }) => name === "leverage");
  const cells = grid.map((values) => {
    const leverage = values[leverageAt] ?? 3;
    const { settings, summary } = makeResult({ bars: 24 * 30, ...shape, leverage, token: `${String(leverage)}x` });
    return { values, settings, summary };
  });
  const navs = cells.map(({ summary }) => summary.finalNav);
  const total = navs.reduce((sum, nav) => sum + nav, 0);
  return {
    axes,
    cells,
    best: navs.indexOf(Math.max(...navs)),
    confidence: {
      ...{ histories: 1_000, blockDays: 20, seed: 7 },
      shareBest: navs.map((nav) => nav / total),
      growth: cells.map(({ summary: { cagr } }) => ({ low: cagr * 0.2, median: cagr * 0.9, high: cagr * 3 })),
    },
  };
}
