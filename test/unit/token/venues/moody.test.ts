import { expect } from "chai";
import { deposit, forward, move, nextBlock, priceOf, redeem, setPrice } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose } from "../../../support/expectations.js";
import { DAY, HOUR, wad } from "../../../support/numbers.js";
import { Action, Blocker, Phase, Reason } from "../../../support/outcomes.js";
import { property } from "../../../support/property.js";
import { deployForTest } from "../../../support/system.js";
import { life, liveThrough } from "../../../support/venues/life.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

describe("LeveragedToken: at a venue that refuses without having said so", function () {
  async function tokenAtMoodyVenue() {
    const system = await deployForTest(connection);
    return tokenAt(system, await deployVenue(system, "MoodyVenue"));
  }

  /** Alice has 10,000, and a scheduled rebalance is due. */
  async function dueFund() {
    const system = await tokenAtMoodyVenue();
    await deposit(system, system.alice, 10_000n * system.unit);
    await move(system, wad("0.05"));
    await forward(system, DAY);
    return system;
  }

  it("a due rebalance is tried, and reported as refused with reason, size and time", async function () {
    const system = await loadFixture(dueFund);
    const { token, front } = system;
    await front.setRefusing(true);
    const { sizeDelta, maxCost } = await token.previewRebalance(await nextBlock(system));
    const transaction = await token.rebalance();
    const now = BigInt(await time.latest());
    await expect(transaction)
      .to.emit(token, "RebalanceBlocked")
      .withArgs(Reason.Scheduled, Blocker.Refused, sizeDelta, maxCost, now);
    const decision = await token.previewRebalance();
    expect(decision.action).to.equal(Action.Blocked);
    expect(decision.blocker).to.equal(Blocker.Refused);
    expect(decision.reason).to.equal(Reason.Scheduled);
    expect(decision.dueAt).to.equal(now + 60n);
    await expect(token.rebalance())
      .to.be.revertedWithCustomError(token, "LeveragedToken_Blocked")
      .withArgs(Blocker.Refused, now, now + 60n);
  });

  it("it is tried again after a minute, and done once the venue takes it", async function () {
    const { token, front } = await loadFixture(dueFund);
    await front.setRefusing(true);
    await token.rebalance();
    await time.increase(60n);
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    await front.setRefusing(false);
    await time.increase(60n);
    await expect(token.rebalance()).to.emit(token, "Rebalanced");
    expectClose(await token.leverage(), wad(3), 1e-4);
    expect((await token.reading()).rebalancing.blockedAt).to.equal(0n);
  });

  it("a redeem is refused with the venue's own error, and works once the venue takes it", async function () {
    const system = await loadFixture(dueFund);
    const { token, front, alice, collateral } = system;
    await front.setRefusing(true);
    const shares = await token.balanceOf(alice);
    await expect(redeem(system, alice)).to.be.revertedWithCustomError(front, "MoodyVenue_Refused");
    expect(await token.balanceOf(alice)).to.equal(shares);
    await front.setRefusing(false);
    const pending = await nextBlock(system);
    const promised = await token.previewRedeem(shares, pending);
    await redeem(system, alice);
    expect(await collateral.balanceOf(alice)).to.equal(promised);
    expect(await token.totalSupply()).to.equal(0n);
  });

  it("winding down brings the money home while trades are refused, and holders are paid", async function () {
    const system = await loadFixture(dueFund);
    const { token, front, factory, alice, collateral } = system;
    await front.setRefusing(true);
    const assets = await token.totalAssets();
    await factory.windDown(token, 0n);
    expect((await token.state()).phase).to.equal(Phase.Settled);
    // Closing costs 0.05 % of about three times the fund.
    expectClose(await token.settledAssets(), (assets * 9_986n) / 10_000n, 1e-4);
    await redeem(system, alice);
    // The collector's shares are 0.1 % of the mint and a day's fee.
    expectClose(await collateral.balanceOf(alice), (assets * 99_750n) / 100_000n, 1e-4);
  });

  describe("after days of refusals", () => {
    const DELAY = 3n * DAY;

    /** Every rebalance is refused, and reported each `period`, until the refusals have lasted for `length`; then `settle`s. */
    async function refuseFor(system: Awaited<ReturnType<typeof dueFund>>, length: bigint, period: bigint) {
      const { token, front } = system;
      await front.setRefusing(true);
      await token.rebalance();
      const start = BigInt(await time.latest());
      const price = await priceOf(system);
      /** The feed speaks in the second before. */
      const goTo = async (at: bigint) => {
        await time.setNextBlockTimestamp(at - 1n);
        await setPrice(system, price);
        await time.setNextBlockTimestamp(at);
      };
      for (let at = start + period; at < start + length; at += period) {
        await goTo(at);
        await token.rebalance();
      }
      await goTo(start + length);
      return token.settle();
    }

    it("anyone settles once they have lasted for the outage delay, and holders are paid", async function () {
      const system = await loadFixture(dueFund);
      const { token, alice, collateral } = system;
      expect((await system.venue.terms(system.market)).outageDelay).to.equal(DELAY);
      const assets = await token.totalAssets();
      await expect(refuseFor(system, DELAY, 2n * HOUR)).to.emit(token, "Settled");
      expectClose(await token.settledAssets(), assets, 1e-2);
      await redeem(system, alice);
      expectClose(await collateral.balanceOf(alice), assets, 1e-2);
    });

    it("a second earlier nobody does", async function () {
      const system = await loadFixture(dueFund);
      await expect(refuseFor(system, DELAY - 1n, HOUR)).to.be.revertedWithCustomError(
        system.token,
        "LeveragedToken_NotSettleable",
      );
    });

    it("nobody does where two hours and a second went by between two reports", async function () {
      const system = await loadFixture(dueFund);
      await expect(refuseFor(system, DELAY, 2n * HOUR + 1n)).to.be.revertedWithCustomError(
        system.token,
        "LeveragedToken_NotSettleable",
      );
    });

    it("nobody does once a trade was taken, though refusals begin again", async function () {
      const system = await loadFixture(dueFund);
      const { token, front } = system;
      await front.setRefusing(true);
      await token.rebalance();
      await time.increase(60n);
      await front.setRefusing(false);
      await token.rebalance();
      await forward(system, DAY);
      await expect(refuseFor(system, DELAY - 1n, HOUR)).to.be.revertedWithCustomError(
        token,
        "LeveragedToken_NotSettleable",
      );
    });
  });

  property(
    "others are spared in two hundred acts of two holders, some of which are refused",
    life,
    async (deeds) => {
      const system = await loadFixture(tokenAtMoodyVenue);
      const counts = await liveThrough(system, deeds, {
        keepsQuotes: true,
        onMove: async (_price, { part }) => {
          await system.front.setRefusing(part % 2 === 0);
        },
        refusing: { by: system.front, error: "MoodyVenue_Refused" },
      });
      expect(counts).to.include.keys("deposit", "mint", "redeem", "withdraw", "rebalance", "refused", "blocked");
    },
    { normal: 1, deep: 20 },
  );
});
