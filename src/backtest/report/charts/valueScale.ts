import type { YAXisComponentOption } from "echarts";
import { formatFigure } from "../format.js";
import { logAxis, valueAxis } from "./axes.js";

/** Values that differ by more than this serve better on a logarithmic scale. */
const FAR_APART = 6;
/** A logarithmic scale goes no deeper than this part of the highest value: what is below is nothing. */
const DEEPEST = 1e-6;

/** An axis for values of money, the lowest value it shows, and what has to be said of it. */
export interface ValueScale {
  readonly axis: YAXisComponentOption;
  readonly low: number;
  readonly note: string;
}

/** A scale that all columns fit on. */
export function valueScale(columns: readonly Float64Array[]): ValueScale {
  let [low, high] = [Infinity, 0];
  let hidden = false;
  for (const column of columns) for (const value of column) high = Math.max(high, value);
  for (const column of columns) {
    for (const value of column) {
      if (value < high * DEEPEST) hidden = true;
      else low = Math.min(low, value);
    }
  }
  if (high / low <= FAR_APART && !(hidden && high / low > 2)) {
    return { axis: { ...valueAxis(formatFigure), ...(hidden ? { min: 0 } : {}) }, low: -Infinity, note: "" };
  }
  const missing = hidden ? `; no line below ${formatFigure(high * DEEPEST)}` : "";
  return { axis: logAxis(formatFigure, low, high), low, note: `, logarithmic scale${missing}` };
}
