import type { LineSeriesOption } from "echarts/charts";
import type { Point } from "./points.js";

/** How a line looks. */
export interface LineLook {
  readonly name: string;
  readonly colour: string;
  readonly width?: number;
  readonly dashed?: boolean;
}

/** Fewer points than this are marked one by one. */
const FEW = 20;

/** A line; of many points those are kept that are lowest and highest in their column of pixels, so that no extreme is lost. */
export function line(
  { name, colour, width = 1.5, dashed = false }: LineLook,
  data: readonly Point[],
): LineSeriesOption {
  return {
    type: "line",
    name,
    data: data as LineSeriesOption["data"] & object,
    sampling: "minmax",
    ...(data.length < FEW ? { symbol: "circle", symbolSize: 5 } : { symbol: "none" }),
    itemStyle: { color: colour },
    lineStyle: { color: colour, width, type: dashed ? "dashed" : "solid", join: "round" },
  };
}

/** Entries of a legend that show which lines are dashed. */
export function legendOf(lines: readonly LineSeriesOption[]): { name: string; icon: string }[] {
  return lines.map(({ name, lineStyle }) => ({
    name: String(name),
    icon: lineStyle?.type === "dashed" ? "path://M0,0h8v3h-8zM12,0h8v3h-8z" : "rect",
  }));
}
