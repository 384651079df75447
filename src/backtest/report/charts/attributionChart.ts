import type { CustomSeriesOption } from "echarts/charts";
import { ATTRIBUTION_PARTS } from "../../../attribution/Attribution.js";
import type { BacktestResult } from "../../result.js";
import { formatChange, formatWholePercent } from "../format.js";
import { nameAxis, valueAxis } from "./axes.js";
import { base } from "./base.js";
import type { Chart, ChartOption } from "./echarts.js";
import { COLOURS, FONT_FAMILY, HEIGHT, WIDTH } from "./theme.js";

/** {1} Where a bar begins and ends. */
type Step = readonly [from: number, to: number];

/** What the underlying, compounding, funding, trading and fees each made of the return: steps from nothing to the total. */
export function attributionChart({ label, settings, summary: { attribution } }: BacktestResult): Chart {
  const steps: Step[] = [];
  let height = 0;
  for (const part of ATTRIBUTION_PARTS) {
    steps.push([height, height + attribution[part]]);
    height += attribution[part];
  }
  steps.push([0, attribution.total]);
  const names = ["Underlying", "Compounding", "Funding", "Trading", "Fees", "Total"];
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      ...base({
        title: `${label}: where the return of ${formatChange(attribution.total)} came from`,
        note: "Parts of what was invested, each added to the one before. Trading: taker fees and market impact. Fees: the management fee.",
      }),
      grid: { top: 84, left: 84, right: 28, bottom: 40 },
      xAxis: nameAxis(names),
      yAxis: { ...valueAxis(formatWholePercent), scale: false, boundaryGap: ["8%", "8%"] } as ChartOption["yAxis"] &
        object,
      series: [waterfall(steps, settings.token)],
    },
  };
}

/** {px} */
const BAR_WIDTH = 0.56;
const LABEL_GAP = 6;

function waterfall(steps: readonly Step[], name: string): CustomSeriesOption {
  return {
    type: "custom",
    name,
    encode: { x: 0, y: [1, 2] },
    data: steps.map(([from, to], index) => [index, from, to]),
    renderItem: (_, api) => {
      const index = Number(api.value(0));
      const [from, to] = [Number(api.value(1)), Number(api.value(2))];
      const [x = 0, start = 0] = api.coord([index, from]);
      const [, end = 0] = api.coord([index, to]);
      const slot = api.size?.([1, 0]) ?? 0;
      const width = (Array.isArray(slot) ? (slot[0] ?? 0) : slot) * BAR_WIDTH;
      const isTotal = index === steps.length - 1;
      const [top, bottom] = [Math.min(start, end), Math.max(start, end)];
      const isUp = to >= from;
      const fill = isTotal ? COLOURS.total : isUp ? COLOURS.gain : COLOURS.loss;
      const next = steps[index + 1];
      return {
        type: "group",
        children: [
          {
            type: "rect",
            // A part too small to see is still there.
            shape: { x: x - width / 2, y: top, width, height: Math.max(bottom - top, 1) },
            style: { fill },
          },
          {
            type: "line",
            shape: { x1: x + width / 2, y1: end, x2: x + width / 2 + (width / BAR_WIDTH) * (1 - BAR_WIDTH), y2: end },
            style: { stroke: COLOURS.faint, lineWidth: next === undefined ? 0 : 1 },
          },
          {
            type: "text",
            style: {
              ...{ text: formatChange(to - from), x, y: isUp ? top - LABEL_GAP : bottom + LABEL_GAP },
              ...{ align: "center", verticalAlign: isUp ? "bottom" : "top" },
              ...{ fill: COLOURS.text, fontSize: 13, fontWeight: 600, fontFamily: FONT_FAMILY },
            },
          },
        ],
      };
    },
  };
}
