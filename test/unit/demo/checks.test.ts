import { expect } from "chai";
import type { Books } from "../../../src/demo/books.js";
import {
  booksBalance,
  landedOnTarget,
  movedTowardTarget,
  nobodyLeft,
  nothingFailed,
  Watch,
} from "../../../src/demo/checks.js";
import type { Trade } from "../../../src/demo/keeper.js";
import type { Token } from "../../../src/sdk/read/Token.js";
import { parseDecimal } from "../../../src/prices/index.js";

const PRICE = parseDecimal("100");

/** What the checks look at of a token. */
const reading = {
  symbol: "BTC3L",
  health: "Live",
  price: PRICE,
  nav: parseDecimal("1"),
  size: parseDecimal("300"),
  equity: 10_000_000_000n,
  totalSupply: parseDecimal("10000"),
} as Token;

function trade(before: string, after: string, changes: Partial<Trade> = {}): Trade {
  return {
    time: 0,
    symbol: "BTC3L",
    reason: "Drift",
    complete: true,
    price: PRICE,
    sizeDelta: 0n,
    notional: 0n,
    target: parseDecimal("3"),
    leverageBefore: parseDecimal(before),
    leverageAfter: parseDecimal(after),
    equityAfter: 10_000_000_000n,
    cost: 0n,
    tip: 0n,
    ...changes,
  };
}

function books(totalBrought: bigint, totalHeld: bigint): Books {
  return { brought: [], held: [], totalBrought, totalHeld, poolGain: 0n };
}

describe("the demo's checks", function () {
  it("booksBalance fails for a single unit", function () {
    expect(booksBalance(books(10_000_000n, 10_000_000n), 6).passed).to.equal(true);
    const check = booksBalance(books(10_000_000n, 9_999_999n), 6);
    expect(check.passed).to.equal(false);
    expect(check.detail).to.include("difference 0.000001 USDC");
  });

  it("landedOnTarget allows 0.1 % of target to a complete rebalance, and does not ask it of a partial one", function () {
    expect(landedOnTarget([trade("4", "3.0029"), trade("-2", "-3", { target: parseDecimal("-3") })]).passed).to.equal(
      true,
    );
    expect(landedOnTarget([trade("4", "3.0032")]).passed).to.equal(false);
    expect(landedOnTarget([trade("4", "3.5", { complete: false })]).passed).to.equal(true);
  });

  it("landedOnTarget asks nothing of a marking, which trades nothing", function () {
    expect(landedOnTarget([trade("3.5", "3.5", { reason: "Marking" })]).passed).to.equal(true);
  });

  it("landedOnTarget allows for rounding to the unit where a fund is worth next to nothing", function () {
    expect(landedOnTarget([trade("4", "3.01", { equityAfter: 500n })]).passed).to.equal(true);
    expect(landedOnTarget([trade("4", "3.01", { equityAfter: 5_000_000n })]).passed).to.equal(false);
  });

  it("movedTowardTarget refuses both past the target and away from it", function () {
    expect(movedTowardTarget([trade("4", "3.5"), trade("2", "2.5"), trade("2", "3")]).passed).to.equal(true);
    expect(movedTowardTarget([trade("4", "2.9")]).passed).to.equal(false);
    expect(movedTowardTarget([trade("2", "3.1")]).passed).to.equal(false);
    expect(movedTowardTarget([trade("4", "4.5")]).passed).to.equal(false);
    expect(movedTowardTarget([trade("2", "1.5")]).passed).to.equal(false);
    const target = parseDecimal("-3");
    expect(movedTowardTarget([trade("-4", "-3", { target }), trade("-2", "-2.5", { target })]).passed).to.equal(true);
    expect(movedTowardTarget([trade("-4", "-2.9", { target })]).passed).to.equal(false);
  });

  it("nothingFailed names the token whose transaction reverted", function () {
    const settled = { time: 0, symbol: "BTC3L", kind: "Settled", price: PRICE } as const;
    expect(nothingFailed([settled]).passed).to.equal(true);
    const check = nothingFailed([settled, { ...settled, symbol: "BTC3S", kind: "Failed" }]);
    expect(check.passed).to.equal(false);
    expect(check.detail).to.equal("1 reverted, first of BTC3S");
  });

  it("nobodyLeft looks at shares, position and equity", function () {
    const gone = { ...reading, totalSupply: 0n, size: 0n, equity: 0n };
    expect(nobodyLeft([gone]).passed).to.equal(true);
    for (const rest of [{ totalSupply: 1n }, { size: -1n }, { equity: 1n }]) {
      expect(nobodyLeft([{ ...gone, ...rest }]).passed).to.equal(false);
    }
  });

  describe("Watch", function () {
    function look(readings: Token[], balance: bigint, owed: bigint, price = PRICE): boolean {
      const watch = new Watch();
      watch.see(0, price, readings, { balance, owed });
      return watch.check().passed;
    }

    it("is content when the venue holds what it owes", function () {
      expect(look([reading], 20_000_000_000n, 20_000_000_000n)).to.equal(true);
    });

    it("sees a venue that owes more than it holds", function () {
      expect(look([reading], 20_000_000_000n, 20_000_000_001n)).to.equal(false);
    });

    it("sees tokens worth more than there is", function () {
      expect(look([reading, reading, reading], 20_000_000_000n, 0n)).to.equal(false);
    });

    it("sees equity or NAV below zero", function () {
      expect(look([{ ...reading, equity: -1n }], 20_000_000_000n, 0n)).to.equal(false);
      expect(look([{ ...reading, nav: -1n }], 20_000_000_000n, 0n)).to.equal(false);
    });

    it("sees a token that reads another price than the feed's, unless it is settled", function () {
      expect(look([reading], 20_000_000_000n, 0n, PRICE + 1n)).to.equal(false);
      expect(look([{ ...reading, health: "Settled", price: 0n }], 20_000_000_000n, 0n)).to.equal(true);
    });

    it("does not pass if it never looked", function () {
      expect(new Watch().check().passed).to.equal(false);
    });
  });
});
