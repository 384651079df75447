import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, redeem } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { chargedFor, fundOf } from "../../support/expected.js";
import { DAY, wad } from "../../support/numbers.js";
import { Phase } from "../../support/outcomes.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("LeveragedToken: windDown", function () {
  async function openedFund() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.bob, 3_000n * system.unit);
    await move(system, wad("0.02"));
    return system;
  }

  it("closes the position at its cost, takes the money home and settles", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory, venue, market, collateral } = system;
    await connection.networkHelpers.time.increase(10n);
    const before = await fundOf(system, token, { blockTag: "pending" });
    const cost = chargedFor(system, before.curve, -before.size, before.price);
    await expect(factory.windDown(token, 0n)).to.emit(token, "Settled");
    const settled = await token.settledAssets();
    // A second of funding aside.
    expect(before.equityDown - cost - settled)
      .to.be.at.least(0n)
      .and.at.most(2n);
    expect(await collateral.balanceOf(token)).to.equal(settled);
    const { size, margin, reserve } = await venue.account(market, token);
    expect([size, margin, reserve]).to.deep.equal([0n, 0n, 0n]);
    expect((await token.state()).phase).to.equal(Phase.Settled);
    await expectBooksToBalance(system);
  });

  it("mints the management fee that is owed, and stops it", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory, collector } = system;
    await forward(system, 30n * DAY);
    await factory.windDown(token, 0n);
    const shares = await token.balanceOf(collector);
    expect(shares).to.be.above(0n);
    await forward(system, 300n * DAY);
    expect(await token.effectiveSupply()).to.equal(await token.totalSupply());
    await token.collectFees();
    expect(await token.balanceOf(collector)).to.equal(shares);
  });

  it("pays everyone the pro-rata part, to the last unit, in any order and at any time", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory, alice, bob, collector, collateral } = system;
    await forward(system, 30n * DAY);
    await factory.windDown(token, 0n);
    const settled = await token.settledAssets();
    const supply = await token.totalSupply();
    const part = (settled * (await token.balanceOf(bob))) / supply;
    await forward(system, 900n * DAY);
    await redeem(system, bob);
    expect(await collateral.balanceOf(bob)).to.equal(part);
    await redeem(system, alice);
    await redeem(system, collector);
    const paid = (await collateral.balanceOf(alice)) + part + (await collateral.balanceOf(collector));
    expect(paid).to.equal(settled);
    expect(await token.totalSupply()).to.equal(0n);
    expect(await token.settledAssets()).to.equal(0n);
    expect(await collateral.balanceOf(token)).to.equal(0n);
  });

  it("keeps views and previews in line with what redemption pays", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory, alice, collateral } = system;
    await factory.windDown(token, 0n);
    const shares = await token.balanceOf(alice);
    const assets = await token.previewRedeem(shares);
    expect(await token.convertToAssets(shares)).to.equal(assets);
    expect(await token.maxRedeem(alice)).to.equal(shares);
    expect(await token.maxWithdraw(alice)).to.equal(assets);
    expect(await token.totalAssets()).to.equal(await token.settledAssets());
    expect(await token.previewWithdraw(assets)).to.be.at.most(shares);
    await token.connect(alice)["withdraw(uint256,address,address)"](assets, alice, alice);
    expect(await collateral.balanceOf(alice)).to.equal(assets);
  });

  it("shows NAV per token as it was before", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory } = system;
    const before = await token.nav();
    await factory.windDown(token, 0n);
    const after = await token.nav();
    expect(after).to.be.at.most(before);
    expect(after).to.be.above((before * 998n) / 1_000n);
  });

  it("refuses to leave less than the minimum", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory } = system;
    const minimum = await token.totalAssets();
    const left = (assets: bigint) => assets < minimum;
    const call = () => factory.windDown(token, minimum);
    await expectRefusal(system, call, token, "LeveragedToken_BelowMinimum", [left, minimum]);
  });

  it("is refused once settled", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory } = system;
    await factory.windDown(token, 0n);
    await expectRefusal(system, () => factory.windDown(token, 0n), token, "LeveragedToken_Settled");
  });

  it("is refused on an invalid price and at a halted market", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory, venue, market, feed } = system;
    const call = () => factory.windDown(token, 0n);
    await venue.setScenario(market, true, false, 0n);
    await expectRefusal(system, call, venue, "FuturesVenue_OutageTooShort", [0n, 3n * DAY]);
    await venue.setScenario(market, false, false, 0n);
    await feed.setAnswer(0n);
    await expectRefusal(system, call, venue, "FuturesVenue_OutageTooShort", [0n, 3n * DAY]);
  });

  it("works for an empty fund", async function () {
    const system = await deployForTest(connection);
    await expect(system.factory.windDown(system.token, 0n)).to.emit(system.token, "Settled").withArgs(0n, 0n);
    expect(await system.token.convertToAssets(wad(1))).to.equal(0n);
    expect(await system.token.convertToShares(1n)).to.equal(0n);
    expect(await system.token.nav()).to.equal(0n);
  });
});
