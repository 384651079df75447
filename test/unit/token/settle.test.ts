import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, move, outlast, redeem, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { DAY, wad } from "../../support/numbers.js";
import { Action, Phase } from "../../support/outcomes.js";
import { createToken, deployForTest, type System } from "../../support/system.js";
import { NO_CARRY } from "../../support/venue.js";

const connection = await connect();
const { networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

/** No fees, so that money is compared to the unit. */
const free = { fees: { managementPpmPerYear: 0n, mintPpm: 0n, redeemPpm: 0n }, deviationThreshold: 0n };

describe("LeveragedToken: settle", function () {
  async function openedFund() {
    const system = await deployForTest(connection, { market: NO_CARRY });
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.bob, 3_000n * system.unit);
    return system;
  }

  /** Mint, rebalance and settlement are over; what is left is paid for ever. */
  async function expectSettled(system: System, paidToAlice: bigint) {
    const { token, alice, bob, carol, keeper } = system;
    expect((await token.state()).phase).to.equal(Phase.Settled);
    const minting = () => token.connect(carol)["deposit(uint256,address)"](1n, carol);
    await expectRefusal(system, minting, token, "LeveragedToken_Settled");
    await expectRefusal(system, () => token.connect(keeper).settle(), token, "LeveragedToken_Settled");
    await expectRefusal(system, () => token.connect(keeper).rebalance(), token, "LeveragedToken_Settled");
    expect(await token.maxDeposit(carol)).to.equal(0n);
    expect(await token.maxMint(carol)).to.equal(0n);
    expect(await token.leverage()).to.equal(0n);
    const before = await system.collateral.balanceOf(alice);
    await redeem(system, alice);
    expect((await system.collateral.balanceOf(alice)) - before).to.equal(paidToAlice);
    await redeem(system, bob);
    expect(await system.collateral.balanceOf(token)).to.equal(await token.settledAssets());
    await expectBooksToBalance(system);
  }

  for (const [name, leverage, gap] of [
    ["a gap of -33.4 % wipes out 3x long", 3, "-0.334"],
    ["a gap of +33.4 % wipes out 3x short", -3, "0.334"],
  ] as const) {
    describe(name, function () {
      async function wipedOut() {
        const system = await deployForTest(connection, { leverage: wad(leverage), ...free });
        await deposit(system, system.alice, 1_000n * system.unit);
        await deposit(system, system.bob, 3_000n * system.unit);
        await move(system, wad(gap));
        return system;
      }

      it("shows NAV 0 and that the next call settles", async function () {
        const system = await loadFixture(wipedOut);
        const { token, alice } = system;
        expect(await token.nav()).to.equal(0n);
        expect(await token.totalAssets()).to.equal(0n);
        expect(await token.leverage()).to.equal(0n);
        expect(await token.convertToAssets(wad(1_000))).to.equal(0n);
        expect(await token.previewRedeem(wad(1_000))).to.equal(0n);
        expect((await token.previewRebalance()).action).to.equal(Action.Settle);
        expect(await token.maxDeposit(alice)).to.equal(0n);
        expect(await token.maxMint(alice)).to.equal(0n);
        expect(await token.maxWithdraw(alice)).to.equal(0n);
        await expect(token.previewDeposit(1_000n)).to.be.revertedWithCustomError(token, "LeveragedToken_WipedOut");
        await expect(token.previewMint(1_000n)).to.be.revertedWithCustomError(token, "LeveragedToken_WipedOut");
      });

      it("is settled by anyone", async function () {
        const system = await loadFixture(wipedOut);
        const { token, keeper, venue, market } = system;
        const supply = await token.totalSupply();
        await expect(token.connect(keeper).settle()).to.emit(token, "Settled").withArgs(0n, supply);
        expect((await venue.account(market, token)).size).to.equal(0n);
        await expectSettled(system, 0n);
      });

      it("is settled by a rebalance", async function () {
        const system = await loadFixture(wipedOut);
        await expect(system.token.rebalance()).to.emit(system.token, "Settled");
        await expectSettled(system, 0n);
      });

      it("is settled by a redeem, which pays nothing and keeps the others' shares", async function () {
        const system = await loadFixture(wipedOut);
        const { token, alice, bob } = system;
        await expect(redeem(system, alice)).to.emit(token, "Settled").and.to.emit(token, "Withdraw");
        expect(await token.balanceOf(alice)).to.equal(0n);
        expect(await token.balanceOf(bob)).to.equal(await token.totalSupply());
      });

      it("stays at 0 when the price comes back", async function () {
        const system = await loadFixture(wipedOut);
        await system.token.settle();
        await setPrice(system, system.options.price);
        expect(await system.token.nav()).to.equal(0n);
        await expectSettled(system, 0n);
      });

      it("lives on when the price comes back before anyone has called", async function () {
        const system = await loadFixture(wipedOut);
        await setPrice(system, system.options.price);
        expectClose(await system.token.nav(), wad(1), 1e-6);
        await redeem(system, system.alice);
        expectClose(await system.collateral.balanceOf(system.alice), 1_000n * system.unit, 0.004);
      });
    });
  }

  it("is refused while the token is live and solvent", async function () {
    const system = await loadFixture(openedFund);
    const before = await system.token.totalAssets();
    await expectRefusal(system, () => system.token.settle(), system.token, "LeveragedToken_NotSettleable", [before]);
  });

  it("is refused for an empty fund at a live market", async function () {
    const system = await deployForTest(connection);
    await expectRefusal(system, () => system.token.settle(), system.token, "LeveragedToken_NotSettleable", [0n]);
  });

  describe("with a dead oracle", function () {
    async function deadOracle() {
      const system = await openedFund();
      await move(system, wad("0.04"));
      await system.feed.setFailing(true);
      await system.venue.reportOutage(system.market);
      return system;
    }

    const delay = 3n * DAY;

    it("is refused before the outage has lasted long enough", async function () {
      const system = await loadFixture(deadOracle);
      const reported = BigInt(await time.latest());
      await time.increase(delay / 2n - 10n);
      const values = [reported, delay];
      const call = () => system.token.settle();
      await expectRefusal(system, call, system.venue, "FuturesVenue_OutageTooShort", values);
    });

    it("is refused if nobody has reported the outage", async function () {
      const system = await loadFixture(openedFund);
      await system.feed.setFailing(true);
      await time.increase(10n * DAY);
      const call = () => system.token.settle();
      await expectRefusal(system, call, system.venue, "FuturesVenue_OutageTooShort", [0n, delay]);
    });

    it("until then shows typed errors and maximums of 0", async function () {
      const system = await loadFixture(deadOracle);
      const { token, alice, oracle } = system;
      for (const maximum of [token.maxDeposit, token.maxMint, token.maxRedeem, token.maxWithdraw]) {
        expect(await maximum(alice)).to.equal(0n);
      }
      const views = [
        () => token.totalAssets(),
        () => token.nav(),
        () => token.leverage(),
        () => token.convertToAssets(1n),
        () => token.convertToShares(1n),
        () => token.previewRedeem(1n),
        () => token.previewRebalance(),
      ];
      for (const view of views) await expect(view()).to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed");
      await expectRefusal(system, () => redeem(system, alice, 1n), oracle, "PriceOracle_FeedFailed");
    });

    it("closes without impact at the price last marked when no round can be read", async function () {
      const system = await loadFixture(deadOracle);
      await outlast(system);
      const { margin } = await system.venue.account(system.market, system.token);
      await system.token.settle();
      const left = await system.token.settledAssets();
      expect(left).to.equal(margin);
      const supply = await system.token.totalSupply();
      await expectSettled(system, (left * (await system.token.balanceOf(system.alice))) / supply);
    });

    it("closes without impact at the last valid price when only the newest round is bad", async function () {
      const system = await loadFixture(openedFund);
      await move(system, wad("0.04"));
      const { equityDown } = await fundOf(system);
      await system.feed.setAnswer(0n);
      await outlast(system);
      await system.token.settle();
      expect(await system.token.settledAssets()).to.equal(equityDown);
      const supply = await system.token.totalSupply();
      const settled = await system.token.settledAssets();
      await expectSettled(system, (settled * (await system.token.balanceOf(system.alice))) / supply);
    });

    it("is refused when the feed answers again", async function () {
      const system = await loadFixture(deadOracle);
      await outlast(system);
      await system.feed.setFailing(false);
      await setPrice(system, system.options.price);
      await expectRefusal(system, () => system.token.settle(), system.token, "LeveragedToken_NotSettleable");
    });

    it("is refused when the outage was over unseen and has begun again", async function () {
      const system = await loadFixture(deadOracle);
      await time.increase(delay);
      const call = () => system.token.settle();
      await expectRefusal(system, call, system.venue, "FuturesVenue_OutageTooShort", [0n, delay]);
    });

    it("lets every token of the market go, one after the other", async function () {
      const system = await openedFund();
      const short = await createToken(system, wad(-3));
      await deposit(system, system.carol, 1_000n * system.unit, short);
      await system.feed.setFailing(true);
      await outlast(system);
      await system.token.settle();
      await short.settle();
      await redeem(system, system.carol, undefined, short);
      await redeem(system, system.alice);
      await redeem(system, system.bob);
      expectClose(await system.collateral.balanceOf(system.carol), 1_000n * system.unit, 0.01);
    });
  });

  describe("at a halted venue", function () {
    async function halted() {
      const system = await openedFund();
      await system.venue.setScenario(system.market, true, false, 0n);
      await system.venue.reportOutage(system.market);
      return system;
    }

    it("closes without impact at the price there was when the halt had lasted", async function () {
      const system = await loadFixture(halted);
      await move(system, wad("0.02"));
      const { equityDown } = await fundOf(system);
      await time.increase(3n * DAY);
      await move(system, wad("0.02"));
      await system.token.settle();
      expect(await system.token.settledAssets()).to.equal(equityDown);
      await expectBooksToBalance(system);
    });

    it("is refused before", async function () {
      const system = await loadFixture(halted);
      const call = () => system.token.settle();
      const reported = (at: bigint) => at > 0n;
      await expectRefusal(system, call, system.venue, "FuturesVenue_OutageTooShort", [reported, 3n * DAY]);
    });

    it("is refused while a younger halt has not lasted, although an older one was reported", async function () {
      const system = await loadFixture(halted);
      const { venue, market, token } = system;
      await venue.setScenario(market, false, false, 0n);
      await time.increase(3n * DAY);
      await move(system, 0n);
      await venue.setScenario(market, true, false, 0n);
      await expectRefusal(system, () => token.settle(), venue, "FuturesVenue_OutageTooShort");
    });
  });
});
