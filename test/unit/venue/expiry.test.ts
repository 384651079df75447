import { expect } from "chai";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, outlast, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { DAY, HOUR, wad, WAD } from "../../support/numbers.js";
import { COSTS_OFF, marketOf } from "../../support/options.js";
import { Status } from "../../support/outcomes.js";
import { deployAggregator, deployOracle } from "../../support/oracle.js";
import { createToken, deployForTest, type System } from "../../support/system.js";
import { equityOf, leave, openAccount, venueWithLong } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, takeSnapshot, time } = networkHelpers;

const DELAY = 3n * DAY;

/** The one price a dead market closes at. */
describe("MockFuturesVenue: expiry", function () {
  const withLong = () => venueWithLong(connection);

  async function now() {
    return BigInt(await time.latest());
  }

  function close(system: System, trader: MockTrader) {
    return trader.execute(system.venue, system.venue.interface.encodeFunctionData("close", [system.market]));
  }

  /** 1,000 dollars in a token of three times long and 1,000 in one of three times short, at 50,000 and without costs. */
  async function longAndShort() {
    const system = await deployForTest(connection, COSTS_OFF);
    const short = await createToken(system, wad(-3));
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.alice, 1_000n * system.unit, short);
    return { ...system, long: system.token, short };
  }

  describe("the price", function () {
    it("is the newest valid round's when the delay was over, whatever the feed says later", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, feed, trader, unit } = system;
      const before = await equityOf(system, trader);
      await move(system, wad("0.08"));
      await feed.setAnswer(0n);
      const end = await outlast(system);
      await setPrice(system, wad(90_000));
      await feed.setAnswer(0n);
      await expect(venue.expire(market, 64n)).to.emit(venue, "MarketExpired").withArgs(market, wad(54_000), end);
      const paid = before + 4_000n * unit;
      await expect(close(system, trader)).to.emit(venue, "Closed").withArgs(market, trader.target, wad(54_000), paid);
      await expectBooksToBalance(system);
    });

    it("is the same of a halted market with a living feed, whoever calls and whenever", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, trader, keeper, alice } = system;
      await venue.setScenario(market, true, false, 0n);
      await venue.reportOutage(market);
      const end = (await now()) + DELAY;
      await time.increase(DAY);
      await setPrice(system, wad(47_500));
      await time.increaseTo(end - HOUR);
      await setPrice(system, wad(48_000));
      await time.setNextBlockTimestamp(end + 1n);
      await setPrice(system, wad(55_000));
      for (const [caller, wait] of [
        [keeper, 0n],
        [alice, DAY],
        [keeper, 100n * DAY],
      ] as const) {
        const snapshot = await takeSnapshot();
        if (wait !== 0n) await forward(system, wait);
        await move(system, wad("0.1"));
        await venue.connect(caller).reportOutage(market);
        await expect(venue.connect(caller).expire(market, 64n))
          .to.emit(venue, "MarketExpired")
          .withArgs(market, wad(48_000), end);
        await expect(close(system, trader)).to.emit(venue, "Closed");
        await snapshot.restore();
      }
    });

    it("is not moved by silence after the delay, if the market is still dead then", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, feed, keeper } = system;
      await feed.setAnswer(0n);
      const end = await outlast(system);
      await time.increase(60n * DAY);
      await setPrice(system, wad(60_000));
      await feed.setAnswer(0n);
      await venue.connect(keeper).reportOutage(market);
      await expect(venue.expire(market, 64n)).to.emit(venue, "MarketExpired").withArgs(market, wad(50_000), end);
    });

    it("is each account's own last mark where no round can be read, said as 0", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, feed, trader } = system;
      await move(system, wad("0.04"));
      const second = await openAccount(system, system.margin, wad(-1));
      const margins = [(await venue.account(market, trader)).margin, (await venue.account(market, second)).margin];
      await feed.setFailing(true);
      const end = await outlast(system);
      await expect(venue.expire(market, 64n)).to.emit(venue, "MarketExpired").withArgs(market, 0n, end);
      await feed.setFailing(false);
      await setPrice(system, wad(90_000));
      for (const view of [venue.position, venue.snapshot]) {
        await expect(view(market, trader))
          .to.be.revertedWithCustomError(venue, "FuturesVenue_NoClosingPrice")
          .withArgs(market);
      }
      await expect(close(system, second)).to.emit(venue, "Closed").withArgs(market, second.target, 0n, margins[1]);
      await expect(close(system, trader)).to.emit(venue, "Closed").withArgs(market, trader.target, 0n, margins[0]);
      await expectBooksToBalance(system);
    });
  });

  it("is for good, whatever scenario is played afterwards", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    await venue.setScenario(market, true, false, 0n);
    await outlast(system);
    await venue.expire(market, 64n);
    for (const [halted, failing] of [
      [false, false],
      [false, true],
      [true, false],
    ] as const) {
      await venue.setScenario(market, halted, failing, 0n);
      expect((await venue.marketState(market)).trading.status).to.equal(Status.Expired);
      expect((await venue.position(market, trader)).halted).to.be.true;
      await expectRefusal(system, () => trader.trade(market, 1n, 0n), venue, "FuturesVenue_MarketHalted", [market]);
    }
  });

  describe("the search", function () {
    /** A token behind 500 rounds the oracle does not believe, its true price 10 % above where it began. */
    async function behindInvalidRounds() {
      const system = await longAndShort();
      await setPrice(system, wad(55_000));
      for (let i = 0; i < 500; i++) await system.feed.setAnswer(0n);
      await outlast(system);
      return system;
    }

    it("that is too long for a close names what ends it, in as many calls as it takes", async function () {
      const system = await loadFixture(behindInvalidRounds);
      const { venue, market, long, short, unit } = system;
      for (const token of [long, short]) {
        const settle = () => token.settle();
        await expectRefusal(system, settle, venue, "FuturesVenue_ExpiryUnfinished", [market]);
      }
      for (const done of [false, false, true]) {
        expect(await venue.expire.staticCall(market, 200n)).to.equal(done);
        await venue.expire(market, 200n);
      }
      await long.settle();
      await short.settle();
      expect(await long.settledAssets()).to.equal(1_300n * unit);
      expect(await short.settledAssets()).to.equal(700n * unit);
    });

    it("comes to the same price in any split, no steps at all among them", async function () {
      const system = await loadFixture(behindInvalidRounds);
      const { venue, market } = system;
      for (const steps of [[100_000n], [0n, 1n, 499n, 1n], [7n, 0n, 600n]]) {
        const snapshot = await takeSnapshot();
        for (const step of steps) await venue.expire(market, step);
        const { price } = await venue.position(market, venue);
        expect(price, String(steps)).to.equal(wad(55_000));
        await snapshot.restore();
      }
    });

    it("begins again with another outage", async function () {
      const system = await loadFixture(behindInvalidRounds);
      const { venue, market, feed } = system;
      await venue.expire(market, 100n);
      expect((await venue.marketState(market)).outage.cursor).to.be.greaterThan(0n);
      await setPrice(system, wad(51_000));
      await venue.reportOutage(market);
      await feed.setAnswer(0n);
      const end = await outlast(system);
      await expect(venue.expire(market, 64n)).to.emit(venue, "MarketExpired").withArgs(market, wad(51_000), end);
    });

    it("cannot be led elsewhere by a low gas limit", async function () {
      const system = await loadFixture(behindInvalidRounds);
      const { venue, market } = system;
      let refused = 0;
      for (let gasLimit = 100_000n; gasLimit <= 4_000_000n; gasLimit += 100_000n) {
        await venue.expire(market, 150n, { gasLimit }).catch(() => refused++);
        const { status } = (await venue.marketState(market)).trading;
        if (status === Status.Expired) expect((await venue.position(market, venue)).price).to.equal(wad(55_000));
      }
      expect((await venue.marketState(market)).trading.status).to.equal(Status.Expired);
      expect(refused).to.be.greaterThan(0);
    });
  });

  describe("tokens", function () {
    /** Another market of the same feed, behind a sequencer. */
    async function behindSequencer() {
      const base = await deployForTest(connection, COSTS_OFF);
      const sequencer = await deployAggregator(connection, 0n, 0);
      const oracle = await deployOracle(connection, base.feed, {
        sequencerFeed: sequencer,
        gracePeriod: 600n,
        maxAge: 26n * HOUR,
        deviationThreshold: 0n,
      });
      const market = ethers.encodeBytes32String("BTC on L2");
      await base.venue.listMarket(market, { oracle, ...marketOf(base.options.market, base.unit) });
      await base.factory.allowMarket(base.venue, market, "BTCL2");
      await forward(base, 601n);
      const system = { ...base, market, oracle };
      const token = await createToken(system, wad(3));
      await deposit(system, system.alice, 1_000n * system.unit, token);
      return { ...system, token, sequencer };
    }

    for (const [what, answer] of [
      ["dies", undefined],
      ["says down for good", 1n],
    ] as const) {
      it(`come home when a sequencer's feed ${what} while the price lives`, async function () {
        const system = await loadFixture(behindSequencer);
        const { token, venue, market, sequencer, unit } = system;
        if (answer === undefined) await sequencer.setFailing(true);
        else await sequencer.setAnswer(answer);
        await venue.reportOutage(market);
        const end = (await now()) + DELAY;
        for (let day = 1n; day <= 60n; day++) {
          await time.increase(DAY);
          // 52,000 on the second day, 53,000 on the third, which is after the end.
          await setPrice(system, (50_000n + 1_000n * day) * WAD);
          if (day < 3n) await venue.reportOutage(market);
        }
        await expect(token.settle()).to.emit(venue, "MarketExpired").withArgs(market, wad(52_000), end);
        expect(await token.settledAssets()).to.equal(1_120n * unit);
      });
    }

    it("of both directions settle at one price: a holder of both gains nothing by order or time", async function () {
      const system = await loadFixture(longAndShort);
      const { long, short, feed, unit } = system;
      await setPrice(system, wad(51_000));
      await feed.setAnswer(0n);
      await outlast(system);
      for (const [first, second] of [
        [long, short],
        [short, long],
      ] as const) {
        const snapshot = await takeSnapshot();
        await first.settle();
        // The market is known to be 10 % lower, and the feed says so.
        await time.increase(30n * DAY);
        await setPrice(system, wad(45_000));
        await second.settle();
        expect(await long.settledAssets()).to.equal(1_060n * unit);
        expect(await short.settledAssets()).to.equal(940n * unit);
        await expectBooksToBalance(system);
        await snapshot.restore();
      }
    });

    it("settle at the same price under every gas limit under which they settle", async function () {
      const system = await loadFixture(longAndShort);
      const { long, short, venue, market, unit } = system;
      await venue.setScenario(market, true, false, 0n);
      await venue.reportOutage(market);
      await setPrice(system, wad(51_000));
      await time.increase(DELAY);
      await setPrice(system, wad(45_000));
      let refused = 0;
      for (let gasLimit = 60_000n; gasLimit <= 1_260_000n; gasLimit += 20_000n) {
        const snapshot = await takeSnapshot();
        for (const [token, paid] of [
          [short, 940n],
          [long, 1_060n],
        ] as const) {
          const settled = await token.settle({ gasLimit }).then(
            () => true,
            () => false,
          );
          if (!settled) refused++;
          expect(await token.settledAssets(), gasLimit.toString()).to.equal(settled ? paid * unit : 0n);
        }
        await snapshot.restore();
      }
      expect(refused, "refused of 122").to.be.within(1, 121);
    });

    it("of a market that lives are never settled by a low gas limit, outage on record or not", async function () {
      const system = await loadFixture(longAndShort);
      const { long, feed, venue, market } = system;
      await feed.setFailing(true);
      await outlast(system);
      await feed.setFailing(false);
      await setPrice(system, wad(51_000));
      for (let gasLimit = 60_000n; gasLimit <= 660_000n; gasLimit += 10_000n) {
        await expect(long.settle({ gasLimit }), gasLimit.toString()).to.be.revert(ethers);
      }
      expect((await venue.marketState(market)).trading.status).to.equal(Status.Open);
    });

    it("show what they will be paid between expiry and settlement, and refuse all else", async function () {
      const system = await loadFixture(longAndShort);
      const { long, venue, market, feed, alice, unit } = system;
      await setPrice(system, wad(51_000));
      await feed.setAnswer(0n);
      await outlast(system);
      await venue.expire(market, 64n);
      expect(await long.totalAssets()).to.equal(1_060n * unit);
      expect(await long.maxRedeem(alice)).to.equal(0n);
      expect(await long.maxDeposit(alice)).to.equal(0n);
      const redeem = () => long.connect(alice)["redeem(uint256,address,address)"](wad(1), alice, alice);
      await expectRefusal(system, redeem, venue, "FuturesVenue_MarketHalted", [market]);
      await long.settle();
      expect(await long.settledAssets()).to.equal(1_060n * unit);
    });
  });

  describe("an expired market", function () {
    async function expired() {
      const system = await withLong();
      await move(system, wad("0.08"));
      await system.feed.setAnswer(0n);
      await outlast(system);
      await system.venue.expire(system.market, 64n);
      return system;
    }

    it("answers with its price, as halted, for ever, and lets nothing but a close happen", async function () {
      const system = await loadFixture(expired);
      const { venue, market, trader } = system;
      const equity = await equityOf(system, trader);
      await setPrice(system, wad(20_000));
      await forward(system, 365n * DAY);
      const { price, halted } = await venue.position(market, trader);
      expect([price, halted]).to.deep.equal([wad(54_000), true]);
      expect((await venue.snapshot(market, trader))[0].halted).to.be.true;
      const refused = [() => trader.trade(market, 1n, 0n), () => venue.liquidate(market, trader)];
      for (const call of refused) await expectRefusal(system, call, venue, "FuturesVenue_MarketHalted", [market]);
      expect(await equityOf(system, trader)).to.equal(equity);
    });

    it("cannot be brought back, nor its price moved, by reports, scenarios or funding", async function () {
      const system = await loadFixture(expired);
      const { venue, market, trader } = system;
      const equity = await equityOf(system, trader);
      await setPrice(system, wad(50_000));
      await expect(venue.reportOutage(market)).not.to.emit(venue, "OutageReported");
      await venue.setScenario(market, true, false, 0n);
      await venue.setScenario(market, false, false, 0n);
      await time.increase(DAY);
      await venue.setBaseFunding(market, 1n);
      expect(await venue.expire.staticCall(market, 0n)).to.be.true;
      await expect(venue.expire(market, 64n)).not.to.emit(venue, "MarketExpired");
      expect((await venue.position(market, trader)).halted).to.be.true;
      await expect(close(system, trader)).to.emit(venue, "Closed").withArgs(market, trader.target, wad(54_000), equity);
      await expectBooksToBalance(system);
    });
  });

  describe("liquidity", function () {
    /** A second market in which one account is long a single wei, its feed dead, and one that lives. */
    async function withDeadMarket() {
      const living = await deployForTest(connection, COSTS_OFF);
      const dead = await deployAggregator(connection, 3_000n * 10n ** 8n);
      const oracle = await deployOracle(connection, dead, { maxAge: 26n * HOUR });
      const market = ethers.encodeBytes32String("ETH");
      await living.venue.listMarket(market, { oracle, ...marketOf(living.options.market, living.unit) });
      const trader = await openAccount({ ...living, market }, living.unit, 1n);
      return { ...living, living, market, feed: dead, trader };
    }

    it("is locked by one wei in a dead market until that expires, and no longer", async function () {
      const system = await loadFixture(withDeadMarket);
      const { living, venue, market, feed, oracle, provider, collateral, unit } = system;
      await feed.setAnswer(0n);
      await expect(venue.liquidityValues()).to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidAnswer");
      await outlast(system);
      await venue.expire(market, 64n);
      expect(await venue.liquidityValues()).to.deep.equal([50_000_000n * unit, 50_000_000n * unit]);
      // The wei reserves one unit.
      const most = (await venue.liquidityShares()) - wad("0.000001");
      await leave(living, provider, most);
      expect(await collateral.balanceOf(provider)).to.equal(50_000_000n * unit - 1n);
    });

    it("counts what an expired market's accounts have won, until they are paid", async function () {
      const system = await loadFixture(withDeadMarket);
      const { venue, market, feed, trader, collateral, unit } = system;
      await collateral.mint(trader, 1_000n * unit);
      await trader.trade(market, wad(1), 1_000n * unit);
      await feed.setAnswer(3_300n * 10n ** 8n);
      await feed.setAnswer(0n);
      await outlast(system);
      await venue.expire(market, 64n);
      const [leaving] = await venue.liquidityValues();
      expect(leaving).to.be.within(49_999_700n * unit - 1n, 49_999_700n * unit);
      await close(system, trader);
      expect(await collateral.balanceOf(trader)).to.be.within(1_301n * unit - 1n, 1_301n * unit);
      expect((await venue.liquidityValues())[0]).to.be.within(leaving, leaving + 1n);
      expect((await venue.books()).reserved).to.equal(0n);
    });

    it("counts nothing of a market that expired without a price", async function () {
      const system = await loadFixture(withDeadMarket);
      const { venue, market, feed, unit } = system;
      await feed.setFailing(true);
      await outlast(system);
      await venue.expire(market, 64n);
      expect(await venue.liquidityValues()).to.deep.equal([50_000_000n * unit, 50_000_000n * unit]);
    });
  });
});
