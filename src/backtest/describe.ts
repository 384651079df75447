import { formatDay, formatDollars, formatLeverage, formatMinute } from "./report/format.js";
import type { Intrabar, ResultSettings } from "./result.js";

/** What was assumed and charged, as sentences for a person who has never seen a backtest of ours. */

const ORDERS: Record<Intrabar, string> = {
  "open-low-high-close": "from its open to its low, its high and its close",
  "open-high-low-close": "from its open to its high, its low and its close",
  worst: "from its open to the extreme that hurts the token, then to the other one and to its close",
  close: "only to its close: highs, lows and opens are not visited, but for the first open, at which the fund begins",
};

/** How the price is taken through a bar, and who sees it. */
export function describeIntrabar({ intrabar, step }: Pick<ResultSettings, "intrabar" | "step">): string {
  const steps = step === 0 ? "in one jump each" : `in steps of at most ${exactPercent(step)}`;
  return (
    `Within each bar the price goes ${ORDERS[intrabar]}, ${steps}; keeper and liquidator see every step and act a second ` +
    "later at the price they saw."
  );
}

/** What was charged. */
export function describeCosts({ costs, capital }: Pick<ResultSettings, "costs" | "capital">): string {
  const { managementFee, takerFee, reserveFee, depth, funding } = costs;
  const charged = [
    managementFee > 0 ? `a management fee of ${exactPercent(managementFee)} a year` : "",
    takerFee > 0 ? `a taker fee of ${exactPercent(takerFee)} of what is traded` : "",
    reserveFee > 0 ? `${exactPercent(reserveFee)} a year of what the exchange reserves for the position` : "",
    depth > 0 ? `price impact of 100 % at ${formatDollars(depth)} of skew` : "",
    funding ? "the funding rates of the file, each paid over five minutes from its time on" : "",
  ].filter((text) => text !== "");
  const what = charged.length === 0 ? "nothing" : charged.join(", ");
  const without = funding ? "" : " There is no funding.";
  return `The fund begins with ${formatDollars(capital)} and is charged ${what}.${without}`;
}

/** When the token trades back to its target. */
export function describePolicy({ leverage, schedule, bands }: ResultSettings): string {
  const hours = (seconds: number): string => `${String(Number((seconds / 3600).toFixed(2)))} h`;
  const times = (band: number): string => formatLeverage(band * Math.abs(leverage));
  const when = [
    schedule === undefined
      ? ""
      : `every ${hours(schedule.period)}` +
        (schedule.offset === 0 ? "" : `, ${hours(schedule.offset)} after 00:00 UTC`),
    bands === undefined
      ? ""
      : `beyond ${times(bands.lower)} to ${times(bands.upper)}, as an emergency beyond ${times(bands.emergency)}`,
  ].filter((text) => text !== "");
  return when.length === 0 ? "never" : when.join("; ");
}

/** What the prices leave out, if anything. */
export function describeGaps({ gaps }: Pick<ResultSettings, "gaps">): string | undefined {
  const [first] = gaps;
  if (first === undefined) return undefined;
  const missing = gaps.reduce((sum, { missingBars }) => sum + missingBars, 0);
  return (
    `${String(missing)} bars are missing in ${String(gaps.length)} gaps, the first after ${formatMinute(first.after)} UTC: ` +
    "the price rests meanwhile."
  );
}

/** Where the prices came from and what they cover. */
export function describePrices({ source, from, to, bars, interval }: ResultSettings): string {
  const length = interval % 86_400 === 0 ? `${String(interval / 86_400)} d` : `${String(interval / 60)} min`;
  const each = interval % 3600 === 0 && interval < 86_400 ? `${String(interval / 3600)} h` : length;
  return `${source}, ${formatDay(from)} to ${formatDay(to)} UTC, ${bars.toLocaleString("en")} bars of ${each}`;
}

/** A rate as somebody set it. */
function exactPercent(rate: number): string {
  return `${String(Number((rate * 100).toPrecision(6)))} %`;
}
