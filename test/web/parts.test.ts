import { expect } from "chai";
import { gain, percent, exact } from "../../web/src/format/format.js";
import { change } from "../../web/src/format/ratio.js";
import { parseAmount, parseSlippage } from "../../web/src/trade/parseInput.js";
import { withoutRepeats } from "../../web/src/chain/past.js";
import { conditionOf } from "../../web/src/tokens/health.js";
import { nearest, triggersOf } from "../../web/src/tokens/triggers.js";
import type { Token } from "../../src/sdk/index.js";

const WAD = 10n ** 18n;

describe("Parts of the page", () => {
  describe("what is written", () => {
    it("writes what is nothing at its digits as nothing, without a sign", () => {
      expect(percent(123_456_789n, { signed: true })).to.equal("0.00 %");
      expect(gain(-4_999n, { decimals: 6, symbol: "USDC" })).to.equal("0.00 USDC");
      expect(gain(-5_000n, { decimals: 6, symbol: "USDC" })).to.equal("−0.01 USDC");
    });

    it("writes gains and losses with their sign", () => {
      expect(percent(WAD / 20n, { signed: true })).to.equal("+5.00 %");
      expect(percent(-WAD / 20n)).to.equal("−5.00 %");
    });

    it("writes amounts to the last unit, and no zeros beyond cents", () => {
      expect(exact(998_502_134_000_000_000_000n)).to.equal("998.502134");
      expect(exact(WAD + 1n)).to.equal("1.000000000000000001");
      expect(exact(1_000_000_000n, 6)).to.equal("1,000.00");
      expect(exact(1_000_500_000n, 6)).to.equal("1,000.50");
    });

    it("knows no change from nothing", () => {
      expect(change(0n, 5n)).to.equal(undefined);
      expect(change(4n, 5n)).to.equal(WAD / 4n);
    });
  });

  describe("what is typed", () => {
    it("reads amounts exactly, however long", () => {
      expect(parseAmount("9007199254740993.000001", 6)).to.deep.equal({
        status: "value",
        value: 9007199254740993000001n,
      });
      expect(parseAmount(" 1,000.5 ", 6)).to.deep.equal({ status: "value", value: 1_000_500_000n });
      expect(parseAmount("  ", 6)).to.deep.equal({ status: "empty" });
    });

    it("says what is wrong with the rest", () => {
      for (const text of ["1e6", "0x10", "1.2.3", "0", "-1", "1.0000001", "Infinity"]) {
        expect(parseAmount(text, 6).status, text).to.equal("wrong");
      }
    });

    it("reads a slippage of 0 to 50 per cent", () => {
      expect(parseSlippage("0.5")).to.deep.equal({ status: "value", value: WAD / 200n });
      expect(parseSlippage("0")).to.deep.equal({ status: "value", value: 0n });
      for (const text of ["", "50.1", "-1", "half"]) expect(parseSlippage(text).status, text).to.equal("wrong");
    });
  });

  describe("the distance to the next rebalance", () => {
    const tokenWith = (lower: bigint, upper: bigint) =>
      ({ price: 100n * WAD, triggers: { lower: lower * WAD, upper: upper * WAD, emergency: 0n } }) as Token;

    it("is to whichever side is nearer, for longs and shorts", () => {
      // A long's upper band is below the price, a short's above it.
      expect(nearest(triggersOf(tokenWith(133n, 89n)))?.price).to.equal(89n * WAD);
      expect(nearest(triggersOf(tokenWith(80n, 106n)))?.price).to.equal(106n * WAD);
    });

    it("is on one side only where no price reaches the other bound", () => {
      expect(triggersOf(tokenWith(0n, 75n))).to.deep.equal({
        down: { price: 75n * WAD, move: -WAD / 4n },
        up: undefined,
      });
    });

    it("is nowhere without a position", () => {
      expect(nearest(triggersOf(tokenWith(0n, 0n)))).to.equal(undefined);
    });
  });

  describe("a rebalance that is blocked", () => {
    const blocked = (blockedSince: bigint) =>
      ({ health: "Live", decision: { action: "Blocked", blocker: "Cost" }, blockedSince }) as Token;

    it("is said in words, with since when, and is no reason not to redeem", () => {
      expect(conditionOf(blocked(1_583_971_200n))).to.deep.equal({
        label: "Rebalance blocked",
        tone: "warn",
        meaning:
          "A rebalance is due and blocked since 2020-03-12 00:00:00 UTC: the trade would cost more than is allowed. " +
          "Redeeming works; leverage may drift until it can be done.",
      });
      expect(conditionOf(blocked(0n)).meaning).to.include("due and blocked: the trade would cost more");
    });

    it("is listed once for each thing that blocks it in a row of reports", () => {
      const report = (timestamp: bigint, since: bigint, blocker: "Cost" | "Increase") =>
        ({ timestamp, since, reason: "Drift", blocker }) as const;
      const done = { timestamp: 9n, reason: "Drift", price: 1n, sizeDelta: 1n, before: 4n, after: 3n } as const;
      const first = report(1n, 1n, "Cost");
      const other = report(3n, 1n, "Increase");
      const later = report(7n, 7n, "Increase");
      const all = [
        first,
        report(2n, 1n, "Cost"),
        other,
        report(4n, 1n, "Increase"),
        later,
        done,
        report(9n, 9n, "Cost"),
      ];
      expect(withoutRepeats(all)).to.deep.equal([first, other, later, done, all[6]]);
    });
  });
});
