import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectClose } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { deployForTest, give } from "../../support/system.js";
import { leave, NO_CARRY, openAccount } from "../../support/venue.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

/** Two equal providers of 100,000; a long and a short of one coin at 50,000, with 10,000 of margin each; then +40 %. */
describe("MockFuturesVenue: liquidity before a bankrupt is closed", function () {
  async function withBankrupt() {
    const system = await deployForTest(connection, {
      pool: 100_000n,
      deviationThreshold: 0n,
      market: { ...NO_CARRY, takerFeePpm: 0n, depth: 0n },
    });
    const { venue, alice, unit } = system;
    await give(system, alice, 1_000_000n * unit, venue);
    await venue.connect(alice).depositLiquidity(100_000n * unit);
    const long = await openAccount(system, 10_000n * unit, wad(1));
    const short = await openAccount(system, 10_000n * unit, wad(-1));
    await move(system, wad("0.4"));
    return { ...system, long, short };
  }

  it("is worth to a leaver what is there, less all the winner won: the loser's 20,000 may never come", async function () {
    const { venue, unit } = await loadFixture(withBankrupt);
    expect(await venue.liquidityValues()).to.deep.equal([180_000n * unit, 200_000n * unit]);
  });

  it("pays the first to leave no more than its part, and the one who stays all the rest", async function () {
    const system = await loadFixture(withBankrupt);
    const { venue, market, alice, provider, collateral, long, short, unit } = system;
    const before = await collateral.balanceOf(alice);
    await leave(system, alice, wad(100_000));
    // Counting what the short owes, as if it could be had, would have paid 100,000 and left 90,000.
    expect((await collateral.balanceOf(alice)) - before).to.equal(90_000n * unit);
    await venue.liquidate(market, short);
    await long.execute(venue, venue.interface.encodeFunctionData("close", [market]));
    await leave(system, provider, wad(100_000));
    // The short's margin of 10,000 was all that could be collected, and whom it reached had waited for it.
    expect(await collateral.balanceOf(provider)).to.equal(100_000n * unit);
    await expectBooksToBalance(system);
  });

  it("pays both alike once the bankrupt is closed: 95,000 each", async function () {
    const system = await loadFixture(withBankrupt);
    const { venue, market, alice, provider, collateral, short, unit } = system;
    await venue.liquidate(market, short);
    expect(await venue.liquidityValues()).to.deep.equal([190_000n * unit, 190_000n * unit]);
    const before = await collateral.balanceOf(alice);
    await leave(system, alice, wad(100_000));
    expect((await collateral.balanceOf(alice)) - before).to.equal(95_000n * unit);
    expect((await venue.liquidityValues()).leaving).to.equal(95_000n * unit);
    expect((await venue.providers(provider)).shares).to.equal(wad(100_000));
  });

  it("sells no share of a loss that may still be collected", async function () {
    const system = await loadFixture(withBankrupt);
    const { venue, bob, unit } = system;
    await give(system, bob, 200_000n * unit, venue);
    await venue.connect(bob).depositLiquidity(200_000n * unit);
    // At the 180,000 a leaver is paid for it would have been 222,222.
    expectClose((await venue.providers(bob)).shares, wad(200_000));
  });

  it("counts profit at most as far as it is reserved", async function () {
    const system = await loadFixture(withBankrupt);
    const { venue, unit } = system;
    // The long has won 75,000; 50,000 are set aside for each of the two.
    await setPrice(system, wad(125_000));
    expect((await venue.liquidityValues()).leaving).to.equal(125_000n * unit);
    await setPrice(system, wad(250_000));
    expect((await venue.liquidityValues()).leaving).to.equal(100_000n * unit);
  });
});
