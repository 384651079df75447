import type { Bar } from "./csv.js";
import { WAD } from "./decimal.js";
import { StepTooSmallError } from "./errors.js";
import { formatTime } from "./time.js";

/** One update of a feed. */
export interface PricePoint {
  /** {s} */
  readonly time: number;
  /** {usd/base} WAD. */
  readonly price: bigint;
}

/** A stretch of time in which the feed visits some prices, one after the other, the last one at its end. */
export interface Leg {
  /** {s} The feed leaves its current price just after this. */
  readonly start: number;
  /** {s} */
  readonly end: number;
  /** {usd/base} WAD; at least one. */
  readonly visits: readonly bigint[];
}

/** A path: where the feed begins, and the legs that follow. Legs do not overlap; between two of them the price rests. */
export interface Path {
  readonly first: PricePoint;
  readonly legs: readonly Leg[];
}

/** A point, and whether it is the end of its leg. */
export interface PathPoint extends PricePoint {
  readonly isEnd: boolean;
}

/**
 * The path of a file of bars. Intrabar assumption: each bar goes straight from its open to its close, which it reaches at
 * the end of its time; highs and lows, often wicks no index has seen, are not visited. A gap between a close and the
 * next open is walked at the start of the bar. While bars are missing the price rests.
 */
export function pathOfBars(bars: readonly Bar[], interval: number): Path {
  const [opening] = bars;
  if (opening === undefined) throw new RangeError("A path needs at least one bar");
  return {
    first: { time: opening.time, price: opening.open },
    legs: bars.map(({ time, open, close }) => ({ start: time, end: time + interval, visits: [open, close] })),
  };
}

/** The path through given points, straight from one to the next. */
export function pathThrough(points: readonly PricePoint[]): Path {
  const [first, ...rest] = points;
  if (first === undefined) throw new RangeError("A path needs at least one point");
  let start = first.time;
  const legs = rest.map(({ time, price }) => {
    const leg = { start, end: time, visits: [price] };
    start = time;
    return leg;
  });
  return { first, legs };
}

/**
 * Prices after `from` up to `to`, evenly spaced, each at most `step` {1} away from the one before it, the last exactly
 * `to`. A step of 0 is one jump.
 */
export function walk(from: bigint, to: bigint, step: bigint): bigint[] {
  if (from === to) return [];
  const count = countSteps(from, to, step);
  const distance = to - from;
  return Array.from({ length: Number(count) }, (_, i) => from + (distance * BigInt(i + 1)) / count);
}

/** Every update the feed makes on a path, in time order: whole seconds, strictly increasing. */
export function* pathPoints({ first, legs }: Path, step: bigint): Generator<PathPoint> {
  yield { ...first, isEnd: false };
  let price = first.price;
  for (const leg of legs) {
    yield* legPoints(price, leg, step);
    price = leg.visits.at(-1) ?? price;
  }
}

/** The updates the feed makes on a leg that it enters at `price`; one at least, as a feed with nothing new says so at the end. */
export function legPoints(price: bigint, leg: Leg, step: bigint): PathPoint[] {
  const seconds = leg.end - leg.start;
  const count = countLeg(price, leg, step);
  if (count > seconds) throw new StepTooSmallError(count, seconds, formatTime(leg.start));
  const prices: bigint[] = [];
  let last = price;
  for (const next of leg.visits) {
    prices.push(...walk(last, next, step));
    last = next;
  }
  if (prices.length === 0) prices.push(price);
  return prices.map((value, index) => {
    return { time: timeOfPoint(leg, index, count), price: value, isEnd: index === count - 1 };
  });
}

/** {s} When the first of those updates comes. */
export function firstPointTime(price: bigint, leg: Leg, step: bigint): number {
  return timeOfPoint(leg, 0, countLeg(price, leg, step));
}

function timeOfPoint({ start, end }: Leg, index: number, count: number): number {
  return start + Math.floor(((end - start) * (index + 1)) / count);
}

/** The same updates, and in between repeats of a price that has stood for `heartbeat` {s}: no answer ever grows older. */
export function* withHeartbeat(points: Iterable<PathPoint>, heartbeat: number): Generator<PathPoint> {
  let last: PricePoint | undefined;
  for (const point of points) {
    if (last !== undefined) {
      for (let time = last.time + heartbeat; time < point.time; time += heartbeat) {
        yield { time, price: last.price, isEnd: false };
      }
    }
    yield point;
    last = point;
  }
}

/** How many updates a path takes at most, repeats aside, without making them. */
export function countPoints({ first, legs }: Path, step: bigint): number {
  let count = 1;
  let price = first.price;
  for (const leg of legs) {
    count += countLeg(price, leg, step);
    price = leg.visits.at(-1) ?? price;
  }
  return count;
}

/** How many updates a leg takes that starts at `price`. */
function countLeg(price: bigint, { visits }: Leg, step: bigint): number {
  let count = 0;
  for (const next of visits) {
    if (next !== price) count += Number(countSteps(price, next, step));
    price = next;
  }
  return Math.max(count, 1);
}

/** Even steps are largest against the lower end, so that is what bounds them. */
function countSteps(from: bigint, to: bigint, step: bigint): bigint {
  if (step === 0n) return 1n;
  const distance = to > from ? to - from : from - to;
  const lower = to > from ? from : to;
  const longest = (lower * step) / WAD;
  return longest === 0n ? distance : (distance + longest - 1n) / longest;
}
