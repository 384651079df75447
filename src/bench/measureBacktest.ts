import { prepareBars } from "../backtest/bars.js";
import type { Course } from "../backtest/run.js";
import { run } from "../backtest/run.js";
import type { Terms } from "../backtest/terms.js";
import { WAD } from "../prices/index.js";
import { simulateBars } from "../prices/simulate/index.js";

const HOUR = 3600;
/** Runs of which the fastest counts: the others measure what else the machine does. */
const RUNS = 3;

/** What a run through so many bars takes. */
export interface BacktestFigures {
  readonly bars: number;
  /** {ms} The backtest, and the same policy as a plain loop over numbers. */
  readonly milliseconds: number;
  readonly loopMilliseconds: number;
}

/** Measures runs of these lengths over made-up hours, always the same. */
export function measureBacktest(terms: Terms, sizes: readonly number[]): BacktestFigures[] {
  // A drift at which three times the price neither dies nor outgrows its market in 63 years, in either of which most steps would be exact.
  const market = { volatility: 0.2, drift: 0.06, interval: HOUR, start: Date.UTC(2020, 0, 1) / 1000, seed: 1 };
  const all = simulateBars({ ...market, bars: Math.max(...sizes), startPrice: 10_000n * WAD });
  return sizes.map((bars) => {
    const series = prepareBars(all.slice(0, bars));
    const course: Course = { series, funding: [], intrabar: "worst", step: WAD / 200n };
    return {
      bars,
      milliseconds: fastest(() => run(terms, course).columns.nav.at(-1)),
      loopMilliseconds: fastest(() => plainLoop(course, terms)),
    };
  });
}

/**
 * 3x, rebalanced at midnight and at once beyond its bands, as one would write it down in an evening: no chain, no exact
 * arithmetic, no reasons. The limit of what the backtest can reach.
 */
function plainLoop({ series, step }: Course, { leverage, bands, market, fees }: Terms): number {
  const target = Number(leverage) / 1e18;
  const upper = (target * Number(bands.upperBand)) / 1e18;
  const lower = (target * Number(bands.lowerBand)) / 1e18;
  const taker = Number(market.takerFeePpm) / 1e6;
  const hourly = (Number(fees.managementPpmPerYear) / 1e6) * (series.interval / (365 * 24 * HOUR));
  const largest = Number(step) / 1e18;
  let price = Number(series.bars[0]?.open ?? 0n) / 1e18;
  let equity = 1;
  let size = (target * equity) / price;
  const reset = (): void => {
    const wanted = (target * equity) / price;
    equity -= Math.abs(wanted - size) * price * taker;
    size = wanted;
  };
  for (const [index, bar] of series.bars.entries()) {
    for (const next of [series.low[index] ?? 0, series.high[index] ?? 0, series.close[index] ?? 0]) {
      const from = price;
      const steps = Math.max(1, Math.ceil(Math.abs(next - from) / (Math.min(from, next) * largest)));
      for (let i = 1; i <= steps; ++i) {
        const now = from + ((next - from) * i) / steps;
        equity += size * (now - price);
        price = now;
        const real = (size * price) / equity;
        if (real > upper || real < lower) reset();
      }
    }
    equity *= 1 - hourly;
    if ((bar.time + series.interval) % (24 * HOUR) === 0) reset();
  }
  return equity;
}

/** {ms} */
function fastest(action: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
  return Math.min(...times);
}
