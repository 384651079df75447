import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { deployForTest, give, type System } from "../../support/system.js";
import { equityOf, NO_CARRY, openAccount } from "../../support/venue.js";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

/** A depth of 1,000 M: a push of 40 M moves the price by 4 % and costs 800,000. */
describe("MockFuturesVenue: price impact", function () {
  async function ownedPool() {
    const system = await deployForTest(connection, { market: NO_CARRY });
    const attacker = await openAccount(system, 10_000_000n * system.unit, 0n);
    const fund = await openAccount(system, 1_000_000n * system.unit, 0n);
    return { ...system, attacker, fund };
  }

  it("goes to insurance; the taker fee alone is the pool's", async function () {
    const system = await loadFixture(ownedPool);
    const { venue, market, attacker, unit } = system;
    const before = await venue.books();
    await attacker.trade(market, wad(800), 0n);
    const after = await venue.books();
    expect(after.pool - before.pool).to.equal(20_000n * unit);
    expect(after.insurance - before.insurance).to.equal(800_000n * unit);
    await expectBooksToBalance(system);
  });

  it("is refused where insurance would outgrow its 96 bits, as is a gift", async function () {
    const system = await loadFixture(ownedPool);
    const { venue, market, attacker, alice, unit } = system;
    const most = 2n ** 96n - 1n;
    const error = "SafeCastOverflowedUintDowncast";
    await give(system, alice, 2n * most, venue);
    await expectRefusal(system, () => venue.connect(alice).fundInsurance(most + 1n), venue, error, [96n, most + 1n]);
    await venue.connect(alice).fundInsurance(most);
    const values = [96n, most + 800_000n * unit];
    await expectRefusal(system, () => attacker.trade(market, wad(800), 0n), venue, error, values);
  });

  it("is charged to a closed account after the fee, as far as it can pay", async function () {
    const system = await loadFixture(ownedPool);
    const { venue, market, attacker, unit } = system;
    await attacker.trade(market, wad(800), 0n);
    const long = await openAccount(system, 1_000_000n * unit, wad(100));
    await attacker.trade(market, wad(-1_000), 0n);
    const before = await venue.books();
    await long.execute(venue, venue.interface.encodeFunctionData("close", [market]));
    const after = await venue.books();
    // 5 M sold at a net short of 5 M: half a percent before, one after.
    expect(after.pool - before.pool).to.equal(2_500n * unit);
    expect(after.insurance - before.insurance).to.equal(37_500n * unit);
    await expectBooksToBalance(system);
  });

  it("costs the sole provider 800,000 to push skew by 40 M ahead of a fund's trade of 3 M and back", async function () {
    const system = await loadFixture(ownedPool);
    const { market, attacker, fund, unit } = system;
    const before = await wealthOf(system, attacker);
    await attacker.trade(market, wad(800), 0n);
    const money = await equityOf(system, fund);
    await fund.trade(market, wad(60), 0n);
    // 1,500 of fee, and 3 M at 4.15 %: 120,000 more than undisturbed.
    expect(money - (await equityOf(system, fund))).to.equal((1_500n + 124_500n) * unit);
    await attacker.trade(market, wad(-800), 0n);
    // All that comes back to him is the fund's taker fee.
    expect((await wealthOf(system, attacker)) - before).to.equal((1_500n - 800_000n) * unit);
  });

  /** {collateral} What is the sole provider's: the pool, his account, his cash. */
  async function wealthOf(system: System, attacker: MockTrader) {
    const { leaving } = await system.venue.liquidityValues();
    return leaving + (await equityOf(system, attacker)) + (await system.collateral.balanceOf(attacker));
  }
});
