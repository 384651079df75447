import type { Row } from "./Series.js";
import type { Range } from "./downloadSeries.js";

/** A stretch without rows. */
export interface Gap extends Range {
  /** How many rows are missing. */
  readonly missing: number;
}

/** Bars that are missing, each gap from the end of the last bar before it; the ends of the asked range included. */
export function barGaps(rows: readonly Row[], interval: number, { from, to }: Range): Gap[] {
  const gaps: Gap[] = [];
  let expected = from;
  for (const time of [...rows.map((row) => row.time), to]) {
    const missing = Math.floor((time - expected) / interval);
    if (missing > 0) gaps.push({ from: expected, to: time, missing });
    expected = time + interval;
  }
  return gaps;
}

/** {s} How often funding is paid as a rule. */
const USUAL = 8 * 3_600;

/**
 * Payments that are missing. The exchange changes how often it pays, so a wait is a gap only if it is longer than the
 * waits on both its sides.
 */
export function fundingGaps(rows: readonly Row[], { from, to }: Range): Gap[] {
  const times = rows.map((row) => row.time);
  const gaps: Gap[] = [];
  const [first, last] = [times[0] ?? to, times.at(-1) ?? to];
  if (first - from > USUAL) gaps.push({ from, to: first, missing: Math.floor((first - from) / USUAL) });
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? time));
  for (const [index, wait] of waits.entries()) {
    const around = Math.max(waits[index - 1] ?? USUAL, waits[index + 1] ?? USUAL);
    const start = times[index] ?? 0;
    if (wait > around) gaps.push({ from: start, to: start + wait, missing: Math.round(wait / around) - 1 });
  }
  if (to - last > USUAL) gaps.push({ from: last, to, missing: Math.floor((to - last) / USUAL) });
  return gaps;
}
