import type { AttributionPart } from "../../../src/attribution/Attribution.js";
import type { BacktestResult, Bands, Incident, RebalanceEvent, RebalanceReason } from "../../../src/backtest/result.js";
import { simulateBars } from "../../../src/prices/simulate/index.js";

const DAY = 86_400;

/** What a made-up backtest is to look like. */
export interface Shape {
  readonly token?: string;
  readonly leverage?: number;
  readonly bars?: number;
  readonly interval?: number;
  readonly volatility?: number;
  readonly drift?: number;
  readonly seed?: number;
  readonly policy?: BacktestResult["settings"]["policy"];
  /** {1} What a rebalance costs of the notional, and a day of the fund's equity. */
  readonly taker?: number;
  readonly managementFee?: number;
}

/** A backtest as a report takes it, from a plain loop over simulated prices: the shape is right, the figures only near. */
export function makeResult({
  token = "BTC3L",
  leverage = 3,
  bars = 24 * 90,
  interval = 3_600,
  volatility = 0.7,
  drift = 0.3,
  seed = 7,
  policy = "daily+threshold",
  taker = 0.0004,
  managementFee = 0.0001,
}: Shape = {}): BacktestResult {
  const from = Date.UTC(2020, 0, 1) / 1000;
  const market = { volatility, drift, interval, start: from, startPrice: 7_200n * 10n ** 18n, seed };
  const prices = [7_200, ...simulateBars({ ...market, bars }).map(({ close }) => Number(close) / 1e18)];
  const bands: Bands = { lower: 2 / 3, upper: 4 / 3, emergency: 5 / 3 };
  const time = Float64Array.from(prices, (_, index) => from + index * interval);
  const column = () => new Float64Array(prices.length);
  const path = {
    ...{ time, price: Float64Array.from(prices), nav: column(), leverage: column() },
    ...{ multiple: column(), ideal: column(), drawdown: column() },
    attribution: {
      ...{ underlying: column(), compounding: column(), funding: column(), trading: column(), fees: column() },
    } satisfies Record<AttributionPart, Float64Array>,
  };
  const rebalances: RebalanceEvent[] = [];
  const incidents: Incident[] = [];
  const counts: Record<RebalanceReason, number> = { Scheduled: 0, Drift: 0, Emergency: 0, Continuation: 0, Marking: 0 };
  let [nav, size, ideal, peak, trading, fees] = [1, leverage / prices[0]!, 1, 1, 0, 0];
  for (const [index, price] of prices.entries()) {
    const before = prices[index - 1] ?? price;
    nav = Math.max(0, nav + size * (price - before));
    ideal = Math.max(0, ideal * (1 + leverage * (price / before - 1)));
    const fee = (nav * managementFee * interval) / DAY;
    nav -= fee;
    fees -= fee;
    if (nav === 0 && incidents.length === 0 && index > 0) {
      size = 0;
      const bar = time[index - 1]!;
      incidents.push({ time: time[index]!, bar, kind: "Settled", price, leverageBefore: 0, nav });
    }
    const real = nav === 0 ? 0 : (size * price) / nav;
    const reason = nav === 0 || index === 0 ? undefined : reasonOf(real / leverage, time[index]!, policy, bands);
    if (reason !== undefined) {
      const notional = leverage * nav - size * price;
      const takerFee = Math.abs(notional) * taker;
      nav -= takerFee;
      trading -= takerFee;
      size = (leverage * nav) / price;
      counts[reason] += 1;
      const change = {
        leverageBefore: real,
        leverageAfter: leverage,
        notional: notional * 1e5,
        takerFee: takerFee * 1e5,
      };
      rebalances.push({ time: time[index]!, reason, complete: true, price, ...change, impact: 0, tip: 0, nav });
    }
    peak = Math.max(peak, nav);
    path.nav[index] = nav;
    path.leverage[index] = nav === 0 ? 0 : (size * price) / nav;
    path.multiple[index] = Math.max(0, 1 + leverage * (price / prices[0]! - 1));
    path.ideal[index] = ideal;
    path.drawdown[index] = nav / peak - 1;
    const underlying = leverage * (price / prices[0]! - 1);
    path.attribution.underlying[index] = underlying;
    path.attribution.trading[index] = trading;
    path.attribution.fees[index] = fees;
    path.attribution.compounding[index] = nav - 1 - underlying - trading - fees;
  }
  const end = prices.at(-1)!;
  const last = prices.length - 1;
  const deepest = path.drawdown.indexOf(Math.min(...path.drawdown));
  const part = (name: AttributionPart) => path.attribution[name][last]!;
  const costs = {
    managementFee: -fees,
    takerFee: -trading,
    impact: 0,
    tips: 0,
    liquidation: 0,
    funding: 0,
    reserve: 0,
  };
  return {
    label: `${token} ${policy}`,
    settings: {
      ...{ source: `simulated (seed ${String(seed)})`, token, leverage, policy, bands },
      schedule: { period: DAY, offset: 0 },
      costs: { managementFee: managementFee * 365, takerFee: taker, reserveFee: 0, depth: 1e8, funding: false },
      ...{ capital: 100_000, intrabar: "worst", step: 0.005, interval, from, to: time.at(-1)!, bars, gaps: [] },
    },
    path,
    rebalances,
    incidents,
    days: { day: new Float64Array(), actual: new Float64Array(), ideal: new Float64Array() },
    summary: {
      ...{ finalNav: nav, finalNavExact: String(nav), rebalances: counts, blocked: 0 },
      ...{ wipedOutAt: incidents[0]?.bar ?? null, costs },
      attribution: {
        ...{ underlying: part("underlying"), compounding: part("compounding"), funding: part("funding") },
        ...{ trading: part("trading"), fees: part("fees"), total: nav - 1 },
      },
      ...{ totalReturn: nav - 1, underlyingReturn: end / prices[0]! - 1 },
      multipleReturn: Math.max(-1, leverage * (end / prices[0]! - 1)),
      cagr: nav ** ((365 * DAY) / (bars * interval)) - 1,
      volatility: bars * interval < 2 * DAY ? null : volatility * Math.abs(leverage),
      maxDrawdown: {
        value: path.drawdown[deepest]!,
        from: time[path.nav.indexOf(Math.max(...path.nav.subarray(0, deepest + 1)))]!,
        to: time[deepest]!,
      },
      worstDay: { day: from, value: -0.31 },
      bestDay: { day: from + DAY, value: 0.28 },
      ...{ trackingError: 0.012, correlation: 0.9991, turnover: 210 },
    },
  };
}

/** Why a token of which leverage is `ratio` times target would be rebalanced at that time. */
function reasonOf(ratio: number, time: number, policy: string, bands: Bands): RebalanceReason | undefined {
  if (policy !== "daily" && policy !== "none") {
    if (ratio > bands.emergency) return "Emergency";
    if (ratio > bands.upper || ratio < bands.lower) return "Drift";
  }
  return (policy === "daily" || policy === "daily+threshold") && time % DAY === 0 ? "Scheduled" : undefined;
}
