import { BadSimulationError } from "./errors.js";
import type { SimulationOptions } from "./options.js";

/** More than this and a year's price is noise. */
const MAX_VOLATILITY = 10;
const MAX_DRIFT = 20;
const MAX_JUMPS_PER_YEAR = 10_000;
const MAX_JUMP = 3;

/** 31 December 9999, 23:59:59. */
const LATEST = 253_402_300_799;
const LARGEST_SEED = 2 ** 31 - 1;

/** Throws {@link BadSimulationError} at the first setting that is not a number or lies outside what makes sense. */
export function requireSimulable(options: SimulationOptions): void {
  const { volatility, drift, jumps, interval, start, bars, startPrice, seed } = options;
  requireRange("volatility", volatility, 0, MAX_VOLATILITY);
  requireRange("drift", drift, -MAX_DRIFT, MAX_DRIFT);
  if (jumps !== undefined) {
    requireRange("number of jumps per year", jumps.perYear, 0, MAX_JUMPS_PER_YEAR);
    requireRange("mean jump", jumps.mean, -MAX_JUMP, MAX_JUMP);
    requireRange("deviation of jumps", jumps.deviation, 0, MAX_JUMP);
  }
  requireWhole("interval in seconds", interval, 1, 365 * 86_400);
  requireWhole("start time", start, 0, LATEST);
  requireWhole("number of bars", bars, 1, Math.floor((LATEST - start) / interval));
  requireWhole("seed", seed, 0, LARGEST_SEED);
  if (startPrice <= 0n) throw new BadSimulationError("The start price is not above zero: use a positive one");
}

function requireRange(what: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new BadSimulationError(
    `The ${what} ${String(value)} is out of range: use a number from ${String(least)} to ${String(most)}`,
  );
}

function requireWhole(what: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new BadSimulationError(
    `The ${what} ${String(value)} is no good: use a whole number from ${String(least)} to ${String(most)}`,
  );
}
