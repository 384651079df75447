import { expect } from "chai";
import type { HostileCollateral } from "../../../../types/ethers-contracts/index.js";
import { deposit, move, nextBlock, redeem, setPrice } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../../support/expectations.js";
import { fundOf } from "../../../support/expected.js";
import { wad, WAD } from "../../../support/numbers.js";
import { Action } from "../../../support/outcomes.js";
import { deployForTest, type System } from "../../../support/system.js";
import { NO_CARRY } from "../../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("LeveragedToken: a payment that cannot be made", function () {
  async function opened() {
    const hostile = await ethers.deployContract("HostileCollateral");
    const system = await deployForTest(connection, { collateral: hostile, market: NO_CARRY });
    await deposit(system, system.alice, 10_000n * system.unit);
    return { ...system, hostile };
  }

  async function expectPaidAfterAll(system: System & { hostile: HostileCollateral }, who: string) {
    const { token, collateral, bob, hostile } = system;
    const owed = await token.owed(who);
    await hostile.setBlocked(who, false);
    await expect(token.connect(bob).payDebt(who)).to.emit(token, "DebtPaid").withArgs(who, owed);
    expect(await collateral.balanceOf(who)).to.equal(owed);
    expect([await token.owed(who), await token.totalOwed()]).to.deep.equal([0n, 0n]);
    expect((await token.state()).hasDebts).to.be.false;
    const again = () => token.payDebt(who);
    await expectRefusal(system, again, token, "LeveragedToken_ZeroAmount");
    await expectBooksToBalance(system);
  }

  it("does not stop an emergency rebalance: its tip stays owed, and is no part of equity", async function () {
    const system = await loadFixture(opened);
    const { token, keeper, hostile } = system;
    await move(system, wad("-0.17"));
    await hostile.setBlocked(keeper, true);
    const { tip } = await token.previewRebalance(await nextBlock(system));
    expect(tip).to.be.above(0n);
    await expect(token.connect(keeper).rebalance())
      .to.emit(token, "Rebalanced")
      .and.to.emit(token, "DebtIncurred")
      .withArgs(keeper.address, tip);
    expect(await token.totalOwed()).to.equal(tip);
    expect(await token.totalAssets()).to.equal((await fundOf(system)).equityDown);
    expectClose(await token.leverage(), wad(3), 1e-6);
    await expect(token.payDebt(keeper)).to.be.revertedWithCustomError(hostile, "HostileCollateral_Blocked");
    await expectPaidAfterAll(system, keeper.address);
    expectClose(await token.leverage(), wad(3), 1e-6);
  });

  it("is not what pays for a reduction that costs more than the holders have", async function () {
    const system = await loadFixture(opened);
    const { token, collector, keeper, bob, venue, market, hostile, unit } = system;
    // Alice leaves 20 that cannot be paid to the collector; Bob brings one, and has a thousandth of it left.
    await hostile.setBlocked(collector, true);
    await redeem(system, system.alice);
    const owed = await token.totalOwed();
    expectClose(owed, 20n * unit, 1e-2);
    await deposit(system, bob, unit);
    await move(system, wad("-0.3326"));
    expect(await token.totalAssets()).to.be.within(2_000n, 4_000n);
    // At a spread of 4 % the token's own reduction of two dollars would cost eight cents.
    await venue.setScenario(market, false, false, 40_000);
    const { action, sizeDelta, maxCost } = await token.previewRebalance();
    expect(action).to.equal(Action.Trade);
    expect(sizeDelta).to.be.below(0n);
    expect(maxCost).to.be.below(4_000n);
    await expect(token.connect(keeper).rebalance()).to.emit(token, "RebalanceBlocked");
    expect((await venue.position(market, token)).equity).to.be.above(owed * 10n ** 12n);
  });

  it("leaves the fund as alive as it would be without it: two more falls of 10 % do not end it", async function () {
    const system = await loadFixture(opened);
    const { token, keeper, hostile } = system;
    await hostile.setBlocked(keeper, true);
    for (const change of ["-0.19", "-0.1", "-0.1"]) {
      await move(system, wad(change));
      if ((await token.previewRebalance()).action === Action.Trade) await token.connect(keeper).rebalance();
    }
    // 0.43 * 0.7, and from 3.857x, within its bands, 0.614 of that; less what trades and tips cost.
    expectClose(await token.nav(), wad("0.182"), 0.02);
  });

  it("to a blocked collector does not keep the last holder in: the collector's part stays owed", async function () {
    const system = await loadFixture(opened);
    const { token, alice, bob, collector, collateral, hostile, unit } = system;
    await hostile.setBlocked(collector, true);
    const all = await token.balanceOf(alice);
    expect(await token.maxRedeem(alice)).to.equal(all);
    await expect(redeem(system, alice)).to.emit(token, "DebtIncurred");
    expect(await token.totalSupply()).to.equal(0n);
    const owed = await token.owed(collector);
    // 0.1 % of what was minted and 0.1 % of what was redeemed.
    expectClose(owed, 20n * unit, 0.01);
    expect(await token.totalAssets()).to.equal(0n);
    // The next first minter neither pays nor gets it.
    await deposit(system, bob, 1_000n * unit);
    expectClose(await token.nav(), wad(1), 1e-6);
    await expectPaidAfterAll(system, collector.address);
    expectClose(await token.nav(), wad(1), 1e-6);
    expect(await collateral.balanceOf(collector)).to.equal(owed);
  });

  it("of nothing is not even tried: a fund whose equity is gone is settled while its token may be paid nothing", async function () {
    const system = await loadFixture(opened);
    const { token, keeper, hostile } = system;
    await hostile.setBlocked(token, true);
    await move(system, wad("-0.34"));
    const anyShares = (shares: bigint) => shares > 0n;
    await expect(token.connect(keeper).rebalance()).to.emit(token, "Settled").withArgs(0n, anyShares);
  });

  it("is paid as far as the money goes where the fund went down owing it", async function () {
    const system = await loadFixture(opened);
    const { token, keeper, bob, collateral, hostile, unit } = system;
    await move(system, wad("-0.17"));
    await hostile.setBlocked(keeper, true);
    await token.connect(keeper).rebalance();
    // Down to half of what is owed.
    const owed = await token.totalOwed();
    const { size, price, equity } = await fundOf(system);
    const lost = equity + (owed * (WAD / unit)) / 2n;
    await setPrice(system, price - (lost * WAD) / size);
    await token.settle();
    expect(await token.settledAssets()).to.equal(0n);
    const left = await collateral.balanceOf(token);
    expect(left).to.be.above(0n).and.below(owed);
    await hostile.setBlocked(keeper, false);
    await expect(token.connect(bob).payDebt(keeper)).to.emit(token, "DebtPaid").withArgs(keeper.address, left);
    expect(await collateral.balanceOf(keeper)).to.equal(left);
    expect(await token.totalOwed()).to.equal(owed - left);
  });

  it("is paid out of a settled token too, and never out of the holders' part", async function () {
    const system = await loadFixture(opened);
    const { token, factory, keeper, alice, hostile } = system;
    await move(system, wad("-0.17"));
    await hostile.setBlocked(keeper, true);
    await token.connect(keeper).rebalance();
    await factory.windDown(token, 0n);
    const settled = await token.settledAssets();
    await expectPaidAfterAll(system, keeper.address);
    expect(await token.settledAssets()).to.equal(settled);
    await redeem(system, alice);
  });
});

describe("LeveragedToken: the collector's shares minted just before the last exit", function () {
  it("change nothing for who leaves", async function () {
    const paid: bigint[] = [];
    for (const collects of [false, true]) {
      const system = await deployForTest(connection, {
        fees: { managementPpmPerYear: 36_500n, mintPpm: 1_000n, redeemPpm: 10_000n },
      });
      await deposit(system, system.alice, 1_000_000n * system.unit);
      if (collects) await system.token.connect(system.bob).collectFees();
      await redeem(system, system.alice);
      paid.push(await system.collateral.balanceOf(system.alice));
    }
    const [without, after] = paid;
    // A second's fee and funding may lie in between.
    expectClose(after!, without!, 1e-7);
    // 0.1 % and 1 % of a million, and 0.05 % with some impact on three times that, twice.
    expectClose(without!, 981_500n * 10n ** 6n, 0.003);
  });
});
