import { expect } from "chai";
import type { Snapshot } from "../../src/verify/readings.js";
import { compare, verify } from "../../src/verify/verify.js";
import { WAD } from "../../src/prices/index.js";
import { barsThrough, courseOf, HOUR, MIDNIGHT, usualTerms } from "../support/backtest/runs.js";

describe("Backtest: verified on chain", function () {
  it("equals the chain through drift, a schedule, funding, a liquidation and what follows it", async function () {
    this.timeout(120_000);
    const closes = [100, 98, 88, 84, 86, 70, 72, 75];
    const start = MIDNIGHT + 21 * HOUR;
    const rates = [0, 8, 16, 24].map((hour) => ({ time: MIDNIGHT + hour * HOUR, rate: WAD / 2000n, line: 2 }));
    const course = courseOf(barsThrough(closes, HOUR, start), { step: WAD / 50n }, [
      ...rates,
      { time: MIDNIGHT + 32 * HOUR, rate: 0n, line: 6 },
    ]);
    const [banded] = await verify(await usualTerms({}), course, 1);
    expect(banded!.difference).to.equal(undefined);
    expect(banded!.compared).to.be.above(4);
    const jumps = courseOf(barsThrough([100, 68, 70, 30, 30], HOUR, start));
    for (const policy of ["daily", "threshold"] as const) {
      const [verified] = await verify(await usualTerms({ policy }), jumps, 1);
      expect(verified!.difference, policy).to.equal(undefined);
      expect(verified!.compared, policy).to.be.above(1);
    }
  });

  it("says what differs first", function () {
    const snapshot: Snapshot = {
      ...{ time: MIDNIGHT, what: "Rebalanced", event: "1", nav: "1" },
      ...{ shares: "1", account: "1 1 1 1", funding: "0" },
    };
    expect(compare([snapshot], [snapshot])).to.equal(undefined);
    expect(compare([snapshot], [{ ...snapshot, nav: "2" }])).to.equal(
      "nav after Rebalanced at 2020-01-01T00:00:00Z: 1 in the backtest, 2 on chain",
    );
    expect(compare([], [snapshot])).to.equal("only the chain has Rebalanced at 2020-01-01T00:00:00Z");
    expect(compare([snapshot], [])).to.equal("only the backtest has Rebalanced at 2020-01-01T00:00:00Z");
  });
});
