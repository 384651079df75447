import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { chargedFor } from "../../support/expected.js";
import { WAD, wad } from "../../support/numbers.js";
import { deployForTest, give } from "../../support/system.js";
import { equityOf, fillOf, openAccount, order } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("MockFuturesVenue: trade", function () {
  /** No funding, so that only price and trades move equity. */
  async function quietVenue() {
    const system = await deployForTest(connection, { market: { skewFundingPerSecond: 0n } });
    return { ...system, margin: 10_000n * system.unit };
  }

  async function withLong() {
    const system = await quietVenue();
    const trader = await openAccount(system, system.margin, wad(1));
    return { ...system, trader };
  }

  it("opens a position at index, charges its cost to margin and reserves its notional", async function () {
    const system = await loadFixture(quietVenue);
    const { venue, market, collateral, margin } = system;
    const trader = await ethers.deployContract("MockTrader", [venue]);
    await collateral.mint(trader, margin);
    const { curve, price } = await venue.position(market, trader);
    const { pool } = await venue.books();
    const transaction = await trader.trade(market, wad(1), margin);
    const cost = chargedFor(system, curve, wad(1), price);
    await expect(transaction)
      .to.emit(venue, "Traded")
      .withArgs(market, await trader.getAddress(), wad(1), price, cost, wad(1), margin - cost);
    const account = await venue.account(market, trader);
    expect(account.size).to.equal(wad(1));
    expect(account.margin).to.equal(margin - cost);
    expect(account.reserve).to.equal(50_000n * 10n ** 6n);
    const books = await venue.books();
    expect(books.pool).to.equal(pool + cost);
    expect(books.margins).to.equal(margin - cost);
    expect(books.reserved).to.equal(50_000n * 10n ** 6n);
    expect(await equityOf(system, trader)).to.equal(margin - cost);
    expect(await collateral.balanceOf(trader)).to.equal(0n);
    await expectBooksToBalance(system);
  });

  it("turns profit into margin, and index into entry, at each action of its owner", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const before = await venue.account(market, trader);
    const { pool } = await venue.books();
    await move(system, wad("0.1"));
    await trader.trade(market, 0n, 0n);
    const after = await venue.account(market, trader);
    expect(after.margin).to.equal(before.margin + 5_000n * system.unit);
    expect(after.reserve).to.equal(55_000n * 10n ** 6n);
    expect((await venue.books()).pool).to.equal(pool - 5_000n * system.unit);
    await expectBooksToBalance(system);
  });

  it("counts a position of a single wei of a coin, on its own side", async function () {
    const system = await loadFixture(quietVenue);
    const { venue, market, margin } = system;
    const long = await openAccount(system, margin, 1n);
    const short = await openAccount(system, margin, -1n);
    for (const [trader, size] of [
      [long, 1n],
      [short, -1n],
    ] as const) {
      expect((await venue.account(market, trader)).size).to.equal(size);
      expect((await venue.position(market, trader)).curve.skew).to.equal(0n);
    }
    await long.trade(market, wad(1), 0n);
    await long.trade(market, -wad(1), 0n);
    expect((await venue.account(market, long)).size).to.equal(1n);
  });

  it("asks nothing of an account without equity that keeps its position", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const { margin } = await venue.account(market, trader);
    // One coin has lost its whole margin.
    await setPrice(system, wad(50_000) - (margin * WAD) / system.unit);
    expect(await equityOf(system, trader)).to.equal(0n);
    await trader.trade(market, 0n, 0n);
    const { size, margin: left } = await venue.account(market, trader);
    expect([size, left]).to.deep.equal([wad(1), 0n]);
    await expectBooksToBalance(system);
  });

  it("gives a loss to the pool", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const before = await venue.account(market, trader);
    const { pool } = await venue.books();
    await move(system, wad("-0.1"));
    await trader.trade(market, 0n, 0n);
    expect((await venue.account(market, trader)).margin).to.equal(before.margin - 5_000n * system.unit);
    expect((await venue.books()).pool).to.equal(pool + 5_000n * system.unit);
    await expectBooksToBalance(system);
  });

  it("moves margin without size, both ways, and pays whom its owner names", async function () {
    const system = await loadFixture(withLong);
    const { market, trader, collateral, alice, unit } = system;
    const before = await equityOf(system, trader);
    await order(system, trader, { take: 1_000n * unit, receiver: alice });
    expect(await collateral.balanceOf(alice)).to.equal(1_000n * unit);
    await collateral.mint(trader, 300n * unit);
    await trader.trade(market, 0n, 300n * unit);
    expect(await equityOf(system, trader)).to.equal(before - 700n * unit);
    await expectBooksToBalance(system);
  });

  it("flips a long into a short", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    await trader.trade(market, wad(-3), 0n);
    expect((await venue.account(market, trader)).size).to.equal(wad(-2));
    await move(system, wad("-0.1"));
    const { margin } = await venue.account(market, trader);
    expect(await equityOf(system, trader)).to.equal(margin + 10_000n * system.unit);
  });

  it("closes to nothing and gives everything back", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, collateral } = system;
    await trader.trade(market, wad(-1), 0n);
    const left = await equityOf(system, trader);
    await trader.trade(market, 0n, -left);
    expect(await collateral.balanceOf(trader)).to.equal(left);
    const { size, margin, reserve } = await venue.account(market, trader);
    expect([size, margin, reserve]).to.deep.equal([0n, 0n, 0n]);
    const { margins, reserved } = await venue.books();
    expect([margins, reserved]).to.deep.equal([0n, 0n]);
  });

  it("lets an account without code trade on margin it deposited before", async function () {
    const system = await loadFixture(quietVenue);
    const { venue, market, alice, unit } = system;
    await give(system, alice, 1_000n * unit, venue);
    await expect(venue.connect(alice).depositMargin(market, 1_000n * unit))
      .to.emit(venue, "MarginDeposited")
      .withArgs(market, alice.address, 1_000n * unit, 1_000n * unit);
    await venue.connect(alice).trade(market, wad("0.1"), 0n, 0n, false, ethers.MaxInt256, alice);
    expect((await venue.account(market, alice)).size).to.equal(wad("0.1"));
    await expectBooksToBalance(system);
    const nothing = () => venue.connect(alice).depositMargin(market, 0n);
    await expectRefusal(system, nothing, venue, "MockFuturesVenue_ZeroAmount");
  });

  it("changes nobody else's equity at a constant price", async function () {
    const system = await loadFixture(withLong);
    const { trader, margin } = system;
    const short = await openAccount(system, margin, wad(-2));
    const before = [await equityOf(system, trader), await equityOf(system, short)];
    const third = await openAccount(system, 100n * margin, wad(15));
    await third.trade(system.market, wad(-20), 0n);
    expect([await equityOf(system, trader), await equityOf(system, short)]).to.deep.equal(before);
  });

  describe("refuses", function () {
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
        () => venue.depositMargin(unknown, 1n),
        () => venue.reportOutage(unknown),
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

    it("a first position with less than the initial margin, though there is no leverage yet to raise", async function () {
      const system = await loadFixture(quietVenue);
      const { venue, market, collateral, unit } = system;
      const trader = await ethers.deployContract("MockTrader", [venue]);
      await collateral.mint(trader, 2_000n * unit);
      const call = () => trader.trade(market, wad(1), 2_000n * unit);
      await expectRefusal(system, call, venue, "FuturesVenue_InitialMargin", [
        (equity: bigint) => equity < 2_000n * unit,
        2_500n * unit,
      ]);
    });

    it("an increase beyond the initial margin", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, trader } = system;
      const required = (value: bigint) => value > 10_000n * system.unit;
      const equity = (value: bigint) => value < 10_000n * system.unit;
      const call = () => trader.trade(market, wad(4), 0n);
      await expectRefusal(system, call, venue, "FuturesVenue_InitialMargin", [equity, required]);
      await trader.trade.staticCall(market, wad("2.8"), 0n);
    });

    it("a withdrawal that raises leverage beyond it, but no proportional one", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, trader } = system;
      // Leverage of 26, beyond the 20 an increase must leave.
      await move(system, wad("-0.166"));
      const equity = await equityOf(system, trader);
      const call = () => trader.trade(market, 0n, -equity / 10n);
      await expectRefusal(system, call, venue, "FuturesVenue_InitialMargin");
      await trader.trade(market, wad("-0.5"), -equity / 2n + 30n * system.unit);
      await expectBooksToBalance(system);
    });

    for (const [side, sign] of [
      ["longs", 1n],
      ["shorts", -1n],
    ] as const) {
      it(`${side} beyond the open-interest cap, and only increases`, async function () {
        const system = await loadFixture(quietVenue);
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
      const system = await deployForTest(connection, { pool: 60_000n, market: { skewFundingPerSecond: 0n } });
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

    it("everything at a halted market and every fill at a failing one", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, trader } = system;
      await venue.setScenario(market, true, false, 0n);
      const call = () => trader.trade(market, 1n, 0n);
      await expectRefusal(system, call, venue, "FuturesVenue_MarketHalted", [market]);
      expect((await venue.position(market, trader)).halted).to.be.true;
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
  });

  it("says beforehand how much it would take", async function () {
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
});
