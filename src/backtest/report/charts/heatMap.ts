import { color } from "echarts/core";
import type { SweepAxis } from "../../result.js";
import { AXIS_TITLES, formatAxisValue } from "../sweepAxes.js";
import { nameAxis } from "./axes.js";
import { base, type Heading } from "./base.js";
import type { Chart, ChartOption } from "./echarts.js";
import { COLOURS, FONT_FAMILY, WIDTH } from "./theme.js";

/** {px} Of one row, and the least a cell needs for its figure. */
const ROW = 34;
const LEAST_WIDTH = 44;
const LEFT = 96;
const RIGHT = 28;
const TOP = 84;
const BOTTOM = 62;
/** Rows above this number share the height. */
const MOST_ROWS = 18;

/** Stands for a tone that is none. */
const OFF_SCALE = -1;

/** One cell: {1} where it lies between the first and the last colour, none if it is off the scale, and what it says. */
export interface HeatCell {
  readonly tone: number | undefined;
  readonly text: string;
}

/** A grid of two axes: the second goes to the right. `best` is framed. */
export function heatMap(
  heading: Heading,
  [down, right]: readonly [SweepAxis, SweepAxis],
  cells: readonly HeatCell[],
  palette: readonly string[],
  best: number,
): Chart {
  const columns = right.values.length;
  const rows = down.values.length;
  const height = TOP + BOTTOM + ROW * Math.min(rows, MOST_ROWS);
  const hasRoom = (WIDTH - LEFT - RIGHT) / columns >= LEAST_WIDTH && rows <= MOST_ROWS;
  const data = cells.map(({ tone, text }, index) => {
    const fill = tone === undefined ? COLOURS.total : color.lerp(tone, [...palette]);
    return {
      value: [index % columns, Math.floor(index / columns), tone ?? OFF_SCALE],
      itemStyle: {
        borderColor: index === best ? COLOURS.text : "#ffffff",
        borderWidth: index === best ? 3 : 1,
      },
      label: {
        ...{ show: hasRoom, formatter: text, fontFamily: FONT_FAMILY, fontSize: 12 },
        color: isDark(fill) ? "#ffffff" : COLOURS.text,
      },
    };
  });
  const named = (axis: SweepAxis, gap: number) => ({
    ...nameAxis(axis.values.map((value) => formatAxisValue(axis.name, value))),
    ...{ name: AXIS_TITLES[axis.name], nameLocation: "middle", nameGap: gap, axisLine: { show: false } },
    nameTextStyle: { color: COLOURS.text, fontFamily: FONT_FAMILY, fontSize: 12 },
  });
  const sparse = (axis: object & { axisLabel?: unknown }) => ({
    ...axis,
    axisLabel: { ...(axis.axisLabel as object), interval: "auto", hideOverlap: true },
  });
  return {
    width: WIDTH,
    height,
    option: {
      ...base(heading),
      grid: { top: TOP, left: LEFT, right: RIGHT, bottom: BOTTOM },
      xAxis: sparse(named(right, 32)) as ChartOption["xAxis"] & object,
      yAxis: sparse(named(down, 62)) as ChartOption["yAxis"] & object,
      visualMap: {
        ...{ show: false, dimension: 2, min: 0, max: 1 },
        ...{ inRange: { color: [...palette] }, outOfRange: { color: COLOURS.total } },
      },
      series: [{ type: "heatmap", data: orderBest(data, best) }],
    },
  };
}

/** The framed cell is drawn last, over its neighbours. */
function orderBest<T>(data: readonly T[], best: number): T[] {
  const framed = data[best];
  return framed === undefined ? [...data] : [...data.filter((_, index) => index !== best), framed];
}

/** Whether white reads better on it. */
function isDark(fill: string): boolean {
  return color.lum(fill, 1) < 0.5;
}
