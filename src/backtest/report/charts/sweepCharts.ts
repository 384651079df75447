import type { SweepAxis, SweepResult } from "../../result.js";
import { formatDay, formatFigure, formatWholePercent } from "../format.js";
import { AXIS_TITLES, formatAxisValue } from "../sweepAxes.js";
import { nameAxis } from "./axes.js";
import { base } from "./base.js";
import type { Chart } from "./echarts.js";
import { heatMap, type HeatCell } from "./heatMap.js";
import { line } from "./line.js";
import { BOTTOM, COLOURS, FONT_FAMILY, HEIGHT, LEFT, RIGHT, TOP, WIDTH } from "./theme.js";
import { valueScale } from "./valueScale.js";

/** From loss over neither to gain, and from never to always. */
const LOSS_TO_GAIN = ["#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d1e5f0", "#67a9cf", "#0072b2"];
const NEVER_TO_ALWAYS = ["#f7f7f7", "#b8e3d3", "#4dba93", "#00714f"];

/** The charts of a sweep by name: grids where two things were varied, a line where one was. */
export function sweepCharts(sweep: SweepResult): Record<string, Chart> {
  const [first, second] = sweep.axes;
  if (first === undefined) throw new RangeError("A sweep varies something");
  if (second === undefined) return { "sweep-nav": navLine(sweep, first), "sweep-growth": growthLine(sweep, first) };
  const axes = [first, second] as const;
  return { "sweep-nav": navMap(sweep, axes), "sweep-confidence": confidenceMap(sweep, axes) };
}

function navMap({ cells, best }: SweepResult, axes: readonly [SweepAxis, SweepAxis]): Chart {
  const powers = cells.map(({ summary }) => Math.log(summary.finalNav));
  const most = Math.max(...powers.filter(Number.isFinite).map(Math.abs), 1e-9);
  const shown = powers.map((power, index): HeatCell => {
    const nav = cells[index]?.summary.finalNav ?? 0;
    return { tone: Number.isFinite(power) ? (power / most + 1) / 2 : undefined, text: formatFigure(nav) };
  });
  const note = "NAV at the end. Blue gained, orange lost, grey was wiped out; the framed cell ended highest.";
  return heatMap({ title: `What 1 invested${since(cells)} became`, note }, axes, shown, LOSS_TO_GAIN, best);
}

function confidenceMap({ cells, confidence, best }: SweepResult, axes: readonly [SweepAxis, SweepAxis]): Chart {
  const { histories, blockDays, shareBest } = confidence;
  const most = Math.max(...shareBest, 1e-9);
  const shown = cells.map((_, index): HeatCell => {
    const share = shareBest[index] ?? 0;
    return { tone: share / most, text: share === 0 ? "" : formatWholePercent(Number(share.toFixed(3))) };
  });
  const note =
    `Share of ${histories.toLocaleString("en")} histories, put together from blocks of ${String(blockDays)} days of this one, ` +
    "in which the cell ended highest. The frame: highest in this history itself.";
  return heatMap({ title: "How sure that is", note }, axes, shown, NEVER_TO_ALWAYS, best);
}

function navLine({ cells }: SweepResult, axis: SweepAxis): Chart {
  const values = cells.map(({ summary }) => summary.finalNav);
  const title = `What 1 invested${since(cells)} became`;
  return lineOver(axis, title, "NAV at the end", [{ name: "NAV at the end", colour: COLOURS.token, values }]);
}

function growthLine({ cells, confidence }: SweepResult, axis: SweepAxis): Chart {
  const { histories, blockDays, growth } = confidence;
  const note =
    `Nine tenths of ${histories.toLocaleString("en")} histories, put together from blocks of ${String(blockDays)} days of ` +
    "this one, lie between the dashed lines";
  const [really, middle] = [cells.map(({ summary }) => summary.cagr), growth.map(({ median }) => median)];
  const afterYear = (rates: readonly number[]) => rates.map((rate) => 1 + rate);
  return lineOver(axis, "How sure that is: what 1 becomes in a year", note, [
    { name: "this history", colour: COLOURS.token, values: afterYear(really) },
    { name: "middle of the others", colour: COLOURS.target, values: afterYear(middle) },
    {
      name: "one in twenty was worse",
      colour: COLOURS.loss,
      dashed: true,
      values: afterYear(growth.map(({ low }) => low)),
    },
    {
      name: "one in twenty was better",
      colour: COLOURS.underlying,
      dashed: true,
      values: afterYear(growth.map(({ high }) => high)),
    },
  ]);
}

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly dashed?: boolean;
  readonly values: readonly number[];
}

function lineOver(axis: SweepAxis, title: string, what: string, lines: readonly Line[]): Chart {
  const scale = valueScale(lines.map(({ values }) => Float64Array.from(values)));
  const drawn = lines.map(({ values, ...look }) =>
    line(
      look,
      values.map((value, index) => [index, value >= scale.low ? value : null]),
    ),
  );
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      ...base({ title, note: `${what}${scale.note}.` }, drawn.length === 1 ? [] : drawn),
      grid: { top: TOP, left: LEFT, right: RIGHT, bottom: BOTTOM + 18 },
      xAxis: {
        ...nameAxis(axis.values.map((value) => formatAxisValue(axis.name, value))),
        ...{ name: AXIS_TITLES[axis.name], nameLocation: "middle", nameGap: 32 },
        nameTextStyle: { color: COLOURS.text, fontFamily: FONT_FAMILY, fontSize: 12 },
      },
      yAxis: scale.axis,
      series: drawn,
    },
  };
}

function since(cells: SweepResult["cells"]): string {
  const from = cells[0]?.settings.from;
  return from === undefined ? "" : ` on ${formatDay(from)}`;
}
