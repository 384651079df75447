import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { deployForTest, type System } from "../../support/system.js";
import { equityOf, openAccount } from "../../support/venue.js";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

/** {s} */
const SPELL = 100_000n;

/** One coin at 50,000, of which 50,000 are reserved; a rate of a billionth a second takes 5 of them in a spell. */
describe("MockFuturesVenue: fee for a reserve", function () {
  async function venueAt(reserveFeePerSecond: bigint) {
    const system = await deployForTest(connection, {
      deviationThreshold: 0n,
      maxAge: 3_650n * DAY,
      market: { skewFundingPerSecond: 0n, takerFeePpm: 0n, depth: 0n, reserveFeePerSecond },
    });
    const trader = await openAccount(system, 10_000n * system.unit, wad(1));
    const { markedAt } = await system.venue.account(system.market, trader);
    return { ...system, trader, markedAt };
  }

  const cheap = () => venueAt(10n ** 9n);
  const dear = () => venueAt(10n ** 12n);

  /** Marks the account just `seconds` after it was opened. */
  async function markAfter({ market, trader, markedAt }: Awaited<ReturnType<typeof venueAt>>, seconds: bigint) {
    await time.setNextBlockTimestamp(markedAt + seconds);
    await trader.trade(market, 0n, 0n);
  }

  it("goes from margin to insurance by the second, and nothing of it to the pool", async function () {
    const system = await loadFixture(cheap);
    const { venue, market, trader, unit } = system;
    const { pool } = await venue.books();
    await markAfter(system, SPELL);
    expect((await venue.account(market, trader)).margin).to.equal(9_995n * unit);
    const books = await venue.books();
    expect([books.pool, books.insurance]).to.deep.equal([pool, 5n * unit]);
    await expectBooksToBalance(system);
  });

  it("is the same in many steps or one, but for a unit a step", async function () {
    const system = await loadFixture(cheap);
    const { venue, market, trader, unit } = system;
    for (const part of [1n, 30_000n, 30_001n, 77_777n, SPELL]) await markAfter(system, part);
    const { margin } = await venue.account(market, trader);
    expect(margin)
      .to.be.at.most(9_995n * unit)
      .and.at.least(9_995n * unit - 5n);
  });

  it("follows the reserve, not the price: what was set aside at the last mark", async function () {
    const system = await loadFixture(cheap);
    const { venue, market, trader, unit } = system;
    await move(system, wad("0.2"));
    await markAfter(system, SPELL);
    // 10,000 won, 5 paid; from now on 60,000 are reserved.
    expect((await venue.account(market, trader)).margin).to.equal(19_995n * unit);
    await markAfter(system, 2n * SPELL);
    expect((await venue.account(market, trader)).margin).to.equal(19_989n * unit);
  });

  it("takes what there is and leaves no debt", async function () {
    const system = await loadFixture(dear);
    const { venue, market, trader, unit } = system;
    const { pool } = await venue.books();
    await time.increase(10n * SPELL); // 50,000 would be due
    expect(await equityOf(system, trader)).to.equal(0n);
    await trader.execute(venue, venue.interface.encodeFunctionData("close", [market]));
    const books = await venue.books();
    expect([books.pool, books.insurance]).to.deep.equal([pool, 10_000n * unit]);
    expect((await venue.account(market, trader)).margin).to.equal(0n);
    await expectBooksToBalance(system);
  });

  it("is not taken of a bankrupt, who has nothing", async function () {
    const system = await loadFixture(cheap);
    const { venue, market, trader, unit } = system;
    const { pool } = await venue.books();
    await time.increase(SPELL);
    await setPrice(system, wad(39_000));
    await venue.liquidate(market, trader);
    const books = await venue.books();
    expect([books.pool, books.insurance]).to.deep.equal([pool + 10_000n * unit, 0n]);
  });

  it("belongs to the price at which an account can be liquidated", async function () {
    const system = await loadFixture(cheap);
    const { venue, market, trader } = system;
    const atFirst = await venue.liquidationPrice(market, trader);
    await time.increase(20n * SPELL);
    const price = await venue.liquidationPrice(market, trader);
    // 100 more to lose of 10,000: each coin's 97 % bear it.
    expectClose(price - atFirst, (wad(100) * 100n) / 97n, 1e-4);
    await setPrice(system, price + wad("0.01"));
    await expectRefusal(system, () => venue.liquidate(market, trader), venue, "FuturesVenue_NotLiquidatable");
    await setPrice(system, price - wad("0.01"));
    await venue.liquidate(market, trader);
  });

  it("makes a hedged pair that holds all of a pool of 50 M pay 2,739.73 a day, the sole provider too", async function () {
    const system = await deployForTest(connection, { market: { depth: 0n, skewFundingPerSecond: 0n } });
    const { venue, market, unit } = system;
    const pair: MockTrader[] = [];
    for (const size of [wad("499.5"), wad("-499.5")]) pair.push(await openAccount(system, 2_000_000n * unit, size));
    const wealth = await wealthOf(system, pair);
    await time.increase(DAY);
    for (const trader of pair) await trader.trade(market, 0n, 0n);
    const paid = (await venue.books()).insurance;
    // 2 % a year of 49.95 M
    expectClose(paid, (49_950_000n * unit) / 50n / 365n, 1e-4);
    expect(wealth - (await wealthOf(system, pair))).to.equal(paid);
  });

  async function wealthOf(system: System, traders: MockTrader[]) {
    let sum = (await system.venue.liquidityValues()).leaving;
    for (const trader of traders) sum += (await system.venue.account(system.market, trader)).margin;
    return sum;
  }
});
