import { expect } from "chai";
import fc from "fast-check";
import { deposit, move, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose } from "../../../support/expectations.js";
import { min, WAD, wad } from "../../../support/numbers.js";
import { Action, Blocker, Phase, Reason } from "../../../support/outcomes.js";
import { property } from "../../../support/property.js";
import { deployForTest } from "../../../support/system.js";
import { life, liveThrough } from "../../../support/venues/life.js";
import { holdingOf } from "../../../support/venues/spare.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

describe("LeveragedToken: at a venue that takes reductions of some sizes only", function () {
  async function tokenAtPartialVenue() {
    const system = await deployForTest(connection);
    return tokenAt(system, await deployVenue(system, "PartialVenue"));
  }

  /** Alice has a tenth of the fund, Bob the rest. */
  async function twoHolders() {
    const system = await tokenAtPartialVenue();
    await deposit(system, system.alice, 10_000n * system.unit);
    await deposit(system, system.bob, 90_000n * system.unit);
    return system;
  }

  it("maxima say the part that can leave, and that part leaves", async function () {
    const system = await loadFixture(twoHolders);
    const { token, front, alice, bob } = system;
    await front.setPieces(0n, wad("0.4"));
    expect(await token.maxRedeem(alice)).to.equal(await token.balanceOf(alice));
    const supply = (await token.totalSupply()) + (await token.state()).pendingFeeShares;
    const shares = await token.maxRedeem(bob);
    expectClose(shares, (supply * 4n) / 10n, 1e-8);
    await expect(redeem(system, bob, shares + shares / 100n)).to.be.revert(connection.ethers);
    await redeem(system, bob, shares);
    const assets = await token.maxWithdraw(bob);
    await token.connect(bob)["withdraw(uint256,address,address)"](assets, bob, bob);
  });

  property(
    "what maxRedeem promises is taken, of funds down to a few cents",
    fc.tuple(fc.integer({ min: 4, max: 11 }), fc.bigInt({ min: 1n, max: WAD }), fc.bigInt({ min: -200n, max: 200n })),
    async ([digits, most, permille]) => {
      const system = await loadFixture(tokenAtPartialVenue);
      const { token, front, alice, bob } = system;
      await deposit(system, alice, 10n ** BigInt(digits) + 7_654n);
      await deposit(system, bob, 10n ** BigInt(digits) + 4_321n);
      await move(system, (permille * WAD) / 1_000n);
      await front.setPieces(0n, most);
      const shares = await token.maxRedeem(bob);
      const part = (shares * WAD) / (await token.balanceOf(bob));
      expect(part).to.be.at.least((min(2n * most, WAD) * 98n) / 100n - WAD / 1_000n);
      if (shares !== 0n) await redeem(system, bob, shares);
    },
    { normal: 30, deep: 300 },
  );

  it("is not said to refuse a token that has no position to reduce", async function () {
    const system = await loadFixture(tokenAtPartialVenue);
    const { token, front } = system;
    await front.setPieces(wad("0.4"), wad(1));
    const desk = await connection.ethers.getContractAt("FundDesk", await token.desk());
    await expect(desk.reportRefusal(token)).to.emit(desk, "RefusalReported").withArgs(token, 0n);
    expect(await desk.refusedSince(token)).to.equal(0n);
  });

  it("all is out after some parts, the last holder's too", async function () {
    const system = await loadFixture(twoHolders);
    const { token, front, account, market, alice, bob } = system;
    await front.setPieces(0n, wad("0.4"));
    await redeem(system, alice);
    let parts = 0;
    for (; parts < 40 && (await holdingOf(system, bob)) > system.unit; parts++) {
      await redeem(system, bob, await token.maxRedeem(bob));
    }
    // 0.6 to the power of 12 leaves 196 of 90,000; by then the collector has most of the fund, and of Bob's shares half
    // leave at a time: eight times that is less than a unit.
    expect(parts).to.be.within(18, 21);
    await front.setPieces(0n, wad(1));
    await redeem(system, bob);
    expect(await token.totalSupply()).to.equal(0n);
    const { size, equity } = await account.position(market, token);
    expect([size, equity]).to.deep.equal([0n, 0n]);
  });

  it("maxima are zero for a holding smaller than the least piece, and a larger one leaves", async function () {
    const system = await loadFixture(twoHolders);
    const { token, front, alice, bob } = system;
    await front.setPieces(wad("0.3"), wad(1));
    expect(await token.maxRedeem(alice)).to.equal(0n);
    expect(await token.maxWithdraw(alice)).to.equal(0n);
    await expect(redeem(system, alice)).to.be.revert(connection.ethers);
    const shares = await token.maxRedeem(bob);
    expect(shares).to.equal(await token.balanceOf(bob));
    await redeem(system, bob, shares);
    // The last holder's piece is the whole.
    expect(await token.maxRedeem(alice)).to.equal(await token.balanceOf(alice));
    await redeem(system, alice);
    expect(await token.totalSupply()).to.equal(0n);
  });

  it("maxWithdraw is zero for who leaves last by shares, but by an amount would close less than the least piece", async function () {
    const system = await loadFixture(twoHolders);
    const { token, front, factory, alice, bob } = system;
    await factory.setFees(token, { managementPpmPerYear: 0n, mintPpm: 10_000n, redeemPpm: 10_000n });
    // Bob leaves a hundredth of his 90,000 to the collector, who so has most of what is left.
    await redeem(system, alice, ((await token.balanceOf(alice)) * 99n) / 100n);
    await redeem(system, bob);
    expectClose(await token.convertToAssets(await token.balanceOf(alice)), 100n * system.unit, 1e-2);
    expectClose(await token.totalAssets(), 1_200n * system.unit, 1e-1);
    await front.setPieces(wad("0.3"), wad(1));
    expect(await token.maxRedeem(alice)).to.equal(await token.balanceOf(alice));
    expect(await token.maxWithdraw(alice)).to.equal(0n);
    await redeem(system, alice);
    expect(await token.totalSupply()).to.equal(0n);
  });

  it("a reduction that is too large is cut, and continued until it lands", async function () {
    const system = await loadFixture(twoHolders);
    const { token, front } = system;
    await front.setPieces(0n, wad("0.1"));
    await move(system, wad("-0.12"));
    const decision = await token.previewRebalance();
    expect([decision.action, decision.reason, decision.complete]).to.deep.equal([Action.Trade, Reason.Drift, false]);
    await token.rebalance();
    expect((await token.state()).phase).to.equal(Phase.Unfinished);
    let chunks = 1;
    for (; chunks < 10 && (await token.state()).phase === Phase.Unfinished; chunks++) {
      await time.increase(60n);
      await token.rebalance();
    }
    expect(chunks).to.equal(4);
    expectClose(await token.leverage(), wad(3), 1e-3);
  });

  it("a reduction that is too small is reported as blocked, with the venue's bound as what blocks it", async function () {
    const system = await loadFixture(twoHolders);
    const { token, front } = system;
    await front.setPieces(wad("0.6"), wad(1));
    await move(system, wad("-0.12"));
    const decision = await token.previewRebalance();
    expect([decision.action, decision.reason, decision.blocker]).to.deep.equal([
      Action.Blocked,
      Reason.Drift,
      Blocker.Reduction,
    ]);
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    const { dueAt } = await token.previewRebalance();
    expect(dueAt).to.equal(BigInt(await time.latest()) + 600n);
  });

  property(
    "others are spared and no preview promises more than happens in two hundred acts of two holders",
    life,
    async (deeds) => {
      const system = await loadFixture(tokenAtPartialVenue);
      await system.front.setPieces(0n, wad("0.5"));
      const counts = await liveThrough(system, deeds, { keepsQuotes: true });
      expect(counts).to.include.keys("deposit", "mint", "redeem", "withdraw", "rebalance");
    },
    { normal: 1, deep: 20 },
  );
});
