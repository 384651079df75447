import type { BacktestResult } from "../../result.js";
import { formatDay } from "../format.js";
import { timeAxis } from "./axes.js";
import { base } from "./base.js";
import type { Chart } from "./echarts.js";
import { line } from "./line.js";
import { toPoints } from "./points.js";
import { BOTTOM, COLOURS, HEIGHT, LEFT, SERIES, TOP, WIDTH } from "./theme.js";
import { valueScale } from "./valueScale.js";

/** {px} The names stand on the right, one below the other. */
const NAMES = 200;
const NAME_ROW = 22;
const GRID_TOP = TOP - 28;

/** Behind the others. */
const PALE = "#a0a0a0";

/** NAV of several runs over the same prices. Throws RangeError for none. */
export function comparisonChart(runs: readonly BacktestResult[]): Chart {
  const [first] = runs;
  if (first === undefined) throw new RangeError("Nothing to compare");
  const { settings, path } = first;
  const start = path.price[0] ?? 1;
  const underlying = path.price.map((value) => value / start);
  const { axis, low, note } = valueScale([underlying, ...runs.map((run) => run.path.nav)]);
  const tokens = runs.map(({ label, path: { time, nav } }, index) => {
    const colour = SERIES[index % SERIES.length] ?? COLOURS.token;
    return line({ name: label, colour, dashed: index >= SERIES.length }, toPoints(time, nav, low));
  });
  const lines = [line({ name: "Underlying", colour: PALE, width: 1 }, toPoints(path.time, underlying, low)), ...tokens];
  const title = `What 1 invested on ${formatDay(settings.from)} became`;
  const shared = base({ title, note: `Value of 1 invested${note}. Times in UTC.` }, lines);
  return {
    width: WIDTH,
    height: Math.max(HEIGHT, GRID_TOP + (runs.length + 1) * NAME_ROW + BOTTOM),
    option: {
      ...shared,
      legend: {
        ...shared.legend,
        ...{ orient: "vertical", top: GRID_TOP, left: WIDTH - NAMES + 12, itemGap: 8 },
        textStyle: { ...shared.legend.textStyle, width: NAMES - 50, overflow: "truncate" },
      },
      grid: { top: GRID_TOP, left: LEFT, right: NAMES, bottom: BOTTOM },
      xAxis: timeAxis(settings.from, settings.to),
      yAxis: axis,
      series: lines,
    },
  };
}
