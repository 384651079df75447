import type { BacktestResult } from "../../result.js";
import { formatMinute, formatPercent, formatWholePercent } from "../format.js";
import { timeAxis, valueAxis } from "./axes.js";
import { base } from "./base.js";
import type { Chart } from "./echarts.js";
import { line } from "./line.js";
import { toPoints } from "./points.js";
import { COLOURS, HEIGHT, WIDTH } from "./theme.js";

/** How far NAV, and the underlying, were below their highest so far. */
export function drawdownChart({ label, settings, path, summary }: BacktestResult): Chart {
  const { time, drawdown, price } = path;
  const { value, to } = summary.maxDrawdown;
  const token = line({ name: `${settings.token} (NAV)`, colour: COLOURS.token }, toPoints(time, drawdown));
  const lines = [
    { ...token, areaStyle: { color: COLOURS.token, opacity: 0.12 } },
    line({ name: "Underlying", colour: COLOURS.underlying }, toPoints(time, drawdownOf(price))),
  ];
  const note = `Below the highest value so far. Deepest: ${formatPercent(value)}, on ${formatMinute(to)} UTC.`;
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      ...base({ title: `${label}: drawdown`, note }, lines),
      xAxis: { ...timeAxis(settings.from, settings.to), axisLine: { onZero: false, show: false } },
      yAxis: { ...valueAxis(formatWholePercent), max: 0 },
      series: lines,
    },
  };
}

function drawdownOf(values: Float64Array): Float64Array {
  let highest = 0;
  return values.map((value) => {
    highest = Math.max(highest, value);
    return value / highest - 1;
  });
}
