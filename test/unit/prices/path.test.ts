import { expect } from "chai";
import {
  type Bar,
  countPoints,
  parseStep,
  type Path,
  pathOfBars,
  pathPoints,
  pathThrough,
  StepTooSmallError,
  walk,
  withHeartbeat,
} from "../../../src/prices/index.js";

const WAD = 10n ** 18n;
const STEP = parseStep("0.5%");
const HOUR = 3600;
const START = 1_583_971_200; // 2020-03-12T00:00:00Z

function bar(time: number, open: bigint, close: bigint): Bar {
  return { time, open: open * WAD, high: 10_000n * WAD, low: WAD, close: close * WAD, line: 2 };
}

describe("walk", function () {
  const journeys: [bigint, bigint][] = [
    [793_452n * 10n ** 16n, 476_465n * 10n ** 16n],
    [476_465n * 10n ** 16n, 793_452n * 10n ** 16n],
    [100n, 7n],
    [1n, 2n],
    [1_000_003n, 1_000_000n],
  ];
  for (const [from, to] of journeys) {
    it(`goes from ${String(from)} to ${String(to)} exactly, in steps that never exceed 0.5 %`, function () {
      const prices = walk(from, to, STEP);
      expect(prices.at(-1)).to.equal(to);
      let previous = from;
      for (const price of prices) {
        expect(price === previous).to.equal(false);
        expect(price > previous).to.equal(to > from);
        const moved = price > previous ? price - previous : previous - price;
        // Where 0.5 % is less than the smallest unit, it goes by that.
        expect(moved === 1n || moved * WAD <= STEP * previous).to.equal(true);
        previous = price;
      }
    });
  }

  it("takes no more steps than it must", function () {
    expect(walk(1000n * WAD, 1005n * WAD, STEP)).to.have.length(1);
    expect(walk(1006n * WAD, 1000n * WAD, STEP)).to.have.length(2);
    expect(walk(1000n * WAD, 1050n * WAD, STEP)).to.have.length(10);
  });

  it("jumps once when the step is 0, and stays when there is nowhere to go", function () {
    expect(walk(100n, 1n, 0n)).to.deep.equal([1n]);
    expect(walk(100n, 100n, STEP)).to.deep.equal([]);
    expect(walk(100n, 100n, 0n)).to.deep.equal([]);
  });
});

describe("pathPoints", function () {
  it("walks each bar from open to close and reaches the close as the bar ends", function () {
    const points = [...pathPoints(pathOfBars([bar(START, 1000n, 1020n), bar(START + HOUR, 1020n, 1010n)], HOUR), STEP)];
    expect(points[0]).to.deep.equal({ time: START, price: 1000n * WAD, isEnd: false });
    expect(points.slice(1, 5).map(({ time }) => time - START)).to.deep.equal([900, 1800, 2700, 3600]);
    expect(points.filter(({ isEnd }) => isEnd)).to.deep.equal([
      { time: START + HOUR, price: 1020n * WAD, isEnd: true },
      { time: START + 2 * HOUR, price: 1010n * WAD, isEnd: true },
    ]);
  });

  it("walks the gap between a close and the next open as well", function () {
    const path = pathOfBars([bar(START, 1000n, 1000n), bar(START + HOUR, 1100n, 1100n)], HOUR);
    const prices = [...pathPoints(path, STEP)].map(({ price }) => price);
    expect(prices).to.have.length(2 + 20);
    expect([...pathPoints(path, 0n)].map(({ price }) => price / WAD)).to.deep.equal([1000n, 1000n, 1100n]);
  });

  it("rests while bars are missing", function () {
    const path = pathOfBars([bar(START, 1000n, 1005n), bar(START + 9 * HOUR, 1005n, 1005n)], HOUR);
    expect([...pathPoints(path, STEP)].map(({ time }) => (time - START) / HOUR)).to.deep.equal([0, 1, 10]);
  });

  it("gives whole seconds that strictly increase", function () {
    const path = pathThrough([
      { time: START, price: 793_452n * 10n ** 16n },
      { time: START + 97, price: 476_465n * 10n ** 16n },
      { time: START + 200, price: 600n * WAD * 10n },
    ]);
    let last = 0;
    for (const { time } of pathPoints(path, parseStep("1%"))) {
      expect(Number.isInteger(time)).to.equal(true);
      expect(time).to.be.greaterThan(last);
      last = time;
    }
    expect(last).to.equal(START + 200);
  });

  it("refuses more steps than there are seconds", function () {
    const path = pathOfBars([bar(START, 1000n, 5000n)], HOUR);
    expect(() => [...pathPoints(path, parseStep("0.001%"))]).to.throw(
      StepTooSmallError,
      /^\d+ steps do not fit into the 3600 s from 2020-03-12T00:00:00Z: use a larger step$/,
    );
  });

  it("is counted by countPoints without being walked", function () {
    const path: Path = pathOfBars([bar(START, 1000n, 1234n), bar(START + HOUR, 1200n, 1200n)], HOUR);
    for (const step of [0n, STEP, parseStep("3%")]) {
      expect(countPoints(path, step)).to.equal([...pathPoints(path, step)].length);
    }
  });

  it("needs somewhere to start", function () {
    expect(() => pathOfBars([], HOUR)).to.throw(RangeError);
    expect(() => pathThrough([])).to.throw(RangeError);
  });
});

describe("withHeartbeat", function () {
  const points = [0, 2, 5].map((hour) => ({ time: START + hour * HOUR, price: BigInt(hour), isEnd: true }));

  it("repeats a price that has stood too long, and adds nothing else", function () {
    const repeated = [...withHeartbeat(points, 2 * HOUR)];
    expect(repeated.map(({ time, price }) => [(time - START) / HOUR, price])).to.deep.equal([
      [0, 0n],
      [2, 2n],
      [4, 2n],
      [5, 5n],
    ]);
    expect(repeated.filter(({ isEnd }) => isEnd)).to.deep.equal(points);
  });
});
