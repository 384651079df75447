import type { YAXisComponentOption } from "echarts";
import type { MarkLineComponentOption } from "echarts/components";
import { type BacktestResult, type RebalanceReason, REASONS, type ResultSettings } from "../../result.js";
import { formatFigure, formatLeverage } from "../format.js";
import { nameAxis, timeAxis, valueAxis } from "./axes.js";
import { base } from "./base.js";
import type { Chart, ChartOption } from "./echarts.js";
import { line } from "./line.js";
import { toPoints } from "./points.js";
import { BOTTOM, COLOURS, LEFT, SERIES, TOP, WIDTH } from "./theme.js";

const HEIGHT = 520;
/** {px} Room on the right for the names of the bands, and at the bottom for the marks. */
const NAMES = 104;
const ROW = 20;
const GAP = 34;
/** Leverage beyond so many times the highest band is off the chart: near the end of a fund it goes to any height. */
const HIGHEST = 1.5;

const REASON_COLOURS: Readonly<Record<RebalanceReason, string>> = {
  Scheduled: SERIES[0],
  Drift: SERIES[4],
  Emergency: SERIES[1],
  Continuation: SERIES[3],
  Marking: SERIES[5],
};

/** Real leverage within its bands, and below it when the token was rebalanced and why. */
export function leverageChart({ label, settings, path, rebalances }: BacktestResult): Chart {
  const reasons = REASONS.filter((reason) => rebalances.some((event) => event.reason === reason));
  const strip = reasons.length * ROW;
  const real = line({ name: "Real leverage", colour: COLOURS.token, width: 1 }, toPoints(path.time, path.leverage));
  const range = rangeOf(path.leverage, settings);
  const notes = [
    "At the end of each bar, after rebalancing.",
    settings.bands === undefined ? "" : "Within the shaded band nothing is due but the schedule.",
    range.isCut ? `It peaked at ${formatFigure(range.peak)}x, off the scale.` : "",
    reasons.length === 0 ? "Never rebalanced." : "Marks below: rebalances.",
  ];
  const extent = { left: LEFT + 20, right: NAMES };
  const heading = base({
    title: `${label}: real leverage`,
    note: notes.filter((note) => note !== "").join(" "),
  });
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      ...heading,
      grid: [
        { ...extent, top: TOP - 28, bottom: BOTTOM + strip + (strip === 0 ? 0 : GAP) },
        { ...extent, height: strip, bottom: BOTTOM - 16 },
      ],
      xAxis: [
        timeAxis(settings.from, settings.to),
        { ...timeAxis(settings.from, settings.to), gridIndex: 1, show: false },
      ],
      yAxis: [
        endless(range),
        { ...nameAxis(reasons), gridIndex: 1, inverse: true, axisLine: { show: false } },
      ] as ChartOption["yAxis"] & object,
      series: [
        { ...real, clip: true, ...bandsOf(settings) },
        ...reasons.map((reason) => ({
          type: "scatter" as const,
          ...{ xAxisIndex: 1, yAxisIndex: 1, symbol: "rect", symbolSize: [1.5, 12], silent: true },
          itemStyle: { color: REASON_COLOURS[reason] },
          data: thin(
            rebalances.filter((event) => event.reason === reason).map(({ time }) => time * 1000),
            settings,
          ).map((time) => [time, reason]),
        })),
      ],
    },
  };
}

/** Target and bands as lines with their names beside them, and the calm between the bands shaded. */
function bandsOf({ leverage, bands }: ResultSettings) {
  const mark = (name: string, at: number, colour: string, type: "solid" | "dashed") => ({
    yAxis: at,
    lineStyle: { color: colour, type, width: 1 },
    label: { formatter: `${name} ${formatLeverage(at)}`, color: colour, position: "end" as const, fontSize: 11 },
  });
  const data: MarkLineComponentOption["data"] & object = [mark("target", leverage, COLOURS.target, "solid")];
  if (bands !== undefined) {
    data.push(mark("drift", leverage * bands.lower, COLOURS.faint, "dashed"));
    data.push(mark("drift", leverage * bands.upper, COLOURS.faint, "dashed"));
    data.push(mark("emergency", leverage * bands.emergency, COLOURS.emergency, "dashed"));
  }
  const calm = bands && [[{ yAxis: leverage * bands.lower }, { yAxis: leverage * bands.upper }]];
  return {
    markLine: { symbol: "none", silent: true, data },
    ...(calm === undefined
      ? {}
      : { markArea: { silent: true, itemStyle: { color: COLOURS.band }, data: calm as never } }),
  };
}

/** An axis without a label where it happens to end, unless that is 0. */
function endless({ min, max }: { min: number; max: number }): YAXisComponentOption {
  const axis = valueAxis(formatLeverage) as object & { axisLabel: object; splitLine: object };
  return {
    ...axis,
    ...{ min, max },
    axisLabel: { ...axis.axisLabel, showMinLabel: min === 0, showMaxLabel: max === 0 },
    splitLine: { ...axis.splitLine, showMinLine: false, showMaxLine: false },
  };
}

/** What of leverage is shown: all of it and all bands, within reason. */
function rangeOf(leverage: Float64Array, { leverage: target, bands }: ResultSettings) {
  const shown = [1, bands?.lower ?? 1, bands?.emergency ?? 1].map((part) => part * Math.abs(target));
  const most = Math.max(...shown) * HIGHEST;
  let [low, high, peak] = [Math.min(...shown), Math.max(...shown), 0];
  for (const value of leverage) {
    const size = Math.abs(value);
    low = Math.min(low, size);
    high = Math.max(high, Math.min(size, most));
    peak = Math.max(peak, size);
  }
  const room = (high - low) * 0.06;
  const [least, top] = [Math.max(0, low - room), high + room];
  const [min, max] = target > 0 ? [least, top] : [-top, -least];
  return { min, max, peak, isCut: peak > most };
}

/** {ms} One mark for each column of pixels: more would lie on one another. */
function thin(times: readonly number[], { from, to }: ResultSettings): number[] {
  const column = Math.max(((to - from) * 1000) / WIDTH, 1);
  const columns = new Map(times.map((time) => [Math.floor((time - from * 1000) / column), time]));
  return [...columns.values()];
}
