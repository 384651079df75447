import { expect } from "chai";
import { settingsOf, termsOf } from "../../src/backtest/choice.js";
import { BadAxisError, parseAxis } from "../../src/backtest/sweep/axes.js";
import { resample } from "../../src/backtest/sweep/confidence.js";
import { combinations, sweep } from "../../src/backtest/sweep/sweep.js";
import { WAD } from "../../src/prices/index.js";
import { barsThrough, courseOf, localParameters, runBacktest, USUAL } from "../support/backtest/runs.js";
import { near } from "../support/near.js";

describe("Backtest: sweeps", function () {
  it("read an axis with both its ends, and leave out a multiple of 0", function () {
    expect(parseAxis("leverage=1..3:0.5").values).to.deep.equal([10n, 15n, 20n, 25n, 30n].map((x) => (x * WAD) / 10n));
    expect(parseAxis("band=1.1..1.9:0.1").values).to.have.length(9);
    expect(parseAxis("leverage=-1..1:1").values).to.deep.equal([-WAD, WAD]);
  });

  for (const text of ["leverage", "leverage=1..5", "speed=1..2:1", "band=2..1:0.1", "band=1..2:0", "band=a..2:1"]) {
    it(`refuse "${text}"`, function () {
      expect(() => parseAxis(text)).to.throw(BadAxisError, `--sweep "${text}"`);
    });
  }

  it("refuse an axis of more values than anybody looks at", function () {
    expect(() => parseAxis("band=1.1..9:0.01")).to.throw(BadAxisError, "more than 101 values");
  });

  it("go through the last axis first", function () {
    const axes = [parseAxis("leverage=1..2:1"), parseAxis("band=1.5..1.6:0.1")];
    expect(combinations(axes).map((cell) => cell.map((value) => Number(value) / 1e18))).to.deep.equal([
      [1, 1.5],
      [1, 1.6],
      [2, 1.5],
      [2, 1.6],
    ]);
  });

  it("give in threads what single runs give", async function () {
    this.timeout(60_000);
    const course = courseOf(barsThrough(Array.from({ length: 60 }, (_, day) => 100 + 10 * Math.sin(day))));
    const axes = [parseAxis("leverage=1..3:1")];
    const { bars, interval, gaps } = course.series;
    const stretch = { source: "test", interval, gaps, from: 0, to: 1, bars: bars.length, hasFunding: false };
    const parameters = await localParameters();
    const jobs = combinations(axes).map((values) => {
      const choice = { ...USUAL, leverage: values[0]! };
      return { values, settings: settingsOf(choice, { ...stretch, ...course }), terms: termsOf(parameters, choice) };
    });
    let done = 0;
    const result = await sweep(axes, jobs, course, { seed: 1, threads: 2, onProgress: () => (done += 1) });
    expect(done).to.equal(3);
    for (const [index, { values, summary }] of result.cells.entries()) {
      expect(values).to.deep.equal([index + 1]);
      const alone = await runBacktest({ leverage: BigInt(index + 1) * WAD }, course);
      expect(summary.finalNavExact).to.equal(alone.summary.finalNavExact);
    }
    const navs = result.cells.map(({ summary }) => summary.finalNav);
    expect(navs[result.best]).to.equal(Math.max(...navs));
  });
});

describe("Backtest: how sure a ranking is", function () {
  const days = 400;
  const noise = (seed: number) => Float64Array.from({ length: days }, (_, i) => Math.sin(i * seed) / 50);
  const options = { histories: 500, blockDays: 10, seed: 7 };

  it("is the same for the same seed, and the shares add up to 1", function () {
    const daily = [noise(1.1), noise(2.3), noise(3.7)];
    const [one, two] = [resample(daily, options), resample(daily, options)];
    expect(one).to.deep.equal(two);
    near(
      one.shareBest.reduce((sum, share) => sum + share, 0),
      1,
      1e-9,
    );
    for (const { low, median, high } of one.growth) {
      expect(low).to.be.at.most(median);
      expect(median).to.be.at.most(high);
    }
  });

  it("is complete where one is better every day, and shared where two are the same", function () {
    const better = noise(1.1).map((value) => value + 0.001);
    expect(resample([noise(1.1), better], options).shareBest).to.deep.equal([0, 1]);
    const { shareBest } = resample([better, better, noise(1.1)], options);
    near(shareBest[0]!, 0.5, 1e-9);
    near(shareBest[1]!, 0.5, 1e-9);
  });

  it("never recommends what a single day ruined", function () {
    const ruined = noise(1.1).map((value, day) => (day === 200 ? -1 : value + 0.01));
    const { growth } = resample([ruined], options);
    near(growth[0]!.low, -1, 1e-9);
  });
});
