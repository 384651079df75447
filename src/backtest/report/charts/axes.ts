import { utcTicks } from "d3-time";
import type { XAXisComponentOption, YAXisComponentOption } from "echarts";
import { COLOURS, FONT_FAMILY } from "./theme.js";

const LABEL = { color: COLOURS.faint, fontSize: 12, fontFamily: FONT_FAMILY, hideOverlap: true };
const LINE = { show: true, lineStyle: { color: COLOURS.line } };

/** How many marks a time axis has at most, so that whole dates fit below them. */
const TIME_MARKS = 8;
const DAY = 86_400_000;

/** {s} UTC. Marks at even distances, from hours to years, each with its whole date. */
export function timeAxis(first: number, last: number): XAXisComponentOption {
  const all = utcTicks(new Date(first * 1000), new Date(last * 1000), TIME_MARKS).map(Number);
  const marks = all.filter((_, index) => index % Math.ceil(all.length / TIME_MARKS) === 0);
  const distance = (marks[1] ?? Infinity) - (marks[0] ?? 0);
  return {
    type: "time",
    min: first * 1000,
    max: last * 1000,
    axisLine: LINE,
    axisTick: { ...LINE, customValues: marks },
    splitLine: { show: false },
    axisLabel: { ...LABEL, customValues: marks, formatter: (time: number) => formatMark(time, distance) },
  };
}

const MONTH = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });

/** {ms} As exactly as marks at that distance need: 5 Jan 14:00, 5 Jan 2020, Jan 2020 or 2020. */
function formatMark(time: number, distance: number): string {
  const date = new Date(time);
  const [year, day] = [String(date.getUTCFullYear()), String(date.getUTCDate())];
  if (distance >= 360 * DAY) return year;
  const month = MONTH.format(date);
  if (distance >= 28 * DAY) return `${month} ${year}`;
  return distance >= DAY ? `${day} ${month} ${year}` : `${day} ${month} ${date.toISOString().slice(11, 16)}`;
}

/** Values in the form `format` gives them. */
export function valueAxis(format: (value: number) => string): YAXisComponentOption {
  return {
    type: "value",
    scale: true,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: COLOURS.grid } },
    axisLabel: { ...LABEL, formatter: format },
  };
}

/** {1} Room above and below on a logarithmic scale, as a part of its length. */
const ROOM = 0.04;
/** With more decades than this, only powers of ten are marked. */
const FEW_DECADES = 2.5;

/** The same on a logarithmic scale that shows `low` to `high`, both positive. */
export function logAxis(format: (value: number) => string, low: number, high: number): YAXisComponentOption {
  const room = (high / low) ** ROOM;
  const [min, max] = [low / room, high * room];
  const marks = logMarks(min, max);
  const axis = valueAxis(format) as object & { axisLabel: object };
  return {
    ...axis,
    ...{ type: "log", min, max, axisTick: { show: false, customValues: marks } },
    axisLabel: { ...axis.axisLabel, customValues: marks },
  };
}

/** 1, 2, 5, 10, 20 and so on, or only the powers of ten if that would be too many. */
function logMarks(min: number, max: number): number[] {
  const decades = Math.log10(max / min);
  const stride = Math.max(1, Math.ceil(decades / 10));
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); 10 ** power <= max; power += stride) {
    for (const digit of decades > FEW_DECADES ? [1] : [1, 2, 5])
      marks.push(Number(`${String(digit)}e${String(power)}`));
  }
  return marks.filter((mark) => mark >= min && mark <= max);
}

/** Labels and ticks for names. */
export function nameAxis(names: readonly string[]) {
  return {
    type: "category" as const,
    data: [...names],
    axisLine: LINE,
    axisTick: { show: false },
    axisLabel: { ...LABEL, hideOverlap: false, interval: 0 },
  };
}
