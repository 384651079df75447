import { formatTime } from "../../prices/time.js";
import { ATTRIBUTION_PARTS } from "../../attribution/Attribution.js";
import type { BacktestResult, SweepResult } from "../result.js";

/** Tables as CSV: times in ISO 8601, UTC; figures with all their digits. */

/** The path: a row for the entry and one for the end of each bar. */
export function pathCsv({ path }: BacktestResult): string {
  const { time, price, nav, leverage, multiple, ideal, drawdown, attribution } = path;
  const columns = {
    ...{ price, nav, leverage, multiple, ideal, drawdown },
    ...Object.fromEntries(ATTRIBUTION_PARTS.map((part) => [part, attribution[part]])),
  };
  const values = Object.values(columns);
  const lines = [["time", ...Object.keys(columns)].join(",")];
  for (const [row, at] of time.entries()) {
    lines.push(`${formatTime(at)},${values.map((column) => String(column[row])).join(",")}`);
  }
  return `${lines.join("\n")}\n`;
}

/** All rebalances. */
export function rebalancesCsv({ rebalances }: BacktestResult): string {
  const lines = ["time,reason,complete,price,leverage_before,leverage_after,notional,taker_fee,impact,tip,nav"];
  for (const event of rebalances) {
    const { time, reason, complete, price, leverageBefore, leverageAfter, notional, takerFee, impact, tip, nav } =
      event;
    const figures = [price, leverageBefore, leverageAfter, notional, takerFee, impact, tip, nav];
    lines.push([formatTime(time), reason, complete, ...figures].join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** All cells of a sweep. */
export function sweepCsv({ axes, cells, confidence }: SweepResult): string {
  const figures = ["final_nav", "cagr", "volatility", "max_drawdown", "rebalances", "wiped_out_at"];
  const sure = ["share_best", "growth_low", "growth_median", "growth_high"];
  const lines = [[...axes.map(({ name }) => name), ...figures, ...sure].join(",")];
  for (const [index, { values, summary }] of cells.entries()) {
    const { finalNav, cagr, volatility, maxDrawdown, rebalances, wipedOutAt } = summary;
    const { low, median, high } = confidence.growth[index] ?? {};
    const count = Object.values(rebalances).reduce((sum, part) => sum + part, 0);
    const end = wipedOutAt === null ? "" : formatTime(wipedOutAt);
    const row = [...values, finalNav, cagr, volatility ?? "", maxDrawdown.value, count, end];
    lines.push([...row, confidence.shareBest[index] ?? "", low ?? "", median ?? "", high ?? ""].join(","));
  }
  return `${lines.join("\n")}\n`;
}
