import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move } from "../../support/actions.js";
import { chargedFor } from "../../support/expected.js";
import { wad } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import { deployForTest } from "../../support/system.js";
import { NO_CARRY, openAccount, venueWithLong } from "../../support/venue.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("MockFuturesVenue: views", function () {
  const withLong = () => venueWithLong(connection);

  it("show the account at index, and the same with and without its room", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, feed, unit } = system;
    await move(system, wad("0.1"));
    const { margin } = await venue.account(market, trader);
    const position = await venue.position(market, trader);
    const { updatedAt } = await feed.latestRoundData();
    expect(position.price).to.equal(wad(55_000));
    expect(position.priceUpdatedAt).to.equal(updatedAt);
    expect(position.size).to.equal(wad(1));
    expect(position.equity).to.equal((margin + 5_000n * unit) * 10n ** 12n);
    expect(position.curve).to.deep.equal([wad("0.0005"), wad(55_000), wad(1_000_000_000)]);
    expect([position.isExact, position.halted]).to.deep.equal([true, false]);
    expect((await venue.snapshot(market, trader))[0]).to.deep.equal(position);
  });

  it("say what a trade would cost, to the unit, of any account", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, alice } = system;
    const { curve, price } = await venue.position(market, trader);
    for (const size of [0n, 1n, wad("0.7"), wad(-1), wad(-3)]) {
      const cost = size === 0n ? 0n : chargedFor(system, curve, size, price);
      expect(await venue.quote(market, trader, size)).to.deep.equal([cost, true]);
      expect(await venue.quote(market, alice, size)).to.deep.equal([cost, true]);
    }
  });

  it("say what may still be won, now and once the account is marked", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    await move(system, wad("0.1"));
    const [, room] = await venue.snapshot(market, trader);
    expect(room.remainingProfit).to.equal(wad(45_000));
    expect(room.remainingProfitIfMarked).to.equal(wad(55_000));
    await trader.trade(market, 0n, 0n);
    expect((await venue.snapshot(market, trader))[1].remainingProfit).to.equal(wad(55_000));
  });

  it("take any reduction up to the whole position, and say where liquidation begins", async function () {
    const { venue, market, trader } = await loadFixture(withLong);
    const [, room] = await venue.snapshot(market, trader);
    expect([room.minReduction, room.maxReduction, room.maintenanceMargin]).to.deep.equal([0n, wad(1), wad("0.03")]);
    await trader.trade(market, -1n, 0n);
    await trader.trade(market, 1n - wad(1), 0n);
    expect((await venue.account(market, trader)).size).to.equal(0n);
  });

  it("say beforehand how much would be taken of an increase", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    await system.collateral.mint(trader, 10n ** 15n);
    await venue.setOpenInterestCap(market, 70_000n);
    const [, { maxLong, maxShort }] = await venue.snapshot(market, trader);
    expect(maxLong).to.equal(wad("0.4"));
    expect(maxShort).to.equal(wad("1.4"));
    await trader.trade.staticCall(market, maxLong, 10n ** 12n);
    await expect(trader.trade.staticCall(market, maxLong + 10n ** 9n, 10n ** 12n)).to.be.revertedWithCustomError(
      venue,
      "FuturesVenue_OpenInterestCap",
    );
  });

  it("count what the pool can reserve: all of it for the other side, what is left of it for one's own", async function () {
    for (const sign of [1n, -1n]) {
      const system = await deployForTest(connection, {
        ...COSTS_OFF,
        pool: 60_000n,
        market: { ...COSTS_OFF.market, ...NO_CARRY },
      });
      const trader = await openAccount(system, 10_000n * system.unit, sign * wad(1));
      const [, room] = await system.venue.snapshot(system.market, trader);
      const [own, other] = sign > 0n ? [room.maxLong, room.maxShort] : [room.maxShort, room.maxLong];
      // 60,000 cover 1.2 coins.
      expect([own, other]).to.deep.equal([wad("0.2"), wad("1.2")]);
    }
  });
});
