import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { forward, move } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import { deployForTest, give } from "../../support/system.js";
import { leave, NO_CARRY, openAccount } from "../../support/venue.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

/** Two equal providers of 100,000. */
describe("MockFuturesVenue: leaving the pool", function () {
  async function shared() {
    const system = await deployForTest(connection, {
      pool: 100_000n,
      deviationThreshold: 0n,
      market: { ...NO_CARRY, takerFeePpm: 0n, depth: 0n },
    });
    const { venue, alice, unit } = system;
    await give(system, alice, 100_000n * unit, venue);
    await venue.connect(alice).depositLiquidity(100_000n * unit);
    return { ...system, asAlice: venue.connect(alice) };
  }

  it("is asked for, and paid a day later to its owner, by any caller", async function () {
    const system = await loadFixture(shared);
    const { venue, alice, keeper, collateral, asAlice, unit } = system;
    const transaction = await asAlice.requestWithdrawal(wad(20_000));
    const payableAt = BigInt(await time.latest()) + DAY;
    await expect(transaction).to.emit(venue, "WithdrawalRequested").withArgs(alice.address, wad(20_000), payableAt);
    const early = () => venue.connect(keeper).withdrawLiquidity(alice);
    await expectRefusal(system, early, venue, "MockFuturesVenue_NotPayable", [payableAt]);
    await time.setNextBlockTimestamp(payableAt);
    await expect(venue.connect(keeper).withdrawLiquidity(alice))
      .to.emit(venue, "LiquidityWithdrawn")
      .withArgs(alice.address, 20_000n * unit, wad(20_000), 180_000n * unit);
    expect(await collateral.balanceOf(alice)).to.equal(20_000n * unit);
    expect(await venue.providers(alice)).to.deep.equal([wad(80_000), 0n, 0n]);
    await expectBooksToBalance(system);
    await expectRefusal(system, early, venue, "MockFuturesVenue_NotPayable", [0n]);
  });

  it("lapses an hour after its notice has ended, and has to be asked for again", async function () {
    const system = await loadFixture(shared);
    const { venue, alice, asAlice } = system;
    await asAlice.requestWithdrawal(wad(20_000));
    const { payableAt } = await venue.providers(alice);
    await time.increaseTo(payableAt + HOUR);
    const late = () => asAlice.withdrawLiquidity(alice);
    await expectRefusal(system, late, venue, "MockFuturesVenue_NotPayable", [payableAt]);
    await move(system, 0n);
    await leave(system, alice, wad(20_000));
  });

  it("begins again with each request, which takes the place of the last", async function () {
    const system = await loadFixture(shared);
    const { venue, alice, asAlice, collateral, unit } = system;
    await asAlice.requestWithdrawal(wad(20_000));
    await forward(system, DAY);
    await asAlice.requestWithdrawal(wad(5_000));
    const { payableAt } = await venue.providers(alice);
    const call = () => asAlice.withdrawLiquidity(alice);
    await expectRefusal(system, call, venue, "MockFuturesVenue_NotPayable", [payableAt]);
    await forward(system, DAY);
    await call();
    expect(await collateral.balanceOf(alice)).to.equal(5_000n * unit);
  });

  it("is not possible ahead of a price that costs the pool: shares on notice bear it", async function () {
    const system = await loadFixture(shared);
    const { venue, alice, asAlice, collateral, unit } = system;
    await openAccount(system, 10_000n * unit, wad(1));
    await asAlice.requestWithdrawal(wad(100_000));
    await move(system, wad("0.2"));
    await forward(system, DAY);
    await asAlice.withdrawLiquidity(alice);
    // Half of the 10,000 the long has won.
    expect(await collateral.balanceOf(alice)).to.equal(95_000n * unit);
    expect((await venue.liquidityValues()).leaving).to.equal(95_000n * unit);
  });

  it("can be done by those who stay as soon as it is due, so that no standing notice is a way out", async function () {
    const system = await loadFixture(shared);
    const { venue, alice, provider, asAlice, collateral, unit } = system;
    const trader = await openAccount(system, 10_000n * unit, wad(1));
    await asAlice.requestWithdrawal(wad(100_000));
    await move(system, wad("0.2"));
    await forward(system, DAY);
    await venue.connect(provider).withdrawLiquidity(alice);
    await move(system, wad("-0.1"));
    await trader.trade(system.market, 0n, 0n);
    // The 6,000 the long gave back are the remaining provider's.
    expect(await collateral.balanceOf(alice)).to.equal(95_000n * unit);
    expect((await venue.liquidityValues()).leaving).to.equal(101_000n * unit);
  });

  it("does not starve the market of its reserve overnight", async function () {
    const system = await loadFixture(shared);
    const { venue, market, alice, provider, asAlice } = system;
    const most = async () => (await venue.snapshot(market, alice))[1].maxLong;
    await asAlice.requestWithdrawal(wad(100_000));
    await venue.connect(provider).requestWithdrawal(wad(100_000));
    expect(await most()).to.equal(wad(4));
    await forward(system, DAY);
    await asAlice.withdrawLiquidity(alice);
    expect(await most()).to.equal(wad(2));
  });
});
