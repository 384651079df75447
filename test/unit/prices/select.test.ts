import { expect } from "chai";
import { barInterval, type Bar, EmptySelectionError, selectBars } from "../../../src/prices/index.js";

const HOUR = 3600;
const START = 1_583_971_200; // 2020-03-12T00:00:00Z

const bar = (time: number): Bar => ({ time, open: 1n, high: 1n, low: 1n, close: 1n, line: 2 });
const hours = [0, 1, 2, 3].map((hour) => bar(START + hour * HOUR));

describe("selectBars", function () {
  it("keeps everything when nothing is asked for", function () {
    expect(selectBars(hours, {})).to.deep.equal(hours);
  });

  it("includes the bar that opens at `from` and leaves out the one that opens at `to`", function () {
    const selected = selectBars(hours, { from: START + HOUR, to: START + 3 * HOUR });
    expect(selected).to.deep.equal(hours.slice(1, 3));
  });

  it("says what there is when nothing is left", function () {
    expect(() => selectBars(hours, { from: START + 10 * HOUR })).to.throw(
      EmptySelectionError,
      "No price in the selection from 2020-03-12T10:00:00Z: " +
        "the prices run from 2020-03-12T00:00:00Z to 2020-03-12T03:00:00Z",
    );
    expect(() => selectBars([], {})).to.throw(EmptySelectionError, "there are no prices at all");
  });

  it("refuses an end that is not after its start", function () {
    for (const to of [START, START - 1]) {
      expect(() => selectBars(hours, { from: START, to })).to.throw(EmptySelectionError, "is not after --from");
    }
  });
});

describe("barInterval", function () {
  it("is the least distance of two bars, gaps or not", function () {
    expect(barInterval([bar(START), bar(START + 5 * HOUR), bar(START + 6 * HOUR)])).to.equal(HOUR);
  });

  it("takes a lone bar for a day's if it opens at midnight, otherwise for an hour's", function () {
    expect(barInterval([bar(START)])).to.equal(24 * HOUR);
    expect(barInterval([bar(START + HOUR)])).to.equal(HOUR);
  });
});
