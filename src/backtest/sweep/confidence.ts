import { uniformInt } from "pure-rand/distribution/uniformInt";
import { mersenne } from "pure-rand/generator/mersenne";
import type { Confidence } from "../result.js";

const DAYS_A_YEAR = 365;
/** {1} Of the histories, on either side of the range that is shown. */
const TAIL = 0.05;
/** Logarithm of what a day that took everything left: no gain makes good for it. */
const RUIN = -100;

export interface Resampling {
  readonly histories: number;
  /** {days} */
  readonly blockDays: number;
  readonly seed: number;
}

/**
 * How much of a ranking is luck: a moving-block bootstrap. A history is put together from blocks of consecutive days drawn
 * from the real one, the same days for every cell, and as long as it; which cell would have been best on it, and how fast
 * each grew? Days within a block keep their order, so that trends and clusters of volatility up to its length survive.
 * @param daily {1} The daily returns of every cell, all over the same days.
 */
export function resample(daily: readonly Float64Array[], { histories, blockDays, seed }: Resampling): Confidence {
  const days = daily[0]?.length ?? 0;
  const length = Math.max(1, Math.min(blockDays, days));
  const sums = daily.map(runningSums);
  const wins = daily.map(() => 0);
  const growths = daily.map(() => new Float64Array(histories));
  const random = mersenne(seed);
  for (let history = 0; history < histories; ++history) {
    const blocks = drawBlocks(days, length, (most) => uniformInt(random, 0, most));
    const grown = sums.map((sum) => {
      return blocks.reduce((total, { from, to }) => total + (sum[to] ?? 0) - (sum[from] ?? 0), 0);
    });
    const most = Math.max(...grown);
    // Cells that never differ, such as bands that are never reached, share the first place.
    const winners = grown.filter((growth) => growth === most).length;
    for (const [cell, growth] of grown.entries()) {
      growths[cell]?.fill(growth, history, history + 1);
      if (growth === most) wins[cell] = (wins[cell] ?? 0) + 1 / winners;
    }
  }
  return {
    histories,
    blockDays: length,
    seed,
    shareBest: wins.map((count) => count / histories),
    growth: growths.map((logs) => {
      const sorted = logs.toSorted();
      const at = (part: number): number => {
        const log = sorted[Math.round(part * (histories - 1))] ?? 0;
        return Math.exp((log * DAYS_A_YEAR) / Math.max(days, 1)) - 1;
      };
      return { low: at(TAIL), median: at(0.5), high: at(1 - TAIL) };
    }),
  };
}

interface Block {
  readonly from: number;
  readonly to: number;
}

/** Blocks until `days` are full, the last one cut. */
function drawBlocks(days: number, length: number, draw: (most: number) => number): Block[] {
  const blocks: Block[] = [];
  for (let filled = 0; filled < days; filled += length) {
    const from = draw(days - length);
    blocks.push({ from, to: from + Math.min(length, days - filled) });
  }
  return blocks;
}

/** Sums of the logarithms of one plus each return, from none on. */
function runningSums(returns: Float64Array): Float64Array {
  const sums = new Float64Array(returns.length + 1);
  for (const [index, value] of returns.entries()) {
    sums[index + 1] = (sums[index] ?? 0) + (value <= -1 ? RUIN : Math.log1p(value));
  }
  return sums;
}
