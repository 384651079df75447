import type { FundingRate } from "../prices/index.js";
import { FundingHoleError, FundingRateTooLargeError } from "./errors.js";
import { toNumber } from "./numbers.js";

/** From `time` {s} on, longs pay `ratePerSecond` {1/s} WAD, until the next one says otherwise. */
export interface FundingChange {
  readonly time: number;
  readonly ratePerSecond: bigint;
}

/**
 * {s} How long a payment takes. The exchange charges the rate it states for a time at that time, at once, to whoever holds
 * a position; the venue charges by the second, at a rate its storage bounds. So it is charged over the first minutes from
 * that time on: never before the rate is known, and within a few of those seconds nobody can leave.
 */
export const PAYMENT_SECONDS = 300;

/** {1/s} The most the venue can charge, WAD: what 48 signed bits hold. */
export const MOST_FUNDING = (1n << 47n) - 1n;

/**
 * The payments of a stretch of time: every rate from `from` {s} on and before `to` is paid once.
 * @throws FundingHoleError where no rate stands for more than an interval, the ends of the stretch included.
 */
export function fundingChanges(rates: readonly FundingRate[], from: number, to: number): FundingChange[] {
  const interval = fundingInterval(rates);
  const payments = rates.filter(({ time }) => time >= from && time < to);
  let covered = from;
  for (const { time } of [...payments, { time: to }]) {
    if (time - covered > interval) throw new FundingHoleError(covered, time);
    covered = time + interval;
  }
  return payments.flatMap(({ time, rate, line }) => {
    const ratePerSecond = rate / BigInt(PAYMENT_SECONDS);
    if (ratePerSecond > MOST_FUNDING || ratePerSecond < -MOST_FUNDING) {
      const most = toNumber(MOST_FUNDING) * PAYMENT_SECONDS * 100;
      throw new FundingRateTooLargeError(line, (toNumber(rate) * 100).toFixed(3), most.toFixed(1));
    }
    return [
      { time, ratePerSecond },
      { time: time + PAYMENT_SECONDS, ratePerSecond: 0n },
    ];
  });
}

/** {s} The usual distance of two payments: the median, as exchanges change it at times. */
function fundingInterval(rates: readonly FundingRate[]): number {
  const distances = rates.slice(1).map(({ time }, index) => time - (rates[index]?.time ?? time));
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 8 * 3600;
}
