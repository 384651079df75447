import { expect } from "chai";
import { WAD } from "../../src/prices/index.js";
import { barsThrough, courseOf, DAY, HOUR, MIDNIGHT, NO_COSTS, runBacktest } from "../support/backtest/runs.js";
import { near } from "../support/near.js";

const DAILY = { ...NO_COSTS, policy: "daily" } as const;

/** Closes of the BTC perpetual on 12 March 2020, each at the end of its hour, after the close of the day before. */
const CRASH = [
  ...[7934.52, 7918.82, 7717.67, 7648.65, 7667.32, 7628.69, 7650.78, 7502, 7397.9, 7383.06, 7357.61, 5981.07],
  ...[6038.38, 6015.92, 5988.84, 6086.09, 6122.46, 6085.69, 6111.77, 5984.36, 6034.68, 5737.56, 5819.32, 5797.19],
  4764.65,
];

describe("Backtest: published figures, costs off", function () {
  for (const [name, leverage, closes, nav] of [
    ["FTX, there and back: -5.45 %", 3, [10_000, 11_000, 10_000], 1.3 * (1 - 3 / 11)],
    ["FTX, two rises: +69 %", 3, [10_000, 11_000, 12_100], 1.69],
    ["FTX, two falls: -28.4 %", 3, [10_000, 9_500, 9_000], 0.85 * (1 - 3 * (500 / 9_500))],
    ["AscendEX, +5 %: 100 becomes 115", 3, [100, 105], 1.15],
    ["a short, there and back", -3, [10_000, 11_000, 10_000], 0.7 * (1 + 3 / 11)],
    [
      "a fractional multiple at a low price",
      1.5,
      [0.0123, 0.0135, 0.0111],
      (1 + 1.5 * (12 / 123)) * (1 - 1.5 * (24 / 135)),
    ],
    ["ten days of +20 %", 3, Array.from({ length: 11 }, (_, day) => (100 * 1.2 ** day).toFixed(12)), 1.6 ** 10],
  ] as const) {
    it(`gives ${name}, to 1e-9`, async function () {
      const bars = barsThrough(closes);
      const course = courseOf(bars);
      const { summary } = await runBacktest({ ...DAILY, leverage: BigInt(leverage * 100) * (WAD / 100n) }, course);
      near(summary.finalNav / nav, 1, 1e-9);
      expect(summary.rebalances.Drift + summary.rebalances.Emergency).to.equal(0);
    });

    it(`gives ${name}, from bars of one price each too`, async function () {
      const bars = barsThrough(closes).map((bar) => ({ ...bar, open: bar.close, high: bar.close, low: bar.close }));
      const { summary } = await runBacktest(
        { ...DAILY, leverage: BigInt(leverage * 100) * (WAD / 100n) },
        courseOf(bars),
      );
      near(summary.finalNav / nav, 1, 1e-9);
    });
  }

  it("decays over a long random path as the path-dependence formula says, within its own error", async function () {
    for (const leverage of [3, -2]) {
      let [price, state, variance, thirds] = [100, 20_200_312, 0, 0];
      const closes = [price];
      for (let hour = 0; hour < 2000; hour++) {
        state = (state * 48_271) % 2_147_483_647;
        const change = (state / 2_147_483_647 - 0.5) / 50;
        price *= 1 + change;
        closes.push(Number(price.toFixed(12)));
        variance += Math.log1p(change) ** 2;
        thirds += Math.abs(Math.log1p(change)) ** 3;
      }
      const course = courseOf(barsThrough(closes, HOUR));
      const { summary } = await runBacktest({ ...DAILY, period: 3600n, leverage: BigInt(leverage) * WAD }, course);
      const drag = ((leverage - leverage ** 2) / 2) * variance;
      const formula = leverage * Math.log(price / 100) + drag;
      const error = (1.2 * Math.abs(leverage - 3 * leverage ** 2 + 2 * leverage ** 3) * thirds) / 6 + 1e-4;
      near(Math.log(summary.finalNav), formula, error);
      expect(error).to.be.below(Math.abs(drag) / 5);
    }
  });

  it("leaves 9 % of a 3x long on 12 March 2020 when it waits for midnight, and 17 % when it acts at 4x", async function () {
    const bars = barsThrough(CRASH, HOUR, Date.UTC(2020, 2, 11, 23) / 1000);
    const course = courseOf(bars, { step: WAD / 200n });
    const daily = await runBacktest({ policy: "daily" }, course);
    near(daily.summary.finalNav, 0.09443, 1e-5);
    const both = await runBacktest({}, course);
    near(both.summary.finalNav, 0.17351, 1e-5);
    expect(both.summary.rebalances.Drift).to.equal(4);
    expect([daily.summary.wipedOutAt, both.summary.wipedOutAt]).to.deep.equal([null, null]);
  });

  it("lets no token come within 5 % of its liquidation, whatever its policy waits for", async function () {
    const bars = barsThrough(CRASH, HOUR, Date.UTC(2020, 2, 11, 23) / 1000);
    const { rebalances } = await runBacktest({ policy: "daily" }, courseOf(bars, { step: WAD / 200n }));
    const own = rebalances.filter(({ reason }) => reason === "Emergency");
    expect(own).to.have.length(1);
    // 1 / (5 % + 95 % of a maintenance margin of 5 %), and what one update of the feed adds.
    expect(own[0]!.leverageBefore).to.be.within(10.256, 10.256 * 1.05);
    near(own[0]!.leverageAfter, 3, 0.02);
  });

  it("follows the underlying at 1x from 100 to 1,061, with or without a schedule: profit is marked in time", async function () {
    const closes = Array.from({ length: 400 }, (_, day) => (100 * 10.61 ** (day / 399)).toFixed(12));
    for (const policy of ["threshold", "daily", "daily+threshold"] as const) {
      const { summary } = await runBacktest({ ...NO_COSTS, policy, leverage: WAD }, courseOf(barsThrough(closes)));
      near(summary.finalNav, 10.61, 1e-9);
      expect(summary.rebalances, policy).to.include({ Marking: 8, Scheduled: 0, Drift: 0, Emergency: 0 });
    }
  });

  it("takes what the price gaps beyond 1/L whole, and stays at 0", async function () {
    const { summary, path, incidents } = await runBacktest(DAILY, courseOf(barsThrough([100, 60, 90])));
    expect(summary.finalNav).to.equal(0);
    expect(summary.wipedOutAt).to.equal(MIDNIGHT + DAY);
    expect(incidents.map(({ kind }) => kind)).to.deep.equal(["Liquidated", "Settled"]);
    expect([...path.nav]).to.deep.equal([1, 1, 0, 0]);
    expect(summary.attribution.total).to.equal(-1);
  });
});

describe("Backtest: what was charged", function () {
  const flat = Array.from({ length: 31 }, () => 100);
  const rates = Array.from({ length: 93 }, (_, i) => ({
    time: MIDNIGHT + i * 8 * HOUR,
    rate: WAD / 10_000n,
    line: i + 2,
  }));

  it("pays a funding rate of 0.01 % every 8 hours three times over, and a short receives it", async function () {
    for (const [leverage, sign] of [
      [3n, -1],
      [-3n, 1],
    ] as const) {
      const course = courseOf(barsThrough(flat), {}, rates);
      const { summary } = await runBacktest({ ...DAILY, leverage: leverage * WAD }, course);
      near(summary.finalNav, (1 + sign * 3e-4) ** 93, 1e-4);
      near(summary.attribution.funding, summary.finalNav - 1, 1e-9);
      near(summary.costs.funding, 1 - summary.finalNav, 1e-9);
    }
  });

  it("takes the management fee by the second: 3.65 % a year is 0.01 % a day", async function () {
    const { summary } = await runBacktest({ ...DAILY, managementPpmPerYear: 36_500n }, courseOf(barsThrough(flat)));
    near(summary.finalNav, Math.exp((-0.0365 * 31) / 365), 1e-9);
    near(summary.costs.managementFee, 1 - summary.finalNav, 1e-9);
  });

  it("charges taker fee and impact for what is traded", async function () {
    const course = courseOf(barsThrough([100, 110, 100, 110, 100]));
    const free = await runBacktest(DAILY, course);
    const { summary, rebalances } = await runBacktest({ policy: "daily", managementPpmPerYear: 0n }, course);
    const fees = rebalances.reduce((sum, { takerFee }) => sum + takerFee, 0);
    const traded = rebalances.reduce((sum, { notional }) => sum + Math.abs(notional), 0);
    near(fees / traded, 0.0005, 1e-9);
    expect(summary.costs.impact).to.be.above(0);
    expect(summary.finalNav).to.be.below(free.summary.finalNav);
    near(free.summary.finalNav - summary.finalNav, summary.costs.takerFee + summary.costs.impact, 1e-3);
  });

  it("adds the parts of the return up to the last printed digit", async function () {
    const closes = Array.from({ length: 200 }, (_, day) => (100 * (1 + 0.2 * Math.sin(day))).toFixed(2));
    const { summary } = await runBacktest({}, courseOf(barsThrough(closes)));
    const { total, ...parts } = summary.attribution;
    const digits = (value: number): bigint => BigInt(Math.round(value * 1e12));
    expect(Object.values(parts).reduce((sum, part) => sum + digits(part), 0n)).to.equal(digits(total));
    near(total, summary.totalReturn, 1e-12);
  });
});
