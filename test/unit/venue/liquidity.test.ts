import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { deployForTest, give } from "../../support/system.js";
import { equityOf, leave, NO_CARRY, openAccount } from "../../support/venue.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("MockFuturesVenue: liquidity and reserves", function () {
  async function pooled() {
    const system = await deployForTest(connection, {
      pool: 100_000n,
      deviationThreshold: 0n,
      market: { ...NO_CARRY, takerFeePpm: 0n, depth: 0n },
    });
    await give(system, system.alice, 1_000_000n * system.unit, system.venue);
    return system;
  }

  it("prices the first shares at one a unit, and later ones at the pool's worth", async function () {
    const system = await loadFixture(pooled);
    const { venue, alice, provider, unit } = system;
    expect((await venue.providers(provider)).shares).to.equal(wad(100_000));
    const transaction = await venue.connect(alice).depositLiquidity(50_000n * unit);
    await expect(transaction)
      .to.emit(venue, "LiquidityDeposited")
      .withArgs(alice.address, 50_000n * unit, wad(50_000), 150_000n * unit);
    expect(await venue.liquidityShares()).to.equal(wad(150_000));
    await expectBooksToBalance(system);
  });

  it("takes off what traders have won and not yet taken, for those who join and those who leave", async function () {
    const system = await loadFixture(pooled);
    const { venue, alice, unit } = system;
    await openAccount(system, 10_000n * unit, wad(1));
    await move(system, wad("0.2"));
    expect(await venue.liquidityValues()).to.deep.equal([90_000n * unit, 90_000n * unit]);
    await venue.connect(alice).depositLiquidity(9_000n * unit);
    expectClose((await venue.providers(alice)).shares, wad(10_000), 1e-9);
  });

  it("counts what traders have lost for those who join alone, until it is collected", async function () {
    const system = await loadFixture(pooled);
    const { venue, market, alice, unit } = system;
    const trader = await openAccount(system, 10_000n * unit, wad(1));
    await move(system, wad("-0.04"));
    expect(await venue.liquidityValues()).to.deep.equal([100_000n * unit, 102_000n * unit]);
    await venue.connect(alice).depositLiquidity(10_200n * unit);
    expectClose((await venue.providers(alice)).shares, wad(10_000), 1e-9);
    await trader.trade(market, 0n, 0n);
    expect(await venue.liquidityValues()).to.deep.equal([112_200n * unit, 112_200n * unit]);
  });

  it("is unmoved by traders' deposits, withdrawals and marks of profit at a constant price", async function () {
    const system = await loadFixture(pooled);
    const { venue, market, unit } = system;
    const trader = await openAccount(system, 10_000n * unit, wad(1));
    await move(system, wad("0.1"));
    const values = await venue.liquidityValues();
    await trader.trade(market, 0n, -1_000n * unit);
    expect(await venue.liquidityValues()).to.deep.equal(values);
    await trader.trade(market, wad("-0.5"), 0n);
    expect(await venue.liquidityValues()).to.deep.equal(values);
  });

  it("keeps a provider from what positions have reserved", async function () {
    const system = await loadFixture(pooled);
    const { venue, provider, unit } = system;
    await openAccount(system, 10_000n * unit, wad(1));
    const values = [50_001n * unit, 50_000n * unit];
    const call = () => leave(system, provider, wad(50_001));
    await expect(call())
      .to.be.revertedWithCustomError(venue, "MockFuturesVenue_LiquidityReserved")
      .withArgs(...values);
    await leave(system, provider, wad(50_000));
    await expectBooksToBalance(system);
  });

  it("refuses nothing, and more than a provider has", async function () {
    const system = await loadFixture(pooled);
    const { venue, alice, provider } = system;
    const nothing = [
      () => venue.connect(alice).depositLiquidity(0n),
      () => venue.connect(provider).requestWithdrawal(0n),
      () => venue.connect(alice).fundInsurance(0n),
    ];
    for (const call of nothing) await expectRefusal(system, call, venue, "MockFuturesVenue_ZeroAmount");
    const more = () => venue.connect(provider).requestWithdrawal(wad(100_000) + 1n);
    const values = [wad(100_000) + 1n, wad(100_000)];
    await expectRefusal(system, more, venue, "MockFuturesVenue_SharesExceeded", values);
  });

  it("cannot be priced while a market with positions has no price", async function () {
    const system = await loadFixture(pooled);
    const { venue, alice, oracle, feed, unit } = system;
    await feed.setAnswer(0n);
    expect((await venue.liquidityValues()).leaving).to.equal(100_000n * unit);
    await feed.setAnswer(50_000n * 10n ** 8n);
    await openAccount(system, 10_000n * unit, wad(1));
    await feed.setAnswer(0n);
    await expect(venue.liquidityValues()).to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidAnswer");
    const call = () => venue.connect(alice).depositLiquidity(unit);
    await expectRefusal(system, call, oracle, "PriceOracle_InvalidAnswer", [0n]);
  });

  it("cannot be inflated by who comes first", async function () {
    const system = await deployForTest(connection, { pool: 0n });
    const { venue, alice, bob, collateral, unit } = system;
    await give(system, alice, 10_000n * unit, venue);
    await give(system, bob, 10_000n * unit, venue);
    await venue.connect(alice).depositLiquidity(1n);
    await collateral.mint(venue, 10_000n * unit);
    await venue.connect(bob).depositLiquidity(1_000n * unit);
    const before = await collateral.balanceOf(bob);
    await leave(system, bob, (await venue.providers(bob)).shares);
    expect((await collateral.balanceOf(bob)) - before).to.be.at.least(1_000n * unit - 2n);
  });

  describe("reserves", function () {
    it("cap what a position can win; what is beyond stays the pool's for good", async function () {
      const system = await loadFixture(pooled);
      const { venue, market, unit } = system;
      const trader = await openAccount(system, 10_000n * unit, wad(1));
      await move(system, wad("1.5"));
      // 75,000 of profit, 50,000 of reserve.
      expect(await equityOf(system, trader)).to.equal(60_000n * unit);
      expect((await venue.liquidityValues()).leaving).to.equal(50_000n * unit);
      await trader.trade(market, 0n, 0n);
      expect((await venue.books()).pool).to.equal(50_000n * unit);
      const { reserve } = await venue.account(market, trader);
      expect(reserve).to.equal(50_000n * unit); // all the pool has
      await move(system, wad("-0.2"));
      // A loss counts from the new entry: 125,000 to 100,000.
      expect(await equityOf(system, trader)).to.equal(35_000n * unit);
      await expectBooksToBalance(system);
    });

    it("are renewed at each action while the pool has enough", async function () {
      const system = await loadFixture(pooled);
      const { market, unit } = system;
      const trader = await openAccount(system, 10_000n * unit, wad("0.1"));
      for (let i = 0; i < 4; i++) {
        await move(system, wad("0.5"));
        await trader.trade(market, 0n, 0n);
      }
      // 5,000 times 1.5^4: every step's profit was covered by the reserve of the step.
      expect(await equityOf(system, trader)).to.equal(10_000n * unit + 20_312_500_000n);
      await expectBooksToBalance(system);
    });

    it("never exceed the pool", async function () {
      const system = await loadFixture(pooled);
      const { venue, market, unit } = system;
      const long = await openAccount(system, 40_000n * unit, wad(1));
      const short = await openAccount(system, 40_000n * unit, wad("-0.9"));
      for (const change of ["0.3", "-0.4", "0.5", "-0.2"]) {
        await move(system, wad(change));
        for (const trader of [long, short]) {
          if ((await equityOf(system, trader)) > 0n) await trader.trade(market, 0n, 0n);
          const { pool, reserved } = await venue.books();
          expect(reserved).to.be.at.most(pool);
          await expectBooksToBalance(system);
        }
      }
    });
  });
});
