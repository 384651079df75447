import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, nextBlock, redeem } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import { Phase } from "../../support/outcomes.js";
import { deployForTest, type System } from "../../support/system.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("LeveragedToken: the last holder", function () {
  async function lived() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.bob, 2_000n * system.unit);
    for (const change of ["0.03", "-0.05", "0.02"]) {
      await move(system, wad(change));
      await forward(system, DAY);
      await system.token.rebalance();
    }
    return system;
  }

  async function expectClean({ token, venue, market }: System) {
    const { size, margin, reserve } = await venue.account(market, token);
    expect([size, margin, reserve]).to.deep.equal([0n, 0n, 0n]);
    expect(await token.totalSupply()).to.equal(0n);
    expect(await token.effectiveSupply()).to.equal(0n);
    expect(await token.totalAssets()).to.equal(0n);
    const { phase, pendingFeeShares } = await token.state();
    expect([phase, pendingFeeShares]).to.deep.equal([Phase.Active, 0n]);
    const { reserved } = await venue.books();
    expect(reserved).to.equal(0n);
  }

  it("leaves position, margin and supply at 0, and pays the collector what it is owed", async function () {
    const system = await loadFixture(lived);
    const { alice, bob, collector, collateral } = system;
    await redeem(system, alice);
    await redeem(system, bob);
    await expectClean(system);
    expect(await collateral.balanceOf(collector)).to.be.above(0n);
    await expectBooksToBalance(system);
  });

  it("may withdraw exactly what leaving pays, and keeps shares worth less than a unit at most", async function () {
    const system = await loadFixture(lived);
    const { token, alice, bob } = system;
    await redeem(system, alice);
    const pending = await nextBlock(system);
    const most = await token.maxWithdraw(bob, pending);
    await token.connect(bob)["withdraw(uint256,address,address)"](most, bob, bob);
    expect(await system.collateral.balanceOf(bob)).to.equal(most);
    expect(await token.convertToAssets(await token.balanceOf(bob))).to.equal(0n);
    await expectBooksToBalance(system);
  });

  it("is paid with the others no more than equity, in any order", async function () {
    const system = await loadFixture(lived);
    const { token, alice, bob, collector, collateral } = system;
    await token.collectFees();
    const equity = await token.totalAssets();
    for (const who of [bob, collector, alice]) await redeem(system, who);
    let paid = 0n;
    for (const who of [bob, collector, alice]) paid += await collateral.balanceOf(who);
    expect(paid).to.be.at.most(equity);
    // All that is missing is the venue's charge: 0.05 % of three times equity, and its impact.
    expect(paid).to.be.above((equity * 998n) / 1_000n);
    await expectClean(system);
  });

  it("leaves clean from an unfinished rebalance", async function () {
    const system = await loadFixture(lived);
    const { token, factory, options, alice, bob } = system;
    await factory.setLimits(token, { ...options.limits, maxTrade: 1_000n });
    await move(system, wad("0.12"));
    await forward(system, DAY);
    await token.rebalance();
    expect((await token.state()).phase).to.equal(Phase.Unfinished);
    await redeem(system, alice);
    await redeem(system, bob);
    await expectClean(system);
  });

  it("leaves clean after a liquidation", async function () {
    const system = await loadFixture(lived);
    const { token, venue, market, alice, bob } = system;
    await move(system, wad("-0.318"));
    await venue.liquidate(market, token);
    await redeem(system, alice);
    await redeem(system, bob);
    await expectClean(system);
    await expectBooksToBalance(system);
  });

  it("is not made to leave for nothing where closing costs more than equity", async function () {
    const system = await deployForTest(connection);
    const { token, alice } = system;
    await deposit(system, alice, 1_000n * system.unit);
    await move(system, wad("-0.33325"));
    expect(await token.maxRedeem(alice)).to.equal(0n);
    const value = (amount: bigint) => amount > 0n;
    const atLeast = (cost: bigint) => cost > 0n;
    await expectRefusal(system, () => redeem(system, alice), token, "OrderMath_CostAboveValue", [value, atLeast]);
  });

  it("leaves nothing for the next first minter, who pays and gets what a first one does", async function () {
    const system = await loadFixture(lived);
    const { token, alice, bob, carol, collateral, unit } = system;
    await redeem(system, alice);
    await redeem(system, bob);
    await deposit(system, carol, 1_000n * unit);
    expectClose(await token.leverage(), wad(3), 1e-8);
    expectClose(await token.nav(), wad(1), 1e-8);
    expect(await token.balanceOf(carol)).to.be.below(wad(1_000));
    await redeem(system, carol);
    expect(await collateral.balanceOf(carol)).to.be.below(1_000n * unit);
    await expectClean(system);
  });

  it("gains or loses at most two units to rounding, costs off", async function () {
    const system = await deployForTest(connection, COSTS_OFF);
    const { alice, collateral } = system;
    for (const assets of [3n, 1_000n, 123_456_789n]) {
      const before = await collateral.balanceOf(alice);
      await deposit(system, alice, assets);
      await redeem(system, alice);
      const change = (await collateral.balanceOf(alice)) - before;
      expect(assets - change)
        .to.be.at.least(0n)
        .and.at.most(2n);
      await expectClean(system);
    }
  });
});
