import type { BacktestResult } from "../../result.js";
import { formatDay, formatLeverage, formatMinute } from "../format.js";
import { timeAxis } from "./axes.js";
import { base } from "./base.js";
import type { Chart } from "./echarts.js";
import { line } from "./line.js";
import { toPoints } from "./points.js";
import { COLOURS, HEIGHT, WIDTH } from "./theme.js";
import { valueScale } from "./valueScale.js";

/** NAV against the underlying and against the multiple people expect. */
export function navChart({ label, settings, path, incidents }: BacktestResult): Chart {
  const { time, nav, multiple, price } = path;
  const start = price[0] ?? 1;
  const underlying = price.map((value) => value / start);
  const { axis, low, note } = valueScale([nav, multiple, underlying]);
  const naive = `${formatLeverage(settings.leverage)} the underlying's whole return`;
  const token = line({ name: `${settings.token} (NAV)`, colour: COLOURS.token, width: 2 }, toPoints(time, nav, low));
  // What ended the fund; a later incident of one that lived on is in the table.
  const end = incidents.find(({ kind }) => kind === "Settled") ?? incidents[0];
  if (end !== undefined) {
    token.markLine = {
      ...{ symbol: "none", silent: true, data: [{ xAxis: end.time * 1000 }] },
      lineStyle: { color: COLOURS.loss, type: "solid", width: 1 },
      label: {
        ...{ formatter: `${end.kind} ${formatMinute(end.time)}`, color: COLOURS.loss, fontSize: 12 },
        ...{ position: "end", distance: 4, align: isLate(end.time, time) ? "right" : "left" },
      },
    };
  }
  const lines = [
    line({ name: "Underlying", colour: COLOURS.underlying }, toPoints(time, underlying, low)),
    line({ name: naive, colour: COLOURS.multiple, dashed: true }, toPoints(time, multiple, low)),
    token,
  ];
  const title = `${label}: what 1 invested on ${formatDay(settings.from)} became`;
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      ...base({ title, note: `Value of 1 invested${note}. Times in UTC.` }, lines),
      xAxis: timeAxis(settings.from, settings.to),
      yAxis: axis,
      series: lines,
    },
  };
}

/** A label beside the right edge is written to the left. */
function isLate(at: number, time: Float64Array): boolean {
  const [first, last] = [time[0] ?? 0, time.at(-1) ?? 0];
  return at - first > 0.7 * (last - first);
}
