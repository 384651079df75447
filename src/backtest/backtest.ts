import { attribute, roundAttribution } from "../attribution/Attribution.js";
import { Reason } from "../model/index.js";
import { exactDecimal } from "../prices/index.js";
import type { Act } from "./acts.js";
import { toNumber } from "./numbers.js";
import { idealDaily } from "./ideal.js";
import type { Columns, Recording } from "./Recorder.js";
import type {
  BacktestResult,
  Incident,
  RebalanceEvent,
  RebalanceReason,
  ResultPath,
  ResultSettings,
  Summary,
} from "./result.js";
import { REASONS } from "./result.js";
import { type Course, run } from "./run.js";
import {
  annualized,
  correlation,
  type DailyReturns,
  dailyReturns,
  deviation,
  drawdowns,
  YEAR_SECONDS,
  yearlyGrowth,
} from "./statistics.js";
import type { Terms } from "./terms.js";

/** One fund through the prices, and everything there is to say of it. */
export function backtest(label: string, settings: ResultSettings, terms: Terms, course: Course): BacktestResult {
  const recording = run(terms, course);
  const { columns } = recording;
  const ideal = idealDaily(columns.time, columns.price, settings.leverage);
  const days = dailyReturns(columns.time, columns.nav, columns.price, settings.leverage);
  const path = pathOf(columns, ideal, settings.leverage);
  const rebalances = recording.acts.flatMap(({ act }) => (act.kind === "Rebalanced" ? [toEvent(act)] : []));
  const incidents = recording.acts.flatMap(({ act, bar }) => toIncident(act, bar) ?? []);
  const summary = summarize(recording, { settings, path, days, rebalances, incidents });
  return { label, settings, path, rebalances, incidents, days, summary };
}

function pathOf({ time, price, nav, leverage, funding, trading, fees }: Columns, ideal: Float64Array, target: number) {
  const first = price[0] ?? 1;
  const rows = time.length;
  const attribution = {
    underlying: new Float64Array(rows),
    compounding: new Float64Array(rows),
    funding,
    trading,
    fees,
  };
  const multiple = new Float64Array(rows);
  for (let i = 0; i < rows; ++i) {
    const parts = attribute({
      nav: nav[i] ?? 0,
      price: (price[i] ?? 0) / first,
      leverage: target,
      funding: funding[i] ?? 0,
      trading: trading[i] ?? 0,
      fees: fees[i] ?? 0,
    });
    attribution.underlying[i] = parts.underlying;
    attribution.compounding[i] = parts.compounding;
    multiple[i] = Math.max(0, 1 + parts.underlying);
  }
  return { time, price, nav, leverage, multiple, ideal, drawdown: drawdowns(nav).path, attribution };
}

function reasonOf({ event }: Act): RebalanceReason {
  const name = Reason[Number(event.values[0])];
  const reason = REASONS.find((candidate) => candidate === name);
  if (reason === undefined) throw new Error(`A rebalance for no reason: ${String(name)}`);
  return reason;
}

function toEvent(act: Act): RebalanceEvent {
  const { time, price, leverageBefore, equity, nav, takerFee, impact, tip, event } = act;
  const [, sizeDelta, complete, , , , size] = event.values as readonly bigint[];
  return {
    time,
    reason: reasonOf(act),
    complete: Boolean(complete),
    price,
    leverageBefore,
    leverageAfter: equity === 0 ? 0 : (toNumber(size ?? 0n) * price) / equity,
    notional: toNumber(sizeDelta ?? 0n) * price,
    takerFee,
    impact,
    tip,
    nav,
  };
}

function toIncident({ time, kind, price, leverageBefore, nav }: Act, bar: number): Incident | undefined {
  return kind === "Liquidated" || kind === "Settled" ? { time, bar, kind, price, leverageBefore, nav } : undefined;
}

interface Seen {
  readonly settings: ResultSettings;
  readonly path: ResultPath;
  readonly days: DailyReturns;
  readonly rebalances: readonly RebalanceEvent[];
  readonly incidents: readonly Incident[];
}

function summarize({ finalNav, ledger, acts }: Recording, seen: Seen): Summary {
  const { settings, path, days, rebalances, incidents } = seen;
  const last = path.time.length - 1;
  const seconds = settings.to - settings.from;
  const nav = toNumber(finalNav);
  const price = (path.price[last] ?? 0) / (path.price[0] ?? 1);
  const { leverage } = settings;
  const { funding, reserve, holding, trading, fees, takerFee, impact, tips, liquidation } = ledger;
  const deepest = drawdowns(path.nav);
  const gap = Float64Array.from(days.actual, (value, i) => value - (days.ideal[i] ?? 0));
  const count = (wanted: RebalanceReason): number => rebalances.filter(({ reason }) => reason === wanted).length;
  const traded = acts.reduce((sum, { act }) => {
    const size = act.kind === "Rebalanced" ? Math.abs(toNumber(act.event.values[1] as bigint)) : 0;
    return act.equity === 0 ? sum : sum + (size * act.price) / act.equity;
  }, 0);
  return {
    finalNav: nav,
    finalNavExact: exactDecimal(finalNav),
    rebalances: {
      Scheduled: count("Scheduled"),
      Drift: count("Drift"),
      Emergency: count("Emergency"),
      Continuation: count("Continuation"),
      Marking: count("Marking"),
    },
    blocked: acts.filter(({ act }) => act.kind === "RebalanceBlocked").length,
    wipedOutAt: incidents[0]?.bar ?? null,
    costs: {
      managementFee: paid(fees),
      takerFee: paid(takerFee),
      impact: paid(impact),
      tips: paid(tips),
      liquidation: paid(liquidation),
      funding: paid(funding),
      reserve: paid(reserve),
    },
    attribution: roundAttribution(attribute({ nav, price, leverage, funding: holding, trading, fees })),
    totalReturn: nav - 1,
    underlyingReturn: price - 1,
    multipleReturn: Math.max(-1, leverage * (price - 1)),
    cagr: yearlyGrowth(nav, seconds),
    volatility: annualized(deviation(days.actual)),
    maxDrawdown: {
      value: deepest.value,
      from: path.time[deepest.from] ?? 0,
      to: path.time[deepest.to] ?? 0,
    },
    worstDay: extremeDay(days, Math.min),
    bestDay: extremeDay(days, Math.max),
    trackingError: annualized(deviation(gap)),
    correlation: correlation(days.actual, days.ideal),
    turnover: traded / (seconds / YEAR_SECONDS),
  };
}

/** A cost as what was paid, without a minus before nothing. */
function paid(part: number): number {
  return part === 0 ? 0 : -part;
}

function extremeDay({ day, actual }: DailyReturns, choose: (a: number, b: number) => number): Summary["worstDay"] {
  if (actual.length === 0) return null;
  const value = actual.reduce((a, b) => choose(a, b));
  return { day: day[actual.indexOf(value)] ?? 0, value };
}
