import { expect } from "chai";
import {
  BadSimulationError,
  simulateBars,
  SimulationOutOfRangeError,
  type SimulationOptions,
} from "../../../src/prices/simulate/index.js";
import { near } from "../../support/near.js";

const WAD = 10n ** 18n;
const HOUR = 3600;
const YEAR = 365 * 86_400;
const CALM: SimulationOptions = {
  volatility: 0.6,
  drift: 0,
  interval: HOUR,
  start: Date.UTC(2020, 0, 1) / 1000,
  bars: 5_000,
  startPrice: 7_200n * WAD,
  seed: 20_200_312,
};
const MILLI = WAD / 1000n;
/** {usd/base} WAD. The first bar, without jumps and with one expected an hour. */
const FIRST = { open: 7_200n * WAD, high: 7_249_183n * MILLI, low: 7_192_332n * MILLI, close: 7_229_986n * MILLI };
const FIRST_WITH_JUMPS = {
  open: 7_200n * WAD,
  high: 7_418_398n * MILLI,
  low: 7_199_330n * MILLI,
  close: 7_417_017n * MILLI,
};
const JUMPS = { perYear: 200, mean: -0.02, deviation: 0.03 };

function logReturns(options: SimulationOptions): number[] {
  return simulateBars(options).map(({ open, close }) => Math.log(Number(close) / Number(open)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe("simulateBars", function () {
  it("gives the same bars for the same seed, and others for another", function () {
    expect(simulateBars(CALM)).to.deep.equal(simulateBars({ ...CALM }));
    expect(simulateBars(CALM)).to.not.deep.equal(simulateBars({ ...CALM, seed: 7 }));
  });

  it("keeps giving the bars it gave when this was written", function () {
    const [first] = simulateBars({ ...CALM, bars: 1 });
    expect(first).to.deep.equal({ time: CALM.start, line: 2, ...FIRST });
    const [jumpy] = simulateBars({ ...CALM, bars: 1, jumps: { perYear: 8_760, mean: -0.02, deviation: 0.03 } });
    expect(jumpy).to.deep.equal({ time: CALM.start, line: 2, ...FIRST_WITH_JUMPS });
  });

  for (const [what, jumps] of [
    ["a Brownian motion", undefined],
    ["jumps", JUMPS],
  ] as const) {
    it(`makes bars of ${what} that are possible, follow one another, and open where the last one closed`, function () {
      const bars = simulateBars({ ...CALM, jumps });
      expect(bars).to.have.length(CALM.bars);
      expect(bars[0]!.open).to.equal(CALM.startPrice);
      for (const [index, { time, open, high, low, close }] of bars.entries()) {
        expect(time).to.equal(CALM.start + index * HOUR);
        expect(open).to.equal(bars[index - 1]?.close ?? CALM.startPrice);
        expect(low > 0n && low <= open && low <= close && high >= open && high >= close).to.equal(true);
      }
    });
  }

  it("has the volatility it was asked for, from close to close and from high to low", function () {
    const years = (CALM.bars * HOUR) / YEAR;
    const realised = Math.sqrt(sum(logReturns(CALM).map((value) => value ** 2)) / years);
    near(realised, 0.6, 0.6 * 3 * Math.sqrt(1 / (2 * CALM.bars)));
    const ranges = simulateBars(CALM).map(({ high, low }) => Math.log(Number(high) / Number(low)) ** 2);
    // Parkinson's estimator; drawing the two extremes apart makes ranges a little too wide.
    near(Math.sqrt(sum(ranges) / (4 * Math.LN2) / years), 0.6, 0.03);
  });

  it("grows by its drift on average, jumps included", function () {
    const markets = 400;
    for (const jumps of [undefined, JUMPS]) {
      const growth = Array.from({ length: markets }, (_, seed) => {
        const options = { ...CALM, volatility: 0.2, drift: 0.5, interval: YEAR / 20, bars: 20, jumps, seed };
        return Number(simulateBars(options).at(-1)!.close) / Number(CALM.startPrice);
      });
      const mean = sum(growth) / markets;
      const error = Math.sqrt(sum(growth.map((value) => (value - mean) ** 2)) / markets / markets);
      near(mean, Math.exp(0.5), 4 * error);
    }
  });

  it("jumps as often as it was asked to", function () {
    const still = { ...CALM, volatility: 0, jumps: { perYear: 876, mean: 0.1, deviation: 0 } };
    // Without volatility the price drifts down evenly to make up for its jumps.
    const jumped = logReturns(still).filter((value) => value > 0.05).length;
    near(jumped, CALM.bars * (1 - Math.exp(-0.1)), 4 * Math.sqrt(CALM.bars * 0.1));
  });

  it("is the Brownian motion of the same seed where jumps are expected never", function () {
    const never = { ...JUMPS, perYear: 0 };
    expect(simulateBars({ ...CALM, jumps: never })).to.deep.equal(simulateBars(CALM));
  });

  it("stands still without volatility and drift", function () {
    for (const { high, low } of simulateBars({ ...CALM, volatility: 0, bars: 10 })) {
      expect([high, low]).to.deep.equal([CALM.startPrice, CALM.startPrice]);
    }
  });

  it("keeps seven digits of small prices and of large ones", function () {
    for (const [startPrice, unit] of [
      [WAD / 100n, 10n ** 9n],
      [1_000_000n * WAD, 10n ** 17n],
    ] as const) {
      for (const { close } of simulateBars({ ...CALM, startPrice, bars: 50 })) {
        expect(close % unit).to.equal(0n);
        expect(Number(close) / Number(startPrice)).to.be.within(0.8, 1.2);
      }
    }
  });

  it("keeps bars possible when the start price has more digits than are kept", function () {
    const startPrice = 1_234_567_891_234_567_891n;
    const [bar] = simulateBars({ ...CALM, volatility: 0, startPrice, bars: 1 });
    expect(bar!.open).to.equal(startPrice);
    expect(bar!.low <= bar!.open && bar!.high >= bar!.open).to.equal(true);
  });

  describe("refuses in one line", function () {
    const cases: [string, Partial<SimulationOptions>, string][] = [
      ["a negative volatility", { volatility: -0.1 }, "The volatility -0.1 is out of range: use a number from 0 to 10"],
      ["a volatility that is no number", { volatility: NaN }, "The volatility NaN is out of range"],
      ["a drift beyond reason", { drift: 1e9 }, "The drift 1000000000 is out of range"],
      ["negative jumps per year", { jumps: { ...JUMPS, perYear: -1 } }, "The number of jumps per year -1"],
      ["an infinite mean jump", { jumps: { ...JUMPS, mean: -Infinity } }, "The mean jump -Infinity"],
      ["a negative deviation of jumps", { jumps: { ...JUMPS, deviation: -1 } }, "The deviation of jumps -1"],
      ["no interval", { interval: 0 }, "The interval in seconds 0 is no good"],
      ["half a second", { interval: 0.5 }, "The interval in seconds 0.5 is no good"],
      ["a start before 1970", { start: -1 }, "The start time -1 is no good"],
      ["no bars", { bars: 0 }, "The number of bars 0 is no good"],
      ["bars beyond the year 9999", { bars: 1e9 }, "The number of bars 1000000000 is no good"],
      ["half a seed", { seed: 1.5 }, "The seed 1.5 is no good: use a whole number from 0 to 2147483647"],
      ["a start price of zero", { startPrice: 0n }, "The start price is not above zero"],
    ];
    for (const [what, change, message] of cases) {
      it(what, function () {
        expect(() => simulateBars({ ...CALM, ...change }))
          .to.throw(BadSimulationError, message)
          .with.property("message")
          .not.include("\n");
      });
    }

    it("a market that runs out of every price range", function () {
      expect(() => simulateBars({ ...CALM, drift: 20, interval: YEAR, bars: 3 })).to.throw(
        SimulationOutOfRangeError,
        "in bar 1: use less volatility",
      );
    });
  });
});
