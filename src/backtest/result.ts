import type { Attribution, AttributionPart } from "../attribution/Attribution.js";

export { ATTRIBUTION_PARTS, type Attribution, type AttributionPart } from "../attribution/Attribution.js";

/** What a finished backtest is: plain data, so that it can cross to a worker, into JSON or into a report. */

/** Which prices of a bar the feed visits, and in which order. `worst`: the extreme that hurts the token first. */
export const INTRABARS = ["open-low-high-close", "open-high-low-close", "worst", "close"] as const;
export type Intrabar = (typeof INTRABARS)[number];

/** When the token trades back to its target. `daily`: on schedule only; `threshold`: on its bands only. */
export const POLICY_NAMES = ["daily", "threshold", "daily+threshold", "none"] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

/** Real leverage over target {1} beyond which the token trades at once. */
export interface Bands {
  readonly lower: number;
  readonly upper: number;
  readonly emergency: number;
}

/** What was charged; all of it 0 with `--no-costs`. */
export interface CostTerms {
  /** {1/year} */
  readonly managementFee: number;
  /** {1} Of the notional traded. */
  readonly takerFee: number;
  /** {1/year} Of what the venue reserves for the position. */
  readonly reserveFee: number;
  /** {usd} Notional of skew that moves the price by 100 %; 0 for no impact. */
  readonly depth: number;
  /** Whether a history of funding rates was replayed. */
  readonly funding: boolean;
}

/** Bars that the prices leave out: the price rests meanwhile. */
export interface Gap {
  /** {s} Opening time of the last bar before it. */
  readonly after: number;
  readonly missingBars: number;
}

/** What was run, for people to read beside the result. */
export interface ResultSettings {
  /** Where the prices came from: a file's name, or the simulator and its seed. */
  readonly source: string;
  /** "BTC3L", or "3x" where no symbol was given. */
  readonly token: string;
  /** {1} Signed. */
  readonly leverage: number;
  readonly policy: PolicyName;
  /** {s} Distance of scheduled boundaries, and the first one after 00:00 UTC; absent where nothing is scheduled. */
  readonly schedule?: { readonly period: number; readonly offset: number };
  /** Absent where the policy has no bands. */
  readonly bands?: Bands;
  readonly costs: CostTerms;
  /** {usd} What the fund began with. */
  readonly capital: number;
  readonly intrabar: Intrabar;
  /** {1} Largest move of one update of the feed; 0 for one jump. */
  readonly step: number;
  /** {s} How long a bar lasts. */
  readonly interval: number;
  /** {s} The first bar's opening and the last one's end. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly gaps: readonly Gap[];
}

/**
 * The path: row 0 is the entry, at the first bar's open; row i is the end of bar i - 1, after keeper and liquidator have
 * acted on its close. One array a column, all of the same length.
 */
export interface ResultPath {
  /** {s} */
  readonly time: Float64Array;
  /** {usd/base} */
  readonly price: Float64Array;
  /** {1} NAV of one token, 1 at the entry. */
  readonly nav: Float64Array;
  /** {1} Real leverage, signed; 0 when settled. */
  readonly leverage: Float64Array;
  /** {1} One plus target leverage times the underlying's return since the entry, not below 0. */
  readonly multiple: Float64Array;
  /** {1} NAV of a token that has exactly its target at every 00:00 UTC and no costs; not below 0. */
  readonly ideal: Float64Array;
  /** {1} NAV over its highest so far, less 1: 0 or negative. */
  readonly drawdown: Float64Array;
  /** {1} Of the NAV at the entry, cumulative; the five add up to nav - 1. Costs are negative. */
  readonly attribution: Readonly<Record<AttributionPart, Float64Array>>;
}

export const REASONS = ["Scheduled", "Drift", "Emergency", "Continuation", "Marking"] as const;
export type RebalanceReason = (typeof REASONS)[number];

/** A rebalance. */
export interface RebalanceEvent {
  /** {s} */
  readonly time: number;
  readonly reason: RebalanceReason;
  /** Whether it landed on target or more chunks were to follow. */
  readonly complete: boolean;
  /** {usd/base} */
  readonly price: number;
  /** {1} Real leverage, signed. */
  readonly leverageBefore: number;
  readonly leverageAfter: number;
  /** {usd} Signed: positive is bought. */
  readonly notional: number;
  /** {usd} Taker fee, impact, and the keeper's tip. */
  readonly takerFee: number;
  readonly impact: number;
  readonly tip: number;
  /** {1} NAV of one token afterwards, 1 at the entry. */
  readonly nav: number;
}

/** What ends or maims a fund. */
export interface Incident {
  /** {s} */
  readonly time: number;
  /** {s} Opening time of the bar it fell into. */
  readonly bar: number;
  readonly kind: "Liquidated" | "Settled";
  /** {usd/base} */
  readonly price: number;
  /** {1} Real leverage before, signed; 0 where no equity was left. */
  readonly leverageBefore: number;
  /** {1} NAV of one token afterwards. */
  readonly nav: number;
}

/** {1} What was paid, as a part of the NAV at the entry; positive is paid, negative received. */
export interface CostsByKind {
  readonly managementFee: number;
  readonly takerFee: number;
  readonly impact: number;
  readonly tips: number;
  readonly liquidation: number;
  readonly funding: number;
  /** The venue's fee on what it reserves for the position. */
  readonly reserve: number;
}

/** A figure and the UTC day it belongs to. */
export interface DayFigure {
  /** {s} Midnight at which it begins. */
  readonly day: number;
  readonly value: number;
}

/** The figures of a whole run. Those of daily returns are `null` where there are fewer than two days. */
export interface Summary {
  /** {1} NAV of one token at the end, 1 at the entry. */
  readonly finalNav: number;
  /** The same, to the wei. */
  readonly finalNavExact: string;
  readonly rebalances: Readonly<Record<RebalanceReason, number>>;
  /** How often a due trade was reported as blocked. */
  readonly blocked: number;
  /** {s} Opening time of the bar in which equity was gone or the venue liquidated the position. */
  readonly wipedOutAt: number | null;
  readonly costs: CostsByKind;
  readonly attribution: Attribution;
  /** {1} */
  readonly totalReturn: number;
  /** {1} Of the underlying. */
  readonly underlyingReturn: number;
  /** {1} One plus target leverage times the underlying's return, less 1, not below -1. */
  readonly multipleReturn: number;
  /** {1/year} */
  readonly cagr: number;
  /** {1/sqrt(year)} Of daily returns, 365 days a year. */
  readonly volatility: number | null;
  /** {1} Negative, by the ends of bars; with the ends {s} of the bars where it began and was deepest. */
  readonly maxDrawdown: { readonly value: number; readonly from: number; readonly to: number };
  readonly worstDay: DayFigure | null;
  readonly bestDay: DayFigure | null;
  /** {1/sqrt(year)} Standard deviation of the difference to the ideal daily return. */
  readonly trackingError: number | null;
  /** {1} Of daily returns with the ideal ones. */
  readonly correlation: number | null;
  /** {1/year} Notional traded over equity. */
  readonly turnover: number;
}

/** One token under one policy. */
export interface BacktestResult {
  /** "BTC3L daily+threshold" */
  readonly label: string;
  readonly settings: ResultSettings;
  readonly path: ResultPath;
  readonly rebalances: readonly RebalanceEvent[];
  readonly incidents: readonly Incident[];
  /** {1} Return of each whole or begun UTC day, and of the ideal token on it. */
  readonly days: { readonly day: Float64Array; readonly actual: Float64Array; readonly ideal: Float64Array };
  readonly summary: Summary;
}

/** What a sweep varies. */
export type SweepName = "leverage" | "band";

export interface SweepAxis {
  readonly name: SweepName;
  readonly values: readonly number[];
}

/** How likely each cell is to be the best on histories like this one. */
export interface Confidence {
  /** Resampled histories. */
  readonly histories: number;
  /** {days} Length of the blocks they are made of. */
  readonly blockDays: number;
  readonly seed: number;
  /** {1} Parts of the histories in which the cell with the index was best, in the order of the cells. */
  readonly shareBest: readonly number[];
  /** {1/year} For each cell, the range of its yearly growth that nine tenths of the histories lie in. */
  readonly growth: readonly { readonly low: number; readonly median: number; readonly high: number }[];
}

/** One cell: `values` in the order of the axes. */
export interface SweepCell {
  readonly values: readonly number[];
  readonly settings: ResultSettings;
  readonly summary: Summary;
}

/** A grid of runs over the same prices. Cells go through the last axis first. */
export interface SweepResult {
  readonly axes: readonly SweepAxis[];
  readonly cells: readonly SweepCell[];
  /** Index of the cell with the highest final NAV. */
  readonly best: number;
  readonly confidence: Confidence;
}
