import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move } from "../../support/actions.js";
import { expectBooksToBalance } from "../../support/expectations.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";
import { equityOf, NO_CARRY, openAccount } from "../../support/venue.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

const DELAY = 3n * DAY;

describe("MockFuturesVenue: outage", function () {
  async function withLong() {
    const system = await deployForTest(connection, { market: NO_CARRY });
    const trader = await openAccount(system, 10_000n * system.unit, wad(1));
    const data = system.venue.interface.encodeFunctionData("close", [system.market]);
    const close = () => trader.execute(system.venue, data);
    return { ...system, trader, close };
  }

  async function now() {
    return BigInt(await time.latest());
  }

  it("is reported by anyone, when it begins and when it is over", async function () {
    const { venue, market, keeper, feed } = await loadFixture(withLong);
    await feed.setFailing(true);
    const transaction = await venue.connect(keeper).reportOutage(market);
    await expect(transaction)
      .to.emit(venue, "OutageReported")
      .withArgs(market, await now());
    await feed.setFailing(false);
    await expect(venue.connect(keeper).reportOutage(market)).to.emit(venue, "OutageReported").withArgs(market, 0n);
  });

  it("is never reported of a market that lives by setting a low gas limit", async function () {
    const { venue, market } = await loadFixture(withLong);
    let refused = 0;
    for (let gasLimit = 30_000n; gasLimit <= 330_000n; gasLimit += 5_000n) {
      await venue.reportOutage(market, { gasLimit }).catch(() => refused++);
      expect((await venue.marketState(market)).risk.outageAt).to.equal(0n);
    }
    expect(refused, "refused of 61").to.be.within(1, 60);
  });

  it("keeps the first report's time", async function () {
    const { venue, market, feed } = await loadFixture(withLong);
    await feed.setFailing(true);
    await venue.reportOutage(market);
    await time.increase(HOUR);
    await expect(venue.reportOutage(market)).not.to.emit(venue, "OutageReported");
  });

  it("is not believed of a market that lives", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed, close } = system;
    await venue.reportOutage(market);
    await time.increase(DELAY);
    await feed.setFailing(true);
    await expect(close()).to.be.revertedWithCustomError(venue, "FuturesVenue_OutageTooShort").withArgs(0n, DELAY);
  });

  it("lets an account close without cost after the delay, at the last valid price", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed, trader, close, collateral } = system;
    await move(system, wad("0.08"));
    const equity = await equityOf(system, trader);
    await feed.setAnswer(0n);
    await venue.reportOutage(market);
    const since = await now();
    await time.increaseTo(since + DELAY - 2n);
    await expect(close()).to.be.revertedWithCustomError(venue, "FuturesVenue_OutageTooShort").withArgs(since, DELAY);
    await time.increaseTo(since + DELAY);
    await expect(close()).to.emit(venue, "Closed").withArgs(market, trader.target, wad(54_000), equity);
    expect(await collateral.balanceOf(trader)).to.equal(equity);
    await expectBooksToBalance(system);
  });

  it("closes at the price last marked, said as 0, where no round can be read", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed, trader, close } = system;
    const { margin } = await venue.account(market, trader);
    await move(system, wad("0.08"));
    await feed.setFailing(true);
    await venue.reportOutage(market);
    await time.increase(DELAY);
    await expect(close()).to.emit(venue, "Closed").withArgs(market, trader.target, 0n, margin);
    await expectBooksToBalance(system);
  });

  it("closes at the live price where the market is halted", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, close } = system;
    await venue.setScenario(market, true, false, 0n);
    await venue.reportOutage(market);
    await time.increase(DELAY);
    await move(system, wad("-0.05"));
    const equity = await equityOf(system, trader);
    await expect(close()).to.emit(venue, "Closed").withArgs(market, trader.target, wad(47_500), equity);
  });

  it("does not stop the clock for the others when one account leaves", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed, close } = system;
    const second = await openAccount(system, 10_000n * system.unit, wad(-1));
    await feed.setFailing(true);
    await venue.reportOutage(market);
    await time.increase(DELAY);
    await close();
    await second.execute(venue, venue.interface.encodeFunctionData("close", [market]));
    await expectBooksToBalance(system);
  });

  it("is over once the market has traded", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed, trader, close } = system;
    await feed.setFailing(true);
    await venue.reportOutage(market);
    await feed.setFailing(false);
    await trader.trade(market, 1n, 0n);
    await feed.setFailing(true);
    await time.increase(DELAY);
    await expect(close()).to.be.revertedWithCustomError(venue, "FuturesVenue_OutageTooShort").withArgs(0n, DELAY);
    await venue.reportOutage(market);
    await time.increase(DELAY);
    await close();
  });

  it("counts from the last answer when the feed has spoken after the report", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed, close } = system;
    await feed.setAnswer(0n);
    await venue.reportOutage(market);
    await time.increase(2n * DAY);
    await feed.setAnswer(50_000n * 10n ** 8n);
    const spoken = await now();
    await feed.setAnswer(0n);
    await time.increase(2n * DAY);
    await expect(close()).to.be.revertedWithCustomError(venue, "FuturesVenue_OutageTooShort").withArgs(spoken, DELAY);
  });
});
