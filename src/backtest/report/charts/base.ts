import type { LineSeriesOption } from "echarts/charts";
import type { ChartOption } from "./echarts.js";
import { legendOf } from "./line.js";
import { BOTTOM, COLOURS, FONT_FAMILY, LEFT, RIGHT, TOP } from "./theme.js";

/** What a chart is of, and what has to be known to read it. */
export interface Heading {
  readonly title: string;
  readonly note: string;
}

/** {px} Lines of a note are broken here. */
const NOTE_WIDTH = 900;

/** What all charts share. `lines` are those the legend names; without any there is none. */
export function base({ title, note }: Heading, lines: readonly LineSeriesOption[] = []) {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: FONT_FAMILY, color: COLOURS.text },
    title: {
      text: title,
      subtext: note,
      left: 16,
      top: 10,
      itemGap: 6,
      textStyle: { fontSize: 16, fontWeight: 600, color: COLOURS.text, fontFamily: FONT_FAMILY },
      subtextStyle: {
        ...{ fontSize: 12, color: COLOURS.faint, fontFamily: FONT_FAMILY },
        ...{ width: NOTE_WIDTH, overflow: "break" },
      },
    },
    legend: {
      // Room for a wider font than ours, in a browser that lacks it.
      ...{ top: 66, left: 16, itemGap: 40, itemWidth: 20, itemHeight: 3, selectedMode: false },
      ...{ show: lines.length > 0, data: legendOf(lines) },
      textStyle: { color: COLOURS.text, fontSize: 12, fontFamily: FONT_FAMILY },
    },
    grid: { top: TOP, left: LEFT, right: RIGHT, bottom: BOTTOM },
  } satisfies ChartOption;
}
