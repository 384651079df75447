import { expect } from "chai";
import { deposit, forward, move, redeem, setPrice } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { answerOf, giveToAccount, startFeed } from "../../support/navFeed.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, mine, time } = networkHelpers;

describe("NavFeed: what it answers", function () {
  async function openFund() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 10_000n * system.unit);
    return system;
  }

  async function started() {
    const system = await openFund();
    return { ...system, navFeed: await startFeed(system) };
  }

  describe("shape", function () {
    it("is a feed of 18 decimals, described as the token in USD", async function () {
      const { navFeed, token } = await loadFixture(started);
      expect(await navFeed.decimals()).to.equal(18n);
      expect(await navFeed.description()).to.equal("BTC3L / USD");
      expect(await navFeed.version()).to.equal(1n);
      expect(await navFeed.token()).to.equal(token.target);
      expect(await navFeed.MAX_RISE()).to.equal(wad("0.001"));
      expect(await navFeed.RESTART_AFTER()).to.equal(DAY);
    });

    it("answers NAV, at the time of the underlying's price, which is the round's id", async function () {
      const system = await loadFixture(started);
      await time.increase(HOUR);
      const [, updatedAt] = await system.oracle.price();
      const nav = await system.token.nav();
      expect(await system.navFeed.latestRoundData()).to.deep.equal([updatedAt, nav, updatedAt, updatedAt, updatedAt]);
    });

    it("gives the current round by its id, and no other", async function () {
      const system = await loadFixture(started);
      const { navFeed } = system;
      const [before] = await navFeed.latestRoundData();
      await move(system, wad("0.01"));
      const round = await navFeed.latestRoundData();
      expect(round[0]).to.be.above(before);
      expect(await navFeed.getRoundData(round[0])).to.deep.equal(round);
      await expect(navFeed.getRoundData(before))
        .to.be.revertedWithCustomError(navFeed, "NavFeed_UnknownRound")
        .withArgs(before, round[0]);
    });
  });

  describe("without another poke", function () {
    for (const leverage of [3, -3, 2, -1, 1]) {
      const startedAtLeverage = async () => {
        const system = await deployForTest(connection, { leverage: wad(leverage) });
        await deposit(system, system.alice, 10_000n * system.unit);
        return { ...system, navFeed: await startFeed(system) };
      };

      it(`follows NAV to the last digit as the price moves, at ${String(leverage)}x`, async function () {
        const system = await loadFixture(startedAtLeverage);
        for (const change of ["0.05", "-0.08", "0.1", "-0.12", "0.02"]) {
          await move(system, wad(change));
          expect(await answerOf(system.navFeed)).to.equal(await system.token.nav());
        }
      });

      // The position of a 1x fund needs no trade when the price moves.
      if (leverage === 1) continue;

      it(`follows NAV through a month of rebalances in one direction and back, at ${String(leverage)}x`, async function () {
        const system = await loadFixture(startedAtLeverage);
        for (const change of [...Array<string>(15).fill("0.04"), ...Array<string>(15).fill("-0.04")]) {
          await move(system, wad(change));
          await forward(system, DAY);
          await system.token.rebalance();
          expect(await answerOf(system.navFeed)).to.equal(await system.token.nav());
        }
      });
    }

    it("follows NAV through a rebalance that sells what was too much at the last poke", async function () {
      const system = await loadFixture(started);
      const { navFeed, token } = system;
      await move(system, wad("-0.1"));
      await navFeed.poke();
      await move(system, wad("0.08"));
      await forward(system, DAY);
      await token.rebalance();
      // 1 - 3 (1 - 0.9 * 1.08), less what a day of funding and the rebalance cost.
      expect(await answerOf(navFeed)).to.be.closeTo(wad("0.916"), wad("0.0005"));
      expect(await answerOf(navFeed)).to.equal(await token.nav());
    });

    it("shows a fall at once, whatever it comes from", async function () {
      const system = await loadFixture(started);
      const { navFeed, token } = system;
      const before = await answerOf(navFeed);
      await time.increase(HOUR);
      await token.collectFees();
      expect(await answerOf(navFeed)).to.be.below(before);
      expect(await answerOf(navFeed)).to.equal(await token.nav());
    });
  });

  describe("where NAV is not valid", function () {
    it("has no answer before the first poke, nor in its block", async function () {
      const { token } = await loadFixture(openFund);
      const navFeed = await ethers.deployContract("NavFeed", [token]);
      await mine();
      await expect(navFeed.latestRoundData())
        .to.be.revertedWithCustomError(navFeed, "NavFeed_Unconfirmed")
        .withArgs(0n);
      const poked = await navFeed.poke();
      const nav = await token.nav();
      await expect(poked).to.emit(navFeed, "Poked").withArgs(nav, wad(50_000), true);
      const since = BigInt(await time.latest());
      await expect(navFeed.latestRoundData())
        .to.be.revertedWithCustomError(navFeed, "NavFeed_Unconfirmed")
        .withArgs(since);
      await mine();
      expect(await answerOf(navFeed)).to.equal(await token.nav());
      const checkpoint = await navFeed.checkpoint();
      expect(checkpoint).to.deep.equal([nav, wad(50_000), checkpoint.notional, since, since]);
      expect(nav).to.be.closeTo(wad(1), wad("0.000001"));
      expect(checkpoint.notional).to.be.closeTo(wad(3), wad("0.00001"));
    });

    it("says with the oracle's own error why there is no price, and answers again once there is one", async function () {
      const system = await loadFixture(started);
      const { navFeed, oracle, options } = system;
      await time.increase(options.maxAge + 1n);
      await expect(navFeed.latestRoundData()).to.be.revertedWithCustomError(oracle, "PriceOracle_StalePrice");
      await expect(navFeed.poke()).to.be.revertedWithCustomError(oracle, "PriceOracle_StalePrice");
      await setPrice(system, wad(51_000));
      expect(await answerOf(navFeed)).to.equal(await system.token.nav());
      await system.feed.setFailing(true);
      await expect(navFeed.latestRoundData()).to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed");
    });

    it("answers while the market is halted, as the index still marks the position", async function () {
      const system = await loadFixture(started);
      await system.venue.setScenario(system.market, true, false, 0n);
      await move(system, wad("-0.1"));
      expect(await answerOf(system.navFeed)).to.equal(await system.token.nav());
    });

    it("has none for an empty fund, nor for one of dust, however much is given to it", async function () {
      // Fees would leave the collector shares.
      const fees = { managementPpmPerYear: 0n, mintPpm: 0n, redeemPpm: 0n };
      const system = await deployForTest(connection, { fees, deviationThreshold: 0n });
      const { token, alice } = system;
      await deposit(system, alice, 10_000n * system.unit);
      const navFeed = await startFeed(system);
      const minimum = 1000n * (await token.virtualShares());
      expect(minimum).to.equal(wad("0.001"));
      await redeem(system, alice, (await token.balanceOf(alice)) - minimum / 2n);
      await giveToAccount(system, system.unit);
      const supply = await token.effectiveSupply();
      expect(supply).to.be.below(minimum);
      await expect(navFeed.latestRoundData())
        .to.be.revertedWithCustomError(navFeed, "NavFeed_Dust")
        .withArgs(supply, minimum);
      await redeem(system, alice);
      await expect(navFeed.latestRoundData()).to.be.revertedWithCustomError(navFeed, "NavFeed_Dust");
      await expect(navFeed.poke()).to.be.revertedWithCustomError(navFeed, "NavFeed_Dust");
    });

    it("has none for a fund that is wiped out, before and after it is settled", async function () {
      const system = await loadFixture(started);
      const { navFeed, token } = system;
      await move(system, wad("-0.4"));
      await expect(navFeed.latestRoundData()).to.be.revertedWithCustomError(navFeed, "NavFeed_Worthless");
      await expect(navFeed.poke()).to.be.revertedWithCustomError(navFeed, "NavFeed_Worthless");
      await token.settle();
      await mine();
      await expect(navFeed.latestRoundData()).to.be.revertedWithCustomError(navFeed, "NavFeed_Worthless");
    });
  });

  describe("of a settled token", function () {
    async function settled() {
      const system = await started();
      await move(system, wad("0.2"));
      await system.factory.windDown(system.token, 0n);
      return system;
    }

    it("is the share of what is left, for ever, without price or poke", async function () {
      const system = await loadFixture(settled);
      const { navFeed, token, unit } = system;
      await system.feed.setFailing(true);
      await time.increase(400n * DAY);
      const now = BigInt(await time.latest());
      const share = ((await token.settledAssets()) * wad(1) * wad(1)) / unit / (await token.totalSupply());
      expect(share).to.be.closeTo(wad("1.6"), wad("0.01"));
      expect(await navFeed.latestRoundData()).to.deep.equal([now, share, now, now, now]);
    });

    it("does not come in the block it is settled in", async function () {
      const { navFeed } = await loadFixture(settled);
      await expect(navFeed.latestRoundData())
        .to.be.revertedWithCustomError(navFeed, "NavFeed_Unconfirmed")
        .withArgs(BigInt(await time.latest()));
    });

    it("needs no checkpoint, so a poke changes none", async function () {
      const { navFeed } = await loadFixture(settled);
      await mine();
      const before = await navFeed.checkpoint();
      await expect(navFeed.poke()).not.to.emit(navFeed, "Poked");
      expect(await navFeed.checkpoint()).to.deep.equal(before);
    });

    it("ends when the last share is redeemed", async function () {
      const system = await loadFixture(settled);
      await mine();
      await redeem(system, system.alice);
      await redeem(system, system.collector);
      await expect(system.navFeed.latestRoundData()).to.be.revertedWithCustomError(system.navFeed, "NavFeed_Worthless");
    });
  });
});
