import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { forward, outlast } from "../../support/actions.js";
import { DAY, HOUR, WAD } from "../../support/numbers.js";
import { venueWithLong } from "../../support/venue.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

const DELAY = 3n * DAY;

/** The clock: when it starts, runs on and stops. What happens at its end is in expiry.test.ts. */
describe("MockFuturesVenue: outage", function () {
  const withLong = () => venueWithLong(connection);
  type Venue = Awaited<ReturnType<typeof withLong>>;

  async function now() {
    return BigInt(await time.latest());
  }

  async function outageOf({ venue, market }: Venue) {
    return (await venue.marketState(market)).outage;
  }

  async function expectTooShort({ venue, market }: Venue, since: bigint): Promise<void> {
    await expect(venue.expire(market, 64n))
      .to.be.revertedWithCustomError(venue, "FuturesVenue_OutageTooShort")
      .withArgs(since, DELAY);
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
    const system = await loadFixture(withLong);
    let refused = 0;
    for (let gasLimit = 30_000n; gasLimit <= 330_000n; gasLimit += 5_000n) {
      await system.venue.reportOutage(system.market, { gasLimit }).catch(() => refused++);
      expect((await outageOf(system)).reportedAt).to.equal(0n);
    }
    expect(refused, "refused of 61").to.be.within(1, 60);
  });

  it("keeps the first report's time, and notes the last one's", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed } = system;
    await feed.setFailing(true);
    await venue.reportOutage(market);
    const reported = await now();
    await time.increase(HOUR);
    await expect(venue.reportOutage(market)).not.to.emit(venue, "OutageReported");
    const { reportedAt, seenAt } = await outageOf(system);
    expect([reportedAt, seenAt]).to.deep.equal([reported, await now()]);
  });

  it("is not believed of a market that lives, dead as it may be later", async function () {
    const system = await loadFixture(withLong);
    await system.venue.reportOutage(system.market);
    await time.increase(DELAY);
    await system.feed.setFailing(true);
    await expectTooShort(system, 0n);
  });

  it("lasts to the second: in the one its delay ends in, a round may still be to come", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed } = system;
    await feed.setAnswer(0n);
    await venue.reportOutage(market);
    const since = await now();
    await time.increaseTo(since + DELAY / 2n - 1n);
    await venue.reportOutage(market);
    await time.setNextBlockTimestamp(since + DELAY);
    await expectTooShort(system, since);
    await time.setNextBlockTimestamp(since + DELAY + 1n);
    await expect(venue.expire(market, 64n))
      .to.emit(venue, "MarketExpired")
      .withArgs(market, 50_000n * WAD, since + DELAY);
  });

  it("is over when half of the delay has passed without a report: two short ones are not one long", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed } = system;
    await feed.setFailing(true);
    await venue.reportOutage(market);
    await feed.setFailing(false);
    await forward(system, 30n * DAY);
    await feed.setFailing(true);
    await expectTooShort(system, 0n);
    await expect(venue.reportOutage(market))
      .to.emit(venue, "OutageReported")
      .withArgs(market, (await now()) + 1n);
  });

  it("goes on with a report in the last second of half the delay, and not with one a second later", async function () {
    for (const late of [0n, 1n]) {
      const system = await loadFixture(withLong);
      await system.feed.setFailing(true);
      await system.venue.reportOutage(system.market);
      const since = await now();
      await time.setNextBlockTimestamp(since + DELAY / 2n + late);
      await system.venue.reportOutage(system.market);
      expect((await outageOf(system)).reportedAt).to.equal(late === 0n ? since : await now());
    }
  });

  it("needs a report in the second half as well", async function () {
    const system = await loadFixture(withLong);
    await system.feed.setFailing(true);
    await system.venue.reportOutage(system.market);
    await time.increase(DELAY / 2n - 10n);
    await system.venue.reportOutage(system.market);
    await time.increase(DELAY / 2n + 20n);
    await expectTooShort(system, 0n);
  });

  it("needs one report alone where the market is halted", async function () {
    const system = await loadFixture(withLong);
    const { venue, market } = system;
    await venue.setScenario(market, true, false, 0n);
    await venue.reportOutage(market);
    await time.increase(DELAY);
    await expect(venue.expire(market, 64n)).to.emit(venue, "MarketExpired");
  });

  it("starts from zero when a halt has ended, unseen as it may be", async function () {
    const system = await loadFixture(withLong);
    const { venue, market } = system;
    await venue.setScenario(market, true, false, 0n);
    await venue.reportOutage(market);
    await time.increase(DELAY);
    await venue.setScenario(market, false, false, 0n);
    await venue.setScenario(market, true, false, 0n);
    await expectTooShort(system, 0n);
  });

  it("is over once the market has traded", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed, trader } = system;
    await feed.setFailing(true);
    await venue.reportOutage(market);
    await feed.setFailing(false);
    await trader.trade(market, 1n, 0n);
    await feed.setFailing(true);
    await time.increase(DELAY / 2n);
    await expectTooShort(system, 0n);
    await outlast(system);
    await expect(venue.expire(market, 64n)).to.emit(venue, "MarketExpired");
  });

  it("does not end by rounds that the feed speaks while there is no price", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed } = system;
    await feed.setAnswer(0n);
    await venue.reportOutage(market);
    const since = await now();
    await time.increase(DAY);
    await feed.setAnswer(50_000n * 10n ** 8n);
    await feed.setAnswer(0n);
    await venue.reportOutage(market);
    await time.increase(DAY);
    await venue.reportOutage(market);
    await expectTooShort(system, since);
  });

  it("cannot be made to expire while the market lives, and is then over for good by one report", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, feed } = system;
    await feed.setFailing(true);
    await outlast(system);
    await feed.setFailing(false);
    await forward(system, HOUR);
    await expectTooShort(system, 0n);
    await venue.reportOutage(market);
    await feed.setFailing(true);
    await expectTooShort(system, 0n);
  });
});
