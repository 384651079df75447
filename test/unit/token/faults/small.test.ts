import { expect } from "chai";
import { deposit, forward, move, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose, expectRefusal } from "../../../support/expectations.js";
import { DAY, toNumber, wad, YEAR } from "../../../support/numbers.js";
import { Action, Reason } from "../../../support/outcomes.js";
import { deployForTest } from "../../../support/system.js";

const connection = await connect();

describe("LeveragedToken: a fund too small to rebalance", function () {
  for (const cents of [100n, 125n, 150n, 175n, 200n, 300n, 1_000n]) {
    for (const collects of [false, true]) {
      const fees = collects ? ", fees collected," : "";
      it(`that ${cents.toString()} cents, liquidated and redeemed but for a wei${fees} have left lets others in`, async function () {
        const system = await deployForTest(connection, { market: { depth: 0n } });
        const { token, venue, market, alice, bob, collateral, unit } = system;
        await deposit(system, alice, cents * 10_000n);
        await move(system, wad("-0.318"));
        await venue.liquidate(market, token);
        await redeem(system, alice, (await token.balanceOf(alice)) - 1n);
        if (collects) await token.collectFees();
        if ((await token.previewRebalance()).action === Action.Trade) await token.rebalance();
        await deposit(system, bob, 1_000n * unit);
        expectClose(await token.leverage(), wad(3), 0.001);
        await redeem(system, bob);
        // Twice 0.1 %, and twice 0.05 % of three times that.
        expectClose(await collateral.balanceOf(bob), 995n * unit, 1e-4);
      });
    }
  }
});

describe("LeveragedToken: a fund too small to rebalance that has a position", function () {
  /** 1,500 units at 3x, at a price that has moved by `change` since. */
  async function smallAfter(change: string) {
    const system = await deployForTest(connection, { market: { depth: 0n } });
    await deposit(system, system.alice, 1_500n);
    await forward(system, DAY);
    await move(system, wad(change));
    return system;
  }

  for (const [change, leverage] of [
    ["-0.18", "5.35"],
    ["-0.27", "11.5"],
    ["-0.31", "29.6"],
  ] as const) {
    it(`at ${leverage}x, beyond the emergency band, lets money in at its target and its holder out`, async function () {
      const system = await smallAfter(change);
      const { token, alice, bob, collateral, unit } = system;
      expectClose(await token.leverage(), wad(leverage), 0.01);
      expect((await token.previewRebalance()).action).to.equal(Action.None);
      expect(await token.maxDeposit(bob)).to.be.above(1_000_000n * unit);
      await deposit(system, bob, 1_000n * unit);
      expectClose(await token.leverage(), wad(3), 1e-4);
      await redeem(system, bob);
      // Twice 0.1 %, and twice 0.05 % of three times that.
      expectClose(await collateral.balanceOf(bob), 995n * unit, 1e-4);
      await redeem(system, alice);
      expect(await token.totalSupply()).to.equal(0n);
    });
  }

  it("comes down by a small mint as far as that goes, and is then rebalanced", async function () {
    const system = await smallAfter("-0.18");
    const { token, bob, keeper } = system;
    const before = await token.totalAssets();
    await deposit(system, bob, 2_000n);
    const [after, added] = [await token.totalAssets(), 2_000n - 3n];
    expect(after).to.be.within(before + added - 2n, before + added);
    // 5.35 of 690 units and 3 of 1,997.
    expectClose(await token.leverage(), wad("3.6"), 0.01);
    await token.connect(keeper).rebalance();
    expectClose(await token.leverage(), wad(3), 0.002);
  });

  it("gives a mint its part of a position within target, and does not count that as a rebalance", async function () {
    const system = await smallAfter("0.1");
    const { token, bob, unit } = system;
    const { rebalancedAt } = await token.state();
    const before = await token.leverage();
    expectClose(before, wad("2.5385"), 0.001);
    await deposit(system, bob, 1_000n * unit);
    expectClose(await token.leverage(), before, 1e-3);
    expect((await token.state()).rebalancedAt).to.equal(rebalancedAt);
    const { action, reason } = await token.previewRebalance();
    expect([action, reason]).to.deep.equal([Action.Trade, Reason.Scheduled]);
    await token.rebalance();
    expectClose(await token.leverage(), wad(3), 0.001);
  });
});

describe("LeveragedToken: one wei of shares left in a large fund", function () {
  for (const decimals of [6, 8, 18]) {
    it(`costs later holders nothing at ${String(decimals)} decimals of collateral`, async function () {
      const system = await deployForTest(connection, { decimals, market: { depth: 0n } });
      const { token, alice, bob, carol, collateral, unit } = system;
      await deposit(system, alice, 1_000_000n * unit);
      await redeem(system, alice, (await token.balanceOf(alice)) - 1n);
      await forward(system, DAY);
      if ((await token.previewRebalance()).action === Action.Trade) await token.rebalance();
      for (const [who, assets] of [
        [bob, 700n],
        [carol, 400n],
      ] as const) {
        await deposit(system, who, assets * unit);
        await redeem(system, who);
        // Twice 0.1 %, and twice 0.05 % of three times that.
        expectClose(await collateral.balanceOf(who), (assets * unit * 995n) / 1_000n, 1e-4);
      }
    });
  }
});

describe("LeveragedToken: tokens worth less than a unit", function () {
  it("are not redeemed for nothing", async function () {
    const system = await deployForTest(connection, { initialNav: 1n });
    const { token, alice } = system;
    await deposit(system, alice, 1_000_000n * system.unit);
    expect(await token.convertToAssets(wad(1))).to.equal(1n);
    const call = () => redeem(system, alice, wad(1));
    await expectRefusal(system, call, token, "OrderMath_CostAboveValue", [0n, 0n]);
    expect(await token.convertToAssets(wad("0.99"))).to.equal(0n);
  });

  it("pay the management fee in full, though its shares outgrow their slot", async function () {
    const system = await deployForTest(connection, {
      initialNav: 1n,
      deviationThreshold: 0n,
      fees: { managementPpmPerYear: 36_500n, mintPpm: 0n, redeemPpm: 0n },
    });
    const { token, alice, collector } = system;
    await deposit(system, alice, 1_000_000n * system.unit);
    await forward(system, YEAR);
    await token.collectFees();
    const part = toNumber(((await token.balanceOf(collector)) * wad(1)) / (await token.totalSupply()));
    expect(Math.abs(part - (1 - Math.exp(-0.0365)))).to.be.below(1e-8);
  });
});
