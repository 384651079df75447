import { UnknownIntervalError } from "./errors.js";

/** {s} How long the bars of each interval last; months, which differ, are left out. */
const INTERVALS: Readonly<Record<string, number>> = {
  "1m": 60,
  "3m": 180,
  "5m": 300,
  "15m": 900,
  "30m": 1_800,
  "1h": 3_600,
  "2h": 7_200,
  "4h": 14_400,
  "6h": 21_600,
  "8h": 28_800,
  "12h": 43_200,
  "1d": 86_400,
  "3d": 259_200,
  "1w": 604_800,
};

/** {s} Throws {@link UnknownIntervalError}. */
export function intervalSeconds(interval: string): number {
  const seconds = Object.hasOwn(INTERVALS, interval) ? INTERVALS[interval] : undefined;
  if (seconds === undefined) throw new UnknownIntervalError(interval, Object.keys(INTERVALS));
  return seconds;
}
