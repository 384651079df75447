import type { BacktestResult } from "../result.js";
import { formatChange, formatLeverage, formatPercent } from "./format.js";

/** What is less than this is not worth a sentence. */
const NOTHING = 5e-7;

/** What a holder asks first: why the return was not simply the multiple of the underlying's. */
export function explain({ settings, summary, incidents, rebalances }: BacktestResult): string[] {
  const { leverage, token, costs } = settings;
  const { attribution, totalReturn, underlyingReturn } = summary;
  const { reserve } = summary.costs;
  const multiple = attribution.underlying;
  const gap = totalReturn - multiple;
  const comparison = gap < 0 ? "less" : "more";
  const opening =
    `From its first price to its last the underlying changed by ${formatChange(underlyingReturn)}. ` +
    `${formatLeverage(leverage)} that is ${formatChange(multiple)}. ${token} made ${formatChange(totalReturn)}: ` +
    (Math.abs(gap) < NOTHING ? "the same." : `${points(gap)} ${comparison}. Of what was invested:`);
  return [
    opening,
    compounding(attribution.compounding, incidents.length > 0),
    costs.funding ? funding(attribution.funding + reserve, leverage) : "",
    isNothing(reserve) ? "" : `The exchange's fee on what it reserves for the position took ${formatPercent(reserve)}.`,
    isNothing(attribution.trading)
      ? ""
      : `Trading took ${formatPercent(-attribution.trading)}: taker fees, impact and tips of ${rebalances.length.toLocaleString("en")} rebalances.`,
    isNothing(attribution.fees) ? "" : `The management fee took ${formatPercent(-attribution.fees)}.`,
  ].filter((sentence) => sentence !== "");
}

function compounding(part: number, wasEnded: boolean): string {
  if (isNothing(part)) return "";
  const what = part > 0 ? `Compounding added ${formatPercent(part)}` : `Compounding took ${formatPercent(-part)}`;
  if (wasEnded) return `${what}: the position ended before the prices did, and no more than everything can be lost.`;
  return part > 0
    ? `${what}: the price went one way for long enough that each rebalance put gains to work, or losses were met with less and less.`
    : `${what}: to keep its leverage the token buys after a rise and sells after a fall, so every swing there and back costs it something.`;
}

function funding(part: number, leverage: number): string {
  if (isNothing(part)) return "";
  const [side, other] = leverage > 0 ? ["longs", "shorts"] : ["shorts", "longs"];
  return part < 0
    ? `Funding took ${formatPercent(-part)}: on balance ${side} paid ${other} to hold the position.`
    : `Funding added ${formatPercent(part)}: on balance ${other} paid ${side}.`;
}

function isNothing(part: number): boolean {
  return Math.abs(part) < NOTHING;
}

/** A difference of two percentages is not a percentage. */
function points(gap: number): string {
  return `${formatPercent(Math.abs(gap)).replace(" %", "")} percentage points`;
}
