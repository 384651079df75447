import { legOfBar, prepareBars } from "../backtest/bars.js";
import { type Course, run } from "../backtest/run.js";
import type { Terms } from "../backtest/terms.js";
import { countPoints, formatTime } from "../prices/index.js";
import { COMPARED, ofTwin, type Snapshot } from "./readings.js";
import { replay } from "./replay.js";
import { openStage } from "./stage.js";

/** {updates of the feed} All stretches together have about this many: a minute or two of blocks. */
const BUDGET = 12_000;

/** A stretch that was replayed. */
export interface Verified {
  /** {s} */
  readonly from: number;
  readonly to: number;
  /** Transactions after which everything was compared. */
  readonly compared: number;
  /** What differed first, if anything, in words. */
  readonly difference?: string;
}

/**
 * Replays evenly spaced stretches of a course on a chain in this process, each with a fund of its own, and compares it with
 * the backtest after every transaction. The chain is asked at every update of the feed what there is to do, so that what the
 * backtest skips is verified as well.
 */
export async function verify(
  terms: Terms,
  course: Course,
  count: number,
  onProgress: (done: number) => void = () => undefined,
): Promise<Verified[]> {
  const verified: Verified[] = [];
  for (const stretch of stretchesOf(terms, course, count)) {
    verified.push(await verifyStretch(terms, stretch));
    onProgress(verified.length);
  }
  return verified;
}

/** The first difference between two sides, in words; undefined if there is none. */
export function compare(twin: readonly Snapshot[], chain: readonly Snapshot[]): string | undefined {
  for (let i = 0; i < Math.max(twin.length, chain.length); ++i) {
    const [ours, theirs] = [twin[i], chain[i]];
    if (ours === undefined || theirs === undefined) {
      const extra = ours ?? theirs;
      const side = ours === undefined ? "the chain" : "the backtest";
      return `only ${side} has ${extra?.what ?? ""} at ${formatTime(extra?.time ?? 0)}`;
    }
    for (const key of COMPARED) {
      if (ours[key] === theirs[key]) continue;
      const at = `${ours.what} at ${formatTime(ours.time)}`;
      return `${key} after ${at}: ${String(ours[key])} in the backtest, ${String(theirs[key])} on chain`;
    }
  }
  return undefined;
}

async function verifyStretch(terms: Terms, course: Course): Promise<Verified> {
  const { bars, interval } = course.series;
  const [opening] = bars;
  if (opening === undefined) throw new RangeError("A stretch needs at least one bar");
  const ours: Snapshot[] = [];
  run(terms, course, { witness: (world, what, event) => ours.push(ofTwin(world, what, event)) });
  const stage = await openStage(terms, { time: opening.time, price: opening.open });
  try {
    const theirs = await replay(stage, terms, course);
    const difference = compare(ours, theirs);
    return {
      from: opening.time,
      to: (bars.at(-1)?.time ?? 0) + interval,
      compared: theirs.length,
      ...(difference === undefined ? {} : { difference }),
    };
  } finally {
    await stage.close();
  }
}

/** Evenly spaced, each as long as its part of the budget lasts, and of its part of the bars the first in which something is done. */
function stretchesOf(terms: Terms, course: Course, count: number): Course[] {
  const { bars } = course.series;
  const updates = Math.max(1, Math.floor(BUDGET / count));
  return Array.from({ length: Math.min(count, bars.length) }, (_, index) => {
    const first = Math.floor((index * bars.length) / count);
    const end = Math.floor(((index + 1) * bars.length) / count);
    const whole = stretchFrom(terms, course, first, end, updates);
    for (let start = first; start < end;) {
      const stretch = stretchFrom(terms, course, start, end, updates);
      if (run(terms, stretch).acts.length > 0) return stretch;
      start += stretch.series.bars.length;
    }
    return whole;
  });
}

/** The bars from one on, before another, that take about so many updates of the feed; one at least. */
function stretchFrom(terms: Terms, course: Course, first: number, end: number, updates: number): Course {
  const { series, intrabar, step, funding } = course;
  const { bars, interval } = series;
  const taken = [];
  let price = bars[first]?.open ?? 0n;
  let left = updates;
  for (const bar of bars.slice(first, end)) {
    if (left <= 0) break;
    const leg = legOfBar(bar, interval, intrabar, terms.leverage > 0n);
    left -= countPoints({ first: { time: bar.time, price }, legs: [leg] }, step);
    price = bar.close;
    taken.push(bar);
  }
  const from = taken[0]?.time ?? 0;
  return { ...course, series: prepareBars(taken, interval), funding: funding.filter(({ time }) => time >= from) };
}
