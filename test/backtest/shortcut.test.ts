import { expect } from "chai";
import { constantFrom, float, integer, record } from "fast-check";
import { POLICY_NAMES, INTRABARS } from "../../src/backtest/result.js";
import { run } from "../../src/backtest/run.js";
import { type FundingRate, WAD } from "../../src/prices/index.js";
import { simulateBars } from "../../src/prices/simulate/index.js";
import { courseOf, HOUR, MIDNIGHT, NO_COSTS, usualTerms } from "../support/backtest/runs.js";
import { property } from "../support/property.js";

const BARS = 150;
const SIMPLE = { noNaN: true, noDefaultInfinity: true } as const;

const market = record({
  leverage: constantFrom(300n, -300n, 200n, 100n, -100n, 150n, 50n, 500n, -250n),
  policy: constantFrom(...POLICY_NAMES),
  interval: constantFrom(300, HOUR, 4 * HOUR, 24 * HOUR),
  intrabar: constantFrom(...INTRABARS),
  step: constantFrom(0n, WAD / 200n, WAD / 50n),
  capital: constantFrom(1n, 1_000n, 1_000_000n, 30_000_000n),
  offset: constantFrom(0n, 9_000n),
  period: constantFrom(21_600n, 86_400n),
  band: float({ ...SIMPLE, min: 1.25, max: 2 }),
  volatility: constantFrom(0.4, 1, 3),
  jumps: constantFrom(0, 500),
  costs: constantFrom(true, false),
  funded: constantFrom(true, false),
  seed: integer({ min: 1, max: 1_000_000 }),
});

/** Payments of every size and sign. */
function ratesOver(seconds: number, seed: number): FundingRate[] {
  const count = Math.ceil(seconds / (8 * HOUR));
  return Array.from({ length: count }, (_, i) => {
    const rate = BigInt(Math.round(Math.sin(seed + i * 7) * 2e16));
    return { time: MIDNIGHT + i * 8 * HOUR, rate, line: i + 2 };
  });
}

function acted(recording: ReturnType<typeof run>): string {
  const facts = recording.acts.map(({ bar, act: { time, kind, event } }) => [bar, time, kind, event.values]);
  return JSON.stringify(facts, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

describe("Backtest: what is skipped", function () {
  property(
    "is nothing: whoever asks the contracts at every step sees the same acts, NAV and costs",
    market,
    async ({ leverage, policy, interval, band, costs, funded, jumps, volatility, seed, ...rest }) => {
      const upper = BigInt(Math.round(band * 1000)) * (WAD / 1000n);
      const terms = await usualTerms({
        leverage: leverage * (WAD / 100n),
        policy,
        period: rest.period,
        offset: rest.offset,
        capital: rest.capital,
        bands: { lower: 2n * WAD - upper, upper, emergency: 2n * upper - WAD },
        ...(costs ? {} : NO_COSTS),
      });
      const made = simulateBars({
        volatility,
        drift: 0,
        jumps: jumps === 0 ? undefined : { perYear: jumps, mean: -0.03, deviation: 0.1 },
        interval,
        start: MIDNIGHT,
        bars: BARS,
        startPrice: BigInt(seed) * (WAD / 100n),
        seed,
      });
      const bars = made.filter((_, index) => index % 50 !== 20);
      const rates = funded ? ratesOver(BARS * interval, seed) : undefined;
      const course = courseOf(bars, { intrabar: rest.intrabar, step: rest.step }, rates);
      const quick = run(terms, course);
      const slow = run(terms, course, { isExhaustive: true });

      expect(acted(quick)).to.equal(acted(slow));
      expect(quick.finalNav).to.equal(slow.finalNav);
      for (const name of ["price", "nav", "leverage", "funding", "trading", "fees"] as const) {
        for (const [row, value] of slow.columns[name].entries()) {
          const gap = Math.abs((quick.columns[name][row] ?? 0) - value);
          expect(gap, `${name} in row ${String(row)}`).to.be.at.most(1e-9 * (1 + Math.abs(value)));
        }
      }
      const exact = Number(quick.finalNav) / 1e18;
      expect(Math.abs((quick.columns.nav.at(-1) ?? 0) - exact)).to.be.at.most(1e-11 + 1e-11 * exact);
    },
    { normal: 25, deep: 1000 },
  );
});
