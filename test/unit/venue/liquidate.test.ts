import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { deployForTest, give } from "../../support/system.js";
import { equityOf, NO_CARRY, openAccount } from "../../support/venue.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

/** Ten thousand of margin behind 50,000 of notional: five times. */
describe("MockFuturesVenue: liquidate", function () {
  async function withLong() {
    const system = await deployForTest(connection, {
      deviationThreshold: 0n,
      market: {
        ...NO_CARRY,
        takerFeePpm: 0n,
        depth: 0n,
        liquidationRewardCap: 5_000_000n,
      },
    });
    const trader = await openAccount(system, 10_000n * system.unit, wad(1));
    return { ...system, trader };
  }

  it("closes at index, takes the penalty, pays the liquidator its part and leaves the rest to the owner", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, keeper, collateral, unit } = system;
    await setPrice(system, wad(41_000));
    const penalty = 410n * unit;
    const reward = 5n * unit; // 6.15 of 0.015 %, capped
    const left = 1_000n * unit - penalty;
    await expect(venue.connect(keeper).liquidate(market, trader))
      .to.emit(venue, "Liquidated")
      .withArgs(market, trader.target, keeper.address, wad(1), wad(41_000), penalty, reward, left);
    expect(await collateral.balanceOf(keeper)).to.equal(reward);
    expect((await venue.books()).insurance).to.equal(penalty - reward);
    const account = await venue.account(market, trader);
    expect([account.size, account.margin, account.reserve]).to.deep.equal([0n, left, 0n]);
    await expectBooksToBalance(system);
    await trader.trade(market, 0n, -left);
    expect(await collateral.balanceOf(trader)).to.equal(left);
  });

  it("pays no more than a part of the notional", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, keeper, collateral, unit } = system;
    const small = await openAccount(system, 1_000n * unit, wad("0.1"));
    await setPrice(system, wad(41_000));
    await venue.connect(keeper).liquidate(market, small);
    expect(await collateral.balanceOf(keeper)).to.equal((4_100n * unit * 15n) / 100_000n);
  });

  it("waits for no payment: a reward that cannot be paid becomes the liquidator's margin", async function () {
    const hostile = await connection.ethers.deployContract("HostileCollateral");
    const system = await deployForTest(connection, { collateral: hostile, market: NO_CARRY });
    const { venue, market, keeper, unit } = system;
    const trader = await openAccount(system, 10_000n * unit, wad(1));
    await setPrice(system, wad(41_000));
    await hostile.setBlocked(keeper, true);
    const reward = (41_000n * unit * 15n) / 100_000n;
    await expect(venue.connect(keeper).liquidate(market, trader))
      .to.emit(venue, "MarginDeposited")
      .withArgs(market, keeper.address, reward, reward);
    expect((await venue.account(market, trader)).size).to.equal(0n);
    await expectBooksToBalance(system);
    await hostile.setBlocked(keeper, false);
    await venue.connect(keeper).close(market);
    expect(await hostile.balanceOf(keeper)).to.equal(reward);
    await expectBooksToBalance(system);
  });

  it("takes no more than is left", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, keeper, collateral, unit } = system;
    await setPrice(system, wad(40_010));
    await venue.connect(keeper).liquidate(market, trader);
    expect(await collateral.balanceOf(keeper)).to.equal(5n * unit);
    expect((await venue.account(market, trader)).margin).to.equal(0n);
    expect((await venue.books()).insurance).to.equal(5n * unit);
    await expectBooksToBalance(system);
  });

  it("is allowed below the price the venue states, and not at it", async function () {
    for (const size of [wad(1), wad(-1)]) {
      const system = await loadFixture(withLong);
      const { venue, market } = system;
      const trader = size > 0n ? system.trader : await openAccount(system, 10_000n * system.unit, size);
      const price = await venue.liquidationPrice(market, trader);
      const sign = size > 0n ? 1n : -1n;
      await setPrice(system, price + sign * wad("0.001"));
      await expectRefusal(system, () => venue.liquidate(market, trader), venue, "FuturesVenue_NotLiquidatable");
      await setPrice(system, price - sign * wad("0.001"));
      await venue.liquidate(market, trader);
    }
  });

  it("is refused while the account is healthy, with the values compared", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    await setPrice(system, wad(45_000));
    const values = [wad(5_000), wad(1_350)];
    await expectRefusal(system, () => venue.liquidate(market, trader), venue, "FuturesVenue_NotLiquidatable", values);
  });

  it("is refused for an account without a position", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, alice } = system;
    await expectRefusal(system, () => venue.liquidate(market, alice), venue, "FuturesVenue_NotLiquidatable", [0n, 0n]);
    expect(await venue.liquidationPrice(market, alice)).to.equal(0n);
  });

  it("states no liquidation price for a long that nothing can liquidate", async function () {
    const system = await loadFixture(withLong);
    const trader = await openAccount(system, 60_000n * system.unit, wad(1));
    expect(await system.venue.liquidationPrice(system.market, trader)).to.equal(0n);
  });

  it("is refused at a halted market and on an invalid price", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, oracle, options } = system;
    await move(system, wad("-0.3"));
    await venue.setScenario(market, true, false, 0n);
    const call = () => venue.liquidate(market, trader);
    await expectRefusal(system, call, venue, "FuturesVenue_MarketHalted", [market]);
    await venue.setScenario(market, false, false, 0n);
    await time.increase(options.maxAge + 1n);
    await expectRefusal(system, call, oracle, "PriceOracle_StalePrice");
  });

  describe("of a bankrupt", function () {
    async function insured() {
      const system = await withLong();
      await give(system, system.alice, 5_000n * system.unit, system.venue);
      await expect(system.venue.connect(system.alice).fundInsurance(5_000n * system.unit))
        .to.emit(system.venue, "InsuranceFunded")
        .withArgs(system.alice.address, 5_000n * system.unit, 5_000n * system.unit);
      return system;
    }

    it("takes the shortfall from insurance, and the liquidator's reward before it", async function () {
      const system = await loadFixture(insured);
      const { venue, market, trader, keeper, collateral, unit } = system;
      const { pool } = await venue.books();
      await setPrice(system, wad(37_000));
      await expect(venue.connect(keeper).liquidate(market, trader))
        .to.emit(venue, "Liquidated")
        .withArgs(market, trader.target, keeper.address, wad(1), wad(37_000), 0n, 5n * unit, 0n);
      // The trader lost 13,000 and had 10,000.
      expect((await venue.books()).insurance).to.equal(1_995n * unit);
      expect((await venue.books()).pool).to.equal(pool + 13_000n * unit);
      expect(await collateral.balanceOf(keeper)).to.equal(5n * unit);
      await expectBooksToBalance(system);
    });

    it("leaves what insurance cannot pay with the pool, and pays no reward where it is empty", async function () {
      const system = await loadFixture(withLong);
      const { venue, market, trader, keeper, collateral, unit } = system;
      const { pool } = await venue.books();
      await setPrice(system, wad(37_000));
      expect(await equityOf(system, trader)).to.equal(0n);
      await venue.connect(keeper).liquidate(market, trader);
      expect((await venue.books()).pool).to.equal(pool + 10_000n * unit);
      expect((await venue.books()).insurance).to.equal(0n);
      expect(await collateral.balanceOf(keeper)).to.equal(0n);
      await expectBooksToBalance(system);
    });

    it("pays as much for an account that has a dollar left, so that waiting for it to be gone gains nothing", async function () {
      const system = await loadFixture(insured);
      const { venue, market, trader, keeper, collateral, unit } = system;
      await setPrice(system, wad(40_001));
      await venue.connect(keeper).liquidate(market, trader);
      expect(await collateral.balanceOf(keeper)).to.equal(5n * unit);
      expect((await venue.books()).insurance).to.equal(4_996n * unit);
      await expectBooksToBalance(system);
    });

    for (const size of ["0.01", "1", "100"]) {
      it(`pays less for ${size} coins than opening them to be liquidated cost`, async function () {
        const system = await deployForTest(connection);
        const { venue, market, keeper, collateral, unit, alice } = system;
        await give(system, alice, 10_000_000n * unit, venue);
        await venue.connect(alice).fundInsurance(10_000_000n * unit);
        const margin = (wad(size) * 3_000n * unit) / wad(1);
        const { cost } = await venue.quote(market, alice, wad(size));
        const trader = await openAccount(system, margin, wad(size));
        await move(system, wad("-0.1"));
        await venue.connect(keeper).liquidate(market, trader);
        const reward = await collateral.balanceOf(keeper);
        // 0.015 % of the notional at 45,000, at most 50; the taker fee alone was 0.05 % of it at 50,000.
        const share = (wad(size) * 6_750_000n) / wad(1);
        expect(reward).to.equal(share < 50n * unit ? share : 50n * unit);
        expect(reward * 3n).to.be.below(cost);
      });
    }
  });

  it("pays no more than an emergency rebalance does, until leverage has doubled again", async function () {
    const system = await deployForTest(connection);
    const { token, venue, market, keeper, collateral, alice, unit } = system;
    await collateral.mint(alice, 1_000n * unit);
    await collateral.connect(alice).approve(token, 1_000n * unit);
    await token.connect(alice)["deposit(uint256,address)"](1_000n * unit, alice);
    for (const [change, leverage] of [
      ["-0.313", 33],
      ["-0.0132", 60],
    ] as const) {
      await move(system, wad(change));
      expect(await token.leverage()).to.be.above(wad(leverage));
      const { tip } = await token.previewRebalance();
      const reward = await venue.liquidate.staticCall(market, token);
      expect(tip).to.be.above(0n);
      expect(reward).to.be.above(0n).and.at.most(tip);
    }
    expect(await collateral.balanceOf(keeper)).to.equal(0n);
  });
});
