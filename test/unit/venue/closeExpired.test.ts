import { expect } from "chai";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";
import { deposit, forward, outlast, setPrice } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import { createToken, deployForTest, give, type System } from "../../support/system.js";
import { openAccount } from "../../support/venue.js";

const connection = await connect();
const { loadFixture, takeSnapshot } = connection.networkHelpers;

/** What anyone may do for an account that its owner has left in an expired market. */
describe("MockFuturesVenue: closing an expired market's accounts", function () {
  /** Lets the feed die at `price` {usd/base} WAD, and the market expire at it. */
  async function expireAt(system: System, price: bigint) {
    await setPrice(system, price);
    await system.feed.setAnswer(0n);
    await outlast(system);
    await system.venue.expire(system.market, 64n);
  }

  /** The owner closes, and says what it holds then. */
  async function take({ venue, market, collateral }: System, trader: MockTrader): Promise<bigint> {
    await trader.execute(venue, venue.interface.encodeFunctionData("close", [market]));
    return collateral.balanceOf(trader);
  }

  /** One coin long and one short at 50,000, with 10,000 of margin each and without costs. */
  async function longAndShort() {
    const system = await deployForTest(connection, COSTS_OFF);
    const margin = 10_000n * system.unit;
    const long = await openAccount(system, margin, wad(1));
    const short = await openAccount(system, margin, wad(-1));
    return { ...system, long, short };
  }

  async function expiredHigher() {
    const system = await longAndShort();
    await expireAt(system, wad(54_000));
    return system;
  }

  it("leaves long and short as margin what each is worth at the closing price, for their owners to take", async function () {
    const system = await loadFixture(expiredHigher);
    const { venue, market, keeper, long, short, unit } = system;
    for (const [trader, size, left] of [
      [long, wad(1), 14_000n * unit],
      [short, wad(-1), 6_000n * unit],
    ] as const) {
      await expect(venue.connect(keeper).closeExpired(market, trader))
        .to.emit(venue, "ExpiredClosed")
        .withArgs(market, trader.target, size, wad(54_000), left);
      expect(await venue.account(market, trader)).to.deep.equal([0n, 0n, left, 0n, 0n]);
      await expectBooksToBalance(system);
      expect(await take(system, trader)).to.equal(left);
    }
    const { openInterest, funding, shortBasis } = await venue.marketState(market);
    expect([...openInterest, funding.longBasis, shortBasis]).to.deep.equal([0n, 0n, 0n, 0n]);
    await expectBooksToBalance(system);
  });

  it("frees the reserve that kept the sole provider from leaving", async function () {
    const system = await loadFixture(expiredHigher);
    const { venue, market, provider, collateral, long, short, unit } = system;
    await venue.connect(provider).requestWithdrawal(await venue.liquidityShares());
    await forward(system, DAY);
    const withdraw = () => venue.withdrawLiquidity(provider);
    // The long has won 4,000; both have reserved 50,000.
    const values = [49_996_000n * unit, 49_900_000n * unit];
    await expectRefusal(system, withdraw, venue, "MockFuturesVenue_LiquidityReserved", values);
    await venue.closeExpired(market, long);
    await venue.closeExpired(market, short);
    expect(await venue.books()).to.deep.equal([50_000_000n * unit, 0n, 0n]);
    await withdraw();
    expect(await collateral.balanceOf(provider)).to.equal(50_000_000n * unit);
    expect([await take(system, long), await take(system, short)]).to.deep.equal([14_000n * unit, 6_000n * unit]);
  });

  it("gives owner, pool and insurance to the unit what a close would, funding and reserve fees included", async function () {
    const system = await deployForTest(connection);
    const { venue, market, unit } = system;
    const long = await openAccount(system, 5_000n * unit, wad("0.4"));
    const short = await openAccount(system, 5_000n * unit, wad("-0.3"));
    await forward(system, DAY);
    // It touches the market: the short owes a day's funding and fee from now on.
    await long.trade(market, 0n, 0n);
    await expireAt(system, wad("51234.56789"));
    const outcome = async () => [await take(system, long), await take(system, short), await venue.books()];
    const snapshot = await takeSnapshot();
    const closed = await outcome();
    await snapshot.restore();
    for (const trader of [short, long]) await venue.closeExpired(market, trader);
    expect(await outcome()).to.deep.equal(closed);
    await expectBooksToBalance(system);
  });

  for (const [insurance, left, pool] of [
    [3_000n, 0n, 50_013_000n],
    [8_000n, 3_000n, 50_015_000n],
  ] as const) {
    it(`closes a bankrupt, 5,000 short, out of ${String(insurance)} of insurance and the pool`, async function () {
      const system = await deployForTest(connection, COSTS_OFF);
      const { venue, market, alice, unit } = system;
      const long = await openAccount(system, 10_000n * unit, wad(1));
      await give(system, alice, insurance * unit, venue);
      await venue.connect(alice).fundInsurance(insurance * unit);
      await expireAt(system, wad(35_000));
      await expect(venue.closeExpired(market, long))
        .to.emit(venue, "ExpiredClosed")
        .withArgs(market, long.target, wad(1), wad(35_000), 0n);
      expect(await venue.books()).to.deep.equal([pool * unit, left * unit, 0n]);
      expect(await take(system, long)).to.equal(0n);
      await expectBooksToBalance(system);
    });
  }

  it("closes each account at its own last mark where the market expired without a price", async function () {
    const system = await loadFixture(longAndShort);
    const { venue, market, feed, long, short, unit } = system;
    await setPrice(system, wad(52_000));
    await short.trade(market, 0n, 0n);
    await setPrice(system, wad(53_000));
    await feed.setFailing(true);
    await outlast(system);
    await venue.expire(market, 64n);
    for (const [trader, size, left] of [
      [long, wad(1), 10_000n * unit],
      [short, wad(-1), 8_000n * unit],
    ] as const) {
      await expect(venue.closeExpired(market, trader))
        .to.emit(venue, "ExpiredClosed")
        .withArgs(market, trader.target, size, 0n, left);
      expect(await take(system, trader)).to.equal(left);
    }
    expect((await venue.books()).reserved).to.equal(0n);
    await expectBooksToBalance(system);
  });

  it("changes nothing where there is no position: a second time, or at an account that only has margin", async function () {
    const system = await loadFixture(expiredHigher);
    const { venue, market, long, alice, bob, unit } = system;
    await give(system, alice, 7n * unit, venue);
    await venue.connect(alice).depositMargin(market, 7n * unit);
    await venue.closeExpired(market, long);
    const books = await venue.books();
    for (const [owner, margin] of [
      [long, 14_000n * unit],
      [alice, 7n * unit],
      [bob, 0n],
    ] as const) {
      await expect(venue.closeExpired(market, owner)).not.to.emit(venue, "ExpiredClosed");
      expect(await venue.account(market, owner)).to.deep.equal([0n, 0n, margin, 0n, 0n]);
    }
    expect(await venue.books()).to.deep.equal(books);
  });

  it("is refused while the market lives, is halted or could expire, and has not", async function () {
    const system = await loadFixture(longAndShort);
    const { venue, market, long } = system;
    const call = () => venue.closeExpired(market, long);
    const expectNotExpired = () => expectRefusal(system, call, venue, "MockFuturesVenue_NotExpired", [market]);
    await expectNotExpired();
    await venue.setScenario(market, true, false, 0n);
    await expectNotExpired();
    await outlast(system);
    await expectNotExpired();
    await venue.expire(market, 64n);
    await expect(call()).to.emit(venue, "ExpiredClosed");
  });

  describe("tokens", function () {
    async function tokens() {
      const system = await deployForTest(connection, COSTS_OFF);
      const short = await createToken(system, wad(-3));
      await deposit(system, system.alice, 1_000n * system.unit);
      await deposit(system, system.alice, 1_000n * system.unit, short);
      return { ...system, long: system.token, short };
    }

    it("settle with the same money after it, and show that before", async function () {
      const system = await loadFixture(tokens);
      const { venue, market, long, short, unit } = system;
      await expireAt(system, wad(51_000));
      for (const [token, assets] of [
        [long, 1_060n * unit],
        [short, 940n * unit],
      ] as const) {
        await venue.closeExpired(market, token);
        expect(await token.totalAssets()).to.equal(assets);
        await expect(token.settle()).to.emit(venue, "Closed").withArgs(market, token.target, wad(51_000), assets);
        expect(await token.settledAssets()).to.equal(assets);
      }
      await expectBooksToBalance(system);
    });

    it("that are wiped out settle with nothing", async function () {
      const system = await loadFixture(tokens);
      const { venue, market, long } = system;
      await expireAt(system, wad(30_000));
      await venue.closeExpired(market, long);
      await long.settle();
      expect(await long.settledAssets()).to.equal(0n);
      await expectBooksToBalance(system);
    });
  });
});
