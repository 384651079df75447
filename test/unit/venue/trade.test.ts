import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { chargedFor } from "../../support/expected.js";
import { WAD, wad } from "../../support/numbers.js";
import { give } from "../../support/system.js";
import { equityOf, openAccount, order, quietVenue, venueWithLong } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("MockFuturesVenue: trade", function () {
  const quiet = () => quietVenue(connection);
  const withLong = () => venueWithLong(connection);

  it("opens a position at index, charges its cost to margin and reserves its notional", async function () {
    const system = await loadFixture(quiet);
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
    expect(books.pool).to.equal(pool + 25n * system.unit); // the taker fee
    expect(books.insurance).to.equal(cost - 25n * system.unit); // the impact
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
    const system = await loadFixture(quiet);
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
    expect((await venue.books()).reserved).to.equal(0n);
    await expectBooksToBalance(system);
  });

  it("lets an account without code trade on margin it deposited before", async function () {
    const system = await loadFixture(quiet);
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

  it("changes no other account's equity at a constant price", async function () {
    const system = await loadFixture(withLong);
    const { trader, margin } = system;
    const short = await openAccount(system, margin, wad(-2));
    const before = [await equityOf(system, trader), await equityOf(system, short)];
    const third = await openAccount(system, 100n * margin, wad(15));
    await third.trade(system.market, wad(-20), 0n);
    expect([await equityOf(system, trader), await equityOf(system, short)]).to.deep.equal(before);
  });
});
