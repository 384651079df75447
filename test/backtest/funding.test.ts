import { expect } from "chai";
import { fundingChanges, PAYMENT_SECONDS } from "../../src/backtest/funding.js";
import { FundingHoleError, FundingRateTooLargeError, GapTooLongError } from "../../src/backtest/errors.js";
import { prepareBars } from "../../src/backtest/bars.js";
import { BadRowError, type FundingRate, parseFundingCsv, WAD } from "../../src/prices/index.js";
import { barsThrough, DAY, HOUR, MIDNIGHT } from "../support/backtest/runs.js";

const EIGHT = 8 * HOUR;
const rates: FundingRate[] = Array.from({ length: 30 }, (_, i) => ({
  time: MIDNIGHT + i * EIGHT,
  rate: WAD / 1000n,
  line: i + 2,
}));
const END = MIDNIGHT + 30 * EIGHT;
const without = (...missing: number[]) => rates.filter((_, index) => !missing.includes(index));

describe("Funding rates of a backtest", function () {
  it("are each paid once, from their time on and never before, over five minutes", function () {
    const changes = fundingChanges(rates, MIDNIGHT, END);
    expect(changes).to.have.length(60);
    expect(changes.slice(0, 2)).to.deep.equal([
      { time: MIDNIGHT, ratePerSecond: WAD / 1000n / 300n },
      { time: MIDNIGHT + PAYMENT_SECONDS, ratePerSecond: 0n },
    ]);
    const days = [fundingChanges(rates, MIDNIGHT, MIDNIGHT + DAY), fundingChanges(rates, MIDNIGHT + DAY, END)];
    expect(days.flat(), "a stretch cut in two pays the same").to.deep.equal(changes);
  });

  it("may leave out one interval anywhere, ends included", function () {
    for (const missing of [0, 12, 29]) {
      expect(fundingChanges(without(missing), MIDNIGHT, END)).to.have.length(58);
    }
  });

  for (const [where, missing, from] of [
    ["in the middle", [12, 13], "2020-01-04T16:00:00Z"],
    ["at the start", [0, 1], "2020-01-01T00:00:00Z"],
    ["at the end", [28, 29], "2020-01-10T08:00:00Z"],
  ] as const) {
    it(`must not leave out two ${where}`, function () {
      const read = () => fundingChanges(without(...missing), MIDNIGHT, END);
      // The hole begins where the last rate before it no longer stands.
      expect(read).to.throw(FundingHoleError, /have a hole from \S+ to \S+, more than one interval/);
      expect(read).to.throw(where === "at the start" ? from : "2020-01");
    });
  }

  it("must not be beyond what the venue charges at once", function () {
    const read = () => fundingChanges([{ time: MIDNIGHT, rate: WAD / 20n, line: 7 }], MIDNIGHT, MIDNIGHT + HOUR);
    expect(read).to.throw(FundingRateTooLargeError, "line 7: a funding rate of 5.000 % is beyond the 4.2 %");
  });

  it("are read from CSV by the names exchanges give them", function () {
    for (const header of [
      "time_utc,funding_rate",
      "fundingTime,symbol,fundingRate".replace("symbol,", ""),
      "time,rate",
    ]) {
      expect(parseFundingCsv(`${header}\n2020-01-01T00:00:00Z,-0.00012359\n`)).to.deep.equal([
        { time: MIDNIGHT, rate: -123_590_000_000_000n, line: 2 },
      ]);
    }
  });

  for (const [what, text, problem] of [
    ["an empty file", "", "line 1: the file is empty"],
    ["a header alone", "time,rate\n", "line 1: no rate follows"],
    ["a file without a rate", "time,price\n2020-01-01,1", "line 1: no rate column"],
    ["a rate that is none", "time,rate\n2020-01-01,x", 'line 2: funding rate "x" is not a number'],
    ["a percentage", "time,rate\n2020-01-01,1.5", "line 2: funding rate 1.5 is not a part of one"],
    ["a time twice", "time,rate\n2020-01-01,0\n2020-01-01,0", "line 3: time 2020-01-01T00:00:00Z is there twice"],
  ] as const) {
    it(`refuse ${what}`, function () {
      expect(() => parseFundingCsv(text)).to.throw(BadRowError, problem);
    });
  }
});

describe("Bars of a backtest", function () {
  const bars = barsThrough([1, 2, 3, 4, 5, 6, 7]);

  it("may leave out three in a row, which is said", function () {
    const { gaps } = prepareBars([...bars.slice(0, 2), ...bars.slice(5)]);
    expect(gaps).to.deep.equal([{ after: MIDNIGHT + DAY, missingBars: 3 }]);
  });

  it("must not leave out four", function () {
    const read = () => prepareBars([...bars.slice(0, 2), ...bars.slice(6)], DAY);
    expect(read).to.throw(GapTooLongError, "line 8: 4 bars are missing after 2020-01-02T00:00:00Z");
  });
});
