import { barInterval, type Bar, type Leg } from "../prices/index.js";
import { GapTooLongError } from "./errors.js";
import { toNumber } from "./numbers.js";
import type { Gap, Intrabar } from "./result.js";

/** More bars than these must not be missing in a row. */
const MOST_MISSING = 3;

/** Bars ready to be run, many times over: the prices also as numbers. */
export interface BarSeries {
  readonly bars: readonly Bar[];
  /** {s} How long a bar lasts. */
  readonly interval: number;
  readonly gaps: readonly Gap[];
  /** {usd/base} */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly close: Float64Array;
}

/** Checks that no gap is too long to be bridged. `interval` {s} is that of the whole file where `bars` are a part of it. */
export function prepareBars(bars: readonly Bar[], interval = barInterval(bars)): BarSeries {
  return {
    bars,
    interval,
    gaps: findGaps(bars, interval),
    low: Float64Array.from(bars, ({ low }) => toNumber(low)),
    high: Float64Array.from(bars, ({ high }) => toNumber(high)),
    close: Float64Array.from(bars, ({ close }) => toNumber(close)),
  };
}

/**
 * The way of the price through a bar. The first bar is entered at its open, every other at the close before it; a distance
 * between the two is walked as the bar begins.
 */
export function legOfBar(bar: Bar, interval: number, intrabar: Intrabar, isLong: boolean): Leg {
  return { start: bar.time, end: bar.time + interval, visits: visitsOf(bar, intrabar, isLong) };
}

function visitsOf({ open, high, low, close }: Bar, intrabar: Intrabar, isLong: boolean): readonly bigint[] {
  switch (intrabar) {
    case "close":
      return [close];
    case "open-low-high-close":
      return [open, low, high, close];
    case "open-high-low-close":
      return [open, high, low, close];
    case "worst":
      return isLong ? [open, low, high, close] : [open, high, low, close];
  }
}

function findGaps(bars: readonly Bar[], interval: number): Gap[] {
  const gaps: Gap[] = [];
  let previous: Bar | undefined;
  for (const bar of bars) {
    const missingBars = previous === undefined ? 0 : Math.ceil((bar.time - previous.time) / interval) - 1;
    if (previous !== undefined && missingBars > 0) {
      if (missingBars > MOST_MISSING) throw new GapTooLongError(missingBars, previous.time, bar.line);
      gaps.push({ after: previous.time, missingBars });
    }
    previous = bar;
  }
  return gaps;
}
