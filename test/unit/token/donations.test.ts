import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, move, redeem } from "../../support/actions.js";
import { expectClose } from "../../support/expectations.js";
import { sumOfMargins } from "../../support/margins.js";
import { wad } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";
import { NO_CARRY } from "../../support/venue.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

describe("LeveragedToken: donations", function () {
  async function openedFund() {
    const system = await deployForTest(connection, {
      fees: { managementPpmPerYear: 0n, mintPpm: 1_000n, redeemPpm: 1_000n },
      market: NO_CARRY,
    });
    await deposit(system, system.alice, 1_000n * system.unit);
    await move(system, wad("0.01"));
    return system;
  }

  it("to the token, the venue, the factory and the oracle change no NAV and no book", async function () {
    const system = await loadFixture(openedFund);
    const { token, venue, factory, oracle, collateral, unit } = system;
    const before = [
      await token.nav(),
      await token.totalAssets(),
      await token.leverage(),
      ...(await venue.liquidityValues()),
    ];
    const books = await venue.books();
    const margins = await sumOfMargins(venue);
    for (const target of [token, venue, factory, oracle]) await collateral.mint(target, 10_000n * unit);
    const after = [
      await token.nav(),
      await token.totalAssets(),
      await token.leverage(),
      ...(await venue.liquidityValues()),
    ];
    expect(after).to.deep.equal(before);
    expect(await venue.books()).to.deep.equal(books);
    expect(await sumOfMargins(venue)).to.equal(margins);
  });

  it("to an empty fund do not change the price of the first token", async function () {
    const system = await deployForTest(connection);
    await system.collateral.mint(system.token, 10n ** 12n);
    expect(await system.token.nav()).to.equal(wad(1));
    await deposit(system, system.bob, 1_000n * system.unit);
    expectClose(await system.token.balanceOf(system.bob), wad(1_000), 0.01);
  });

  it("of its own shares lock those shares up, and change nothing else", async function () {
    const system = await loadFixture(openedFund);
    const { token, alice } = system;
    const nav = await token.nav();
    await token.connect(alice).transfer(token, wad(400));
    expect(await token.nav()).to.equal(nav);
    await redeem(system, alice);
    expect(await token.totalSupply()).to.equal(wad(400));
  });

  it("to a settled token are nobody's", async function () {
    const system = await loadFixture(openedFund);
    const { token, factory, collateral, alice, collector, unit } = system;
    await factory.windDown(token, 0n);
    const settled = await token.settledAssets();
    const part = (settled * (await token.balanceOf(alice))) / (await token.totalSupply());
    await collateral.mint(token, 500n * unit);
    expect(await token.totalAssets()).to.equal(settled);
    await redeem(system, alice);
    expect(await collateral.balanceOf(alice)).to.equal(part);
    await redeem(system, collector);
    expect(await collateral.balanceOf(collector)).to.equal(settled - part);
    expect(await collateral.balanceOf(token)).to.equal(500n * unit);
  });

  it("do not help a mint that has not paid", async function () {
    const system = await loadFixture(openedFund);
    const { token, venue, collateral, bob, unit } = system;
    await collateral.mint(venue, 10_000n * unit);
    await time.increase(1n);
    const call = token.connect(bob)["deposit(uint256,address)"](1_000n * unit, bob);
    await expect(call).to.be.revertedWithCustomError(collateral, "ERC20InsufficientAllowance");
  });
});
