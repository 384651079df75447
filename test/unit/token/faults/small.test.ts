import { expect } from "chai";
import { deposit, forward, move, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose, expectRefusal } from "../../../support/expectations.js";
import { DAY, toNumber, wad, YEAR } from "../../../support/numbers.js";
import { Action } from "../../../support/outcomes.js";
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
