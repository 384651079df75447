import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { chargedFor } from "../../support/expected.js";
import { wad } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";
import { equityOf, fillOf, NO_CARRY, openAccount, order, quietVenue, venueWithLong } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("MockFuturesVenue: trade refuses", function () {
  const quiet = () => quietVenue(connection);
  const withLong = () => venueWithLong(connection);

  it("a market that does not exist", async function () {
    const system = await loadFixture(withLong);
    const { venue, trader } = system;
    const unknown = ethers.encodeBytes32String("DOGE");
    const calls = [
      () => trader.trade(unknown, 1n, 0n),
      () => venue.position(unknown, trader),
      () => venue.snapshot(unknown, trader),
      () => venue.quote(unknown, trader, 1n),
      () => venue.openAccount.staticCall(unknown),
      () => venue.terms(unknown),
      () => venue.close(unknown),
      () => venue.liquidate(unknown, trader),
      () => venue.closeExpired(unknown, trader),
      () => venue.depositMargin(unknown, 1n),
      () => venue.reportOutage(unknown),
      () => venue.expire(unknown, 64n),
      () => venue.liquidationPrice(unknown, trader),
      () => venue.setScenario(unknown, true, false, 0n),
      () => venue.setBaseFunding(unknown, 0n),
      () => venue.setOpenInterestCap(unknown, 0n),
    ];
    for (const call of calls) await expectRefusal(system, call, venue, "FuturesVenue_UnknownMarket", [unknown]);
  });

  it("a trade that would cost more than its caller accepts, by a single unit", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const { curve, price } = await venue.position(market, trader);
    for (const size of [wad(1), wad(-1)]) {
      const cost = chargedFor(system, curve, size, price);
      const values = [cost, cost - 1n];
      const call = () => order(system, trader, { size, maxCost: cost - 1n });
      await expectRefusal(system, call, venue, "FuturesVenue_CostExceeded", values);
      expect((await fillOf(system, trader, { size, maxCost: cost })).cost).to.equal(cost);
    }
    const negative = () => order(system, trader, { maxCost: -1n });
    await expectRefusal(system, negative, venue, "FuturesVenue_CostExceeded", [0n, -1n]);
  });

  it("to pay out more than equity, or to charge a cost that is not there", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const equity = await equityOf(system, trader);
    const most = () => trader.trade(market, wad(-1), -equity);
    const needed = (value: bigint) => value > equity;
    await expectRefusal(system, most, venue, "FuturesVenue_InsufficientMargin", [equity, needed]);
  });

  it("a bankrupt account, which can only be closed or liquidated", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    await move(system, wad("-0.25"));
    const call = () => trader.trade(market, wad(-1), 0n);
    const missing = (value: bigint) => value > 0n;
    await expectRefusal(system, call, venue, "FuturesVenue_InsufficientMargin", [0n, missing]);
  });

  for (const [side, sign] of [
    ["longs", 1n],
    ["shorts", -1n],
  ] as const) {
    it(`${side} beyond the open-interest cap, and only increases`, async function () {
      const system = await loadFixture(quiet);
      const { venue, market, margin, unit } = system;
      const trader = await openAccount(system, margin, sign * wad(1));
      await system.collateral.mint(trader, unit);
      await venue.setOpenInterestCap(market, 60_000n);
      const call = () => trader.trade(market, (sign * wad(1)) / 4n, 0n);
      const values = [wad(62_500), wad(60_000)];
      await expectRefusal(system, call, venue, "FuturesVenue_OpenInterestCap", values);
      await trader.trade(market, (sign * wad(1)) / 5n, 0n);
      // Not by a single wei of a coin: at 50,000 that is 50,000 wei of a dollar.
      await expectRefusal(system, () => trader.trade(market, sign, 0n), venue, "FuturesVenue_OpenInterestCap", [
        wad(60_000) + 50_000n,
        wad(60_000),
      ]);
      await venue.setOpenInterestCap(market, 10_000n);
      await trader.trade(market, 0n, unit);
      await trader.trade(market, -(sign * wad(1)) / 2n, 0n);
    });
  }

  it("an increase the pool cannot cover, but never a reduction", async function () {
    const system = await deployForTest(connection, {
      pool: 60_000n,
      market: NO_CARRY,
    });
    const { venue, market, unit } = system;
    const trader = await openAccount(system, 10_000n * unit, wad(1));
    const call = () => trader.trade(market, wad("0.3"), 0n);
    const free = (value: bigint) => value < 61_000n * 10n ** 6n;
    await expectRefusal(system, call, venue, "FuturesVenue_InsufficientReserve", [65_000n * 10n ** 6n, free]);
    // After +50 % the pool has paid 25,000 and covers 35,000 of 67,500 at most.
    await move(system, wad("0.5"));
    await trader.trade(market, wad("-0.1"), 0n);
    const { reserve } = await venue.account(market, trader);
    const { pool, reserved } = await venue.books();
    expect(reserve).to.equal(reserved);
    expect(reserve)
      .to.be.at.most(pool)
      .and.below(67_500n * 10n ** 6n);
    await expectBooksToBalance(system);
  });

  it("everything at a halted market, failing or not, and every fill at a failing one", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const call = () => trader.trade(market, 1n, 0n);
    for (const failing of [false, true]) {
      await venue.setScenario(market, true, failing, 0n);
      await expectRefusal(system, call, venue, "FuturesVenue_MarketHalted", [market]);
      expect((await venue.position(market, trader)).halted).to.be.true;
    }
    await venue.setScenario(market, false, true, 0n);
    await expectRefusal(system, call, venue, "MockFuturesVenue_FillRejected", [market]);
    expect((await venue.position(market, trader)).halted).to.be.false;
  });

  it("an invalid price", async function () {
    const system = await loadFixture(withLong);
    const { market, trader, oracle, options } = system;
    await time.increase(options.maxAge + 1n);
    await expectRefusal(system, () => trader.trade(market, 1n, 0n), oracle, "PriceOracle_StalePrice");
  });

  it("no close of a position for what the other side holds beyond a lowered cap", async function () {
    for (const sign of [1n, -1n]) {
      const system = await loadFixture(quiet);
      const { venue, market, margin } = system;
      const trader = await openAccount(system, margin, sign * wad("0.5"));
      await openAccount(system, margin, -sign * wad(1));
      await venue.setOpenInterestCap(market, 10_000n);
      await trader.trade(market, -sign * wad("0.5"), 0n);
      expect((await venue.account(market, trader)).size).to.equal(0n);
    }
  });

  it("a cost that exceeds what is taken out, where it is to come out of that", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const { cost } = await venue.quote(market, trader, wad(-1));
    const call = () => order(system, trader, { size: wad(-1), take: cost - 1n, moverPaysCost: true });
    await expectRefusal(system, call, venue, "FuturesVenue_CostAboveTake", [cost, cost - 1n]);
    await order(system, trader, { size: wad(-1), take: cost, moverPaysCost: true });
    expect(await system.collateral.balanceOf(trader)).to.equal(0n);
  });
});
