import { expect } from "chai";
import { deposit, forward, move, nextBlock, redeem } from "../../../support/actions.js";
import { FundDesk__factory } from "../../../../types/ethers-contracts/index.js";
import { connect } from "../../../support/connect.js";
import { expectClose, expectRefusal } from "../../../support/expectations.js";
import { DAY, HOUR, wad } from "../../../support/numbers.js";
import { Action, Blocker, Reason } from "../../../support/outcomes.js";
import { deployOffCurve } from "../../../support/offCurve.js";
import { deployForTest, give } from "../../../support/system.js";
import { NO_CARRY } from "../../../support/venue.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

const FREE = { managementPpmPerYear: 0n, mintPpm: 0n, redeemPpm: 0n };

describe("LeveragedToken: a venue that does not keep to its curve", function () {
  /** Alice is in with 100,000; nothing but trades costs anything. */
  async function opened() {
    const system = await deployOffCurve(connection, { fees: FREE, deviationThreshold: 0n, market: NO_CARRY });
    await deposit(system, system.alice, 100_000n * system.unit);
    return system;
  }

  async function fundSize({ token, offCurve, market }: Awaited<ReturnType<typeof opened>>) {
    return (await offCurve.position(market, token)).size;
  }

  it("is paid what it takes too much by the one who moves, never by those who stay", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve, bob, collateral, unit } = system;
    await offCurve.set(1_000n, 0n);
    const nav = await token.nav();
    for (let i = 0; i < 7; i++) {
      const before = await collateral.balanceOf(bob);
      await deposit(system, bob, 1_000_000n * unit);
      await redeem(system, bob);
      // Each way 0.15 % of three times the money, and about 0.15 % of impact.
      const lost = before + 1_000_000n * unit - (await collateral.balanceOf(bob));
      expect(lost)
        .to.be.above(9_000n * unit)
        .and.below(19_000n * unit);
    }
    expect(await token.nav()).to.be.at.least(nav);
    expectClose(await token.nav(), nav, 1e-6);
  });

  it("quotes what each of the four ways in and out really comes to", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve, bob, collateral, unit } = system;
    await give(system, bob, 100_000n * unit, token);
    for (const surcharge of [1_000n, -1_000n]) {
      await offCurve.set(surcharge, 0n);
      const asBob = token.connect(bob);
      const shares = await token.previewDeposit(10_000n * unit, await nextBlock(system));
      await asBob["deposit(uint256,address,uint256)"](10_000n * unit, bob, shares);
      const paid = await token.previewMint(wad(5_000), await nextBlock(system));
      await asBob["mint(uint256,address,uint256)"](wad(5_000), bob, paid);
      const burnt = await token.previewWithdraw(3_000n * unit, await nextBlock(system));
      await asBob["withdraw(uint256,address,address,uint256)"](3_000n * unit, bob, bob, burnt);
      const before = await collateral.balanceOf(bob);
      const received = await token.previewRedeem(wad(2_000), await nextBlock(system));
      await asBob["redeem(uint256,address,address,uint256)"](wad(2_000), bob, bob, received);
      expect((await collateral.balanceOf(bob)) - before).to.equal(received);
    }
  });

  for (const surcharge of [1_000n, -1_000n]) {
    it(`lets the last holder leave at ${surcharge.toString()} ppm off it, and empties the account`, async function () {
      const system = await loadFixture(opened);
      const { token, offCurve, alice, collateral, unit } = system;
      await offCurve.set(surcharge, 0n);
      await redeem(system, alice);
      // 150 of fee and 45 of impact leave 99,805 in the fund. The sale has no impact, but 0.05 % and the surcharge on 299,416.
      const charged = ((surcharge + 500n) * 299_416n * unit) / 1_000_000n;
      expectClose(await collateral.balanceOf(alice), 99_805n * unit - charged, 1e-5);
      expect([await token.totalSupply(), await token.totalAssets()]).to.deep.equal([0n, 0n]);
    });
  }

  it("credits a fill better than the mark to the minter who moved", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve, alice, bob, collateral, unit } = system;
    const nav = await token.nav();
    const alices = await token.balanceOf(alice);
    // The mark is 2 % too high: buying is paid for.
    await offCurve.set(-20_000n, 0n);
    await deposit(system, bob, 20_000n * unit);
    expectClose(await token.nav(), nav, 1e-6);
    // 20,000 and 2 % of 63,660 bought, three times the value, less 32 of fee and 21 of impact.
    expectClose((await token.balanceOf(bob)) * nav, 21_220n * wad(1) * wad(1), 1e-4);
    await offCurve.set(0n, 0n);
    await move(system, wad("-0.02"));
    await redeem(system, bob);
    // Three times 2 % of that less, and 31 of fee: what Bob paid, but for the 84 that trading costs.
    expectClose(await collateral.balanceOf(bob), 19_916n * unit, 1e-4);
    expectClose(await token.convertToAssets(alices), (nav * alices * 9_400n) / 10_000n / 10n ** 30n, 1e-4);
  });

  it("fills a rebalance better than the mark, which is the fund's gain and no fault", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve } = system;
    await move(system, wad("0.05"));
    await forward(system, DAY);
    await offCurve.set(-15_000n, 0n);
    const equity = await token.totalAssets();
    const gained = (cost: bigint) => cost < 0n;
    const any = () => true;
    await expect(token.rebalance())
      .to.emit(token, "Rebalanced")
      .withArgs(Reason.Scheduled, any, any, gained, 0n, any, any, any, any);
    // 29,955 traded, 1.5 % better but for the fee and 10 of impact.
    expectClose((await token.totalAssets()) - equity, 424n * system.unit, 0.01);
  });

  it("cannot rebalance at more than the bound: the trade is refused and the fund unharmed", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve } = system;
    await move(system, wad("0.05"));
    await forward(system, DAY);
    await offCurve.set(50_000n, 0n);
    const equity = await token.totalAssets();
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    expect(await token.totalAssets()).to.equal(equity);
  });

  it("is noted as refusing a reduction that would cost more than it relieves, however wide the bound", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve } = system;
    // 9 % of a notional of 11.5 times equity.
    await offCurve.set(90_000n, 0n);
    await move(system, wad("-0.27"));
    const equity = await token.totalAssets();
    for (let minutes = 0n; minutes <= 40n; minutes += 10n) {
      await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
      await forward(system, 600n);
    }
    const { action, sizeDelta, maxCost } = await token.previewRebalance();
    expect(action).to.equal(Action.Trade);
    // As much of equity as it is of the position, which is less than four times 3 % of its notional.
    expectClose(maxCost, (equity * -sizeDelta) / (await fundSize(system)), 1e-6);
    expect(await token.totalAssets()).to.equal(equity);
  });

  it("is not settled for being dear: what is too dear for a rebalance is taken of who leaves", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve, alice, bob, governor } = system;
    const desk = FundDesk__factory.connect(await token.desk(), governor);
    // 1.55 % are more than the 1 % an increase may cost.
    await offCurve.set(15_000n, 0n);
    await move(system, wad("0.05"));
    await forward(system, DAY);
    for (let hours = 0; hours <= 73; hours++) {
      await token.rebalance();
      await desk.reportRefusal(token);
      await forward(system, HOUR);
    }
    expect((await token.reading()).rebalancing.blocker).to.equal(Blocker.Refused);
    const call = () => token.connect(bob).settle();
    await expectRefusal(system, call, token, "LeveragedToken_NotSettleable");
    expect(await token.maxRedeem(alice)).to.equal(await token.balanceOf(alice));
    await redeem(system, alice);
  });

  it("cannot ask a minter for a unit more than the minter has agreed to", async function () {
    const system = await loadFixture(opened);
    const { token, offCurve, bob, unit } = system;
    await give(system, bob, 1_000_000n * unit, token);
    await offCurve.set(0n, 1n);
    const assets = 10_000n * unit;
    const depositing = () => token.connect(bob)["deposit(uint256,address)"](assets, bob);
    const error = "LeveragedToken_AboveMaximumAssets";
    await expectRefusal(system, depositing, token, error, [assets + 1n, assets]);
    const agreed = await token.previewMint(wad(10_000), await nextBlock(system));
    const minting = () => token.connect(bob)["mint(uint256,address)"](wad(10_000), bob);
    await expectRefusal(system, minting, token, error, [agreed + 1n, agreed]);
  });
});

describe("LeveragedToken: a venue that refuses every fill and calls itself open", function () {
  it("keeps nobody's money for ever: the governor winds the token down", async function () {
    const system = await deployForTest(connection);
    const { token, factory, venue, market, alice, collateral, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    await venue.setScenario(market, false, true, 0n);
    const call = () => redeem(system, alice);
    await expectRefusal(system, call, venue, "MockFuturesVenue_FillRejected", [market]);
    await factory.windDown(token, 0n);
    await redeem(system, alice);
    expectClose(await collateral.balanceOf(alice), 996n * unit, 0.001);
  });
});

describe("LeveragedToken: previews of more than a tiny fund holds", function () {
  it("answer with a typed error rather than divide by nothing", async function () {
    const system = await deployForTest(connection);
    const { token, alice } = system;
    await deposit(system, alice, 3n);
    await move(system, wad("-0.01"));
    const worth = (value: bigint) => value <= 2n;
    await expect(token.previewRedeem(wad(1)))
      .to.be.revertedWithCustomError(token, "OrderMath_CostAboveValue")
      .withArgs(worth, worth);
  });
});
