import { type BacktestResult, REASONS } from "../result.js";
import { formatChange, formatDay, formatFigure, formatLeverage, formatMinute, formatPercent } from "./format.js";

/** A figure, and what it means to somebody who has never met it. */
export interface KeyFigure {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** The figures of a run that people ask for first. Those that need more days than there are, are left out. */
export function keyFigures({ settings, summary, rebalances }: BacktestResult): KeyFigure[] {
  const { leverage, token } = settings;
  const { maxDrawdown, worstDay, bestDay, volatility, trackingError, correlation, turnover, wipedOutAt } = summary;
  const figures: (KeyFigure | undefined)[] = [
    {
      ...{ name: "Return", value: formatChange(summary.totalReturn) },
      meaning: `What ${token} made of the money from the first price to the last, after all that was charged.`,
    },
    {
      ...{ name: "Return of the underlying", value: formatChange(summary.underlyingReturn) },
      meaning: "What simply holding the underlying made of it.",
    },
    {
      ...{ name: `${formatLeverage(leverage)} that return`, value: formatChange(summary.multipleReturn) },
      meaning: "What many expect of the token. It multiplies the return of each day, not of the whole time.",
    },
    {
      ...{ name: "Growth a year (CAGR)", value: formatChange(summary.cagr) },
      meaning: "The even yearly growth that would have led to the same end.",
    },
    wipedOutAt === null
      ? undefined
      : {
          ...{ name: "Wiped out", value: `${formatMinute(wipedOutAt)} UTC` },
          meaning: "The bar in which the equity was gone or the exchange liquidated the position.",
        },
    {
      ...{ name: "Deepest drawdown", value: formatPercent(maxDrawdown.value) },
      meaning: `The largest loss from a high: from ${formatMinute(maxDrawdown.from)} to ${formatMinute(maxDrawdown.to)} UTC, by the ends of bars.`,
    },
    worstDay === null
      ? undefined
      : {
          ...{ name: "Worst day", value: formatChange(worstDay.value) },
          meaning: `On ${formatDay(worstDay.day)}, from 00:00 to 24:00 UTC.`,
        },
    bestDay === null
      ? undefined
      : {
          ...{ name: "Best day", value: formatChange(bestDay.value) },
          meaning: `On ${formatDay(bestDay.day)}, from 00:00 to 24:00 UTC.`,
        },
    volatility === null
      ? undefined
      : {
          ...{ name: "Volatility a year", value: formatPercent(volatility) },
          meaning: "How widely daily returns scatter. The higher it is, the more a swing costs.",
        },
    correlation === null
      ? undefined
      : {
          ...{ name: "Correlation with the ideal", value: correlation.toFixed(4) },
          meaning: `How closely its days went with those of a token that has exactly ${formatLeverage(leverage)} at every 00:00 UTC and no costs: 1 is exactly.`,
        },
    trackingError === null
      ? undefined
      : {
          ...{ name: "Tracking error a year", value: formatPercent(trackingError) },
          meaning: "How widely its days scatter around those of that ideal token.",
        },
    {
      ...{ name: "Turnover a year", value: `${formatFigure(turnover)} times` },
      meaning: "How many times its own equity it traded to keep its leverage. Every trade costs.",
    },
    {
      ...{ name: "Rebalances", value: rebalances.length.toLocaleString("en") },
      meaning: REASONS.map((reason) => `${reason} ${summary.rebalances[reason].toLocaleString("en")}`).join(", ") + ".",
    },
    {
      ...{ name: "Reports of a blocked trade", value: summary.blocked.toLocaleString("en") },
      meaning: "How often a trade was due and cost more than allowed, or found no room. Repeated every ten minutes.",
    },
  ];
  return figures.filter((entry): entry is KeyFigure => entry !== undefined);
}
