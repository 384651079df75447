import type { Bar } from "./csv.js";
import { EmptySelectionError } from "./errors.js";
import { formatTime } from "./time.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** {s} Which bars are meant, by opening time: `from` is the first included, `to` the first left out. */
export interface Selection {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The bars that open within the selection; never none. */
export function selectBars(bars: readonly Bar[], { from, to }: Selection): Bar[] {
  if (from !== undefined && to !== undefined && to <= from) {
    throw new EmptySelectionError(`--to ${formatTime(to)} is not after --from ${formatTime(from)}`);
  }
  const selected = bars.filter(({ time }) => (from === undefined || time >= from) && (to === undefined || time < to));
  if (selected.length > 0) return selected;
  const wanted = [
    from === undefined ? "" : ` from ${formatTime(from)}`,
    to === undefined ? "" : ` to ${formatTime(to)} (left out)`,
  ].join("");
  const first = bars[0];
  const last = bars.at(-1);
  const held =
    first === undefined || last === undefined
      ? "there are no prices at all"
      : `the prices run from ${formatTime(first.time)} to ${formatTime(last.time)}`;
  throw new EmptySelectionError(`No price in the selection${wanted}: ${held}`);
}

/** {s} How long one bar lasts: the least distance of two. A lone bar is taken for a day's if it opens at midnight UTC. */
export function barInterval(bars: readonly Bar[]): number {
  let least = Infinity;
  let previous: number | undefined;
  for (const { time } of bars) {
    if (previous !== undefined) least = Math.min(least, time - previous);
    previous = time;
  }
  if (Number.isFinite(least)) return least;
  return (previous ?? 0) % DAY === 0 ? DAY : HOUR;
}
