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
import { FundDesk__factory, type FundDesk } from "../../../../types/ethers-contracts/index.js";

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

  describe("to reduce", function () {
    const DELAY = 3n * DAY;
    type Fund = Awaited<ReturnType<typeof dueFund>> & { readonly desk: FundDesk };

    /** A fund on target of so many times leverage, in which no rebalance is due that could be refused. */
    async function onTarget(leverage: bigint): Promise<Fund> {
      const base = await deployForTest(connection, { leverage });
      const system = await tokenAt(base, await deployVenue(base, "MoodyVenue"));
      await deposit(system, system.alice, 10_000n * system.unit);
      await system.front.setRefusing(true);
      return { ...system, desk: FundDesk__factory.connect(await system.token.desk(), system.bob) };
    }
    const threeTimes = () => onTarget(wad(3));
    const once = () => onTarget(wad(1));

    /** Reports at once and each `period` later, and stops `length` after the first; the feed speaks a second before each. */
    async function reportFor(system: Fund, length: bigint, period: bigint) {
      const { desk, token } = system;
      await desk.reportRefusal(token);
      const start = BigInt(await time.latest());
      const price = await priceOf(system);
      const goTo = async (at: bigint) => {
        await time.setNextBlockTimestamp(at - 1n);
        await setPrice(system, price);
        await time.setNextBlockTimestamp(at);
      };
      for (let at = start + period; at < start + length; at += period) {
        await goTo(at);
        await desk.reportRefusal(token);
      }
      await goTo(start + length);
    }

    it("is put on record by anyone, without a rebalance being due, and the maxima say so until it takes them again", async function () {
      const { desk, token, front, alice } = await loadFixture(threeTimes);
      const all = await token.balanceOf(alice);
      expect(await token.maxRedeem(alice)).to.equal(all);
      const before = await token.reading();
      await expect(desk.reportRefusal(token)).to.emit(desk, "RefusalReported");
      expect(await desk.refusedSince(token)).to.equal(BigInt(await time.latest()));
      expect([await token.maxRedeem(alice), await token.maxWithdraw(alice)]).to.deep.equal([0n, 0n]);
      expect(await token.reading()).to.deep.equal(before);
      await front.setRefusing(false);
      await expect(desk.reportRefusal(token)).to.emit(desk, "RefusalReported").withArgs(token.target, 0n);
      expect(await token.maxRedeem(alice)).to.equal(all);
    });

    it("is forgotten after two hours", async function () {
      const system = await loadFixture(threeTimes);
      const { desk, token } = system;
      await desk.reportRefusal(token);
      await time.increase(2n * HOUR);
      expect(await desk.refusedSince(token)).to.be.above(0n);
      await time.increase(1n);
      expect(await desk.refusedSince(token)).to.equal(0n);
    });

    for (const [name, fixture] of [
      ["3x", threeTimes],
      ["1x, which never trades by itself", once],
    ] as const) {
      it(`lets anyone settle ${name} once that has lasted for the outage delay, and holders are paid`, async function () {
        const system = await loadFixture(fixture);
        const { token, carol, alice, collateral } = system;
        expect((await system.venue.terms(system.market)).outageDelay).to.equal(DELAY);
        const assets = await token.totalAssets();
        await reportFor(system, DELAY, 2n * HOUR);
        await expect(token.connect(carol).settle()).to.emit(token, "Settled");
        // Closing costs 0.05 % of at most three times the fund, and three days of fees a little more.
        expectClose(await token.settledAssets(), assets, 3e-3);
        await redeem(system, alice);
        expectClose(await collateral.balanceOf(alice), assets, 5e-3);
      });
    }

    for (const [name, length, period] of [
      ["a second before that", DELAY - 1n, HOUR],
      ["where two hours and a second went by between two reports", DELAY, 2n * HOUR + 1n],
    ] as const) {
      it(`lets nobody settle ${name}`, async function () {
        const system = await loadFixture(threeTimes);
        await reportFor(system, length, period);
        const { token } = system;
        await expect(token.settle()).to.be.revertedWithCustomError(token, "LeveragedToken_NotSettleable");
      });
    }

    it("lets nobody settle where it takes them again at that moment, whatever is on record", async function () {
      const system = await loadFixture(threeTimes);
      const { token, front } = system;
      await reportFor(system, DELAY - 60n, HOUR);
      await front.setRefusing(false);
      await forward(system, 60n);
      await expect(token.settle()).to.be.revertedWithCustomError(token, "LeveragedToken_NotSettleable");
    });

    it("is tried by a trade that nobody can make stay", async function () {
      const { token, front, account, market, bob } = await loadFixture(threeTimes);
      const before = await account.position(market, token);
      const half = -before.size / 2n;
      await expect(token.connect(bob).probe(half)).to.be.revertedWithCustomError(front, "MoodyVenue_Refused");
      await front.setRefusing(false);
      await expect(token.connect(bob).probe(half)).to.be.revertedWithCustomError(token, "LeveragedToken_Probed");
      expect((await account.position(market, token)).size).to.equal(before.size);
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
