import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { expectClose, expectRefusal } from "../../support/expectations.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import type { Market } from "../../support/options.js";
import { deployForTest, type System } from "../../support/system.js";
import { equityOf, NO_CARRY, openAccount } from "../../support/venue.js";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

/** {1/s} 0.1 % a day. */
const RATE = 10n ** 15n / DAY;

describe("MockFuturesVenue: funding", function () {
  async function venueWith(market: Partial<Market>) {
    return deployForTest(connection, {
      maxAge: 30n * DAY,
      market: {
        maxFundingPerSecond: 100n * RATE,
        ...NO_CARRY,
        depth: 100_000_000n,
        openInterestCap: 10_000_000n,
        ...market,
      },
    });
  }

  async function withBaseRate() {
    return venueWith({ baseFundingPerSecond: RATE });
  }

  /** What an account gains in twenty-four hours at a constant price. */
  async function gainOfADay(system: System, ...traders: MockTrader[]) {
    const before = [];
    for (const trader of traders) {
      await trader.trade(system.market, 0n, 0n);
      before.push(await equityOf(system, trader));
    }
    await time.increase(DAY);
    const gains = [];
    for (const [i, trader] of traders.entries()) gains.push((await equityOf(system, trader)) - before[i]!);
    return gains;
  }

  it("is paid by longs and received by shorts at a positive base rate", async function () {
    const system = await loadFixture(withBaseRate);
    const long = await openAccount(system, 10_000n * system.unit, wad(1));
    const short = await openAccount(system, 10_000n * system.unit, wad(-1));
    const [paid, received] = await gainOfADay(system, long, short);
    expectClose(paid!, -50n * system.unit, 1e-4);
    expectClose(received!, 50n * system.unit, 1e-4);
    expect(received! + paid!).to.be.at.most(0n);
  });

  it("is paid by shorts at a negative one", async function () {
    const system = await venueWith({ baseFundingPerSecond: -RATE });
    const long = await openAccount(system, 10_000n * system.unit, wad(1));
    const short = await openAccount(system, 10_000n * system.unit, wad(-1));
    const [received, paid] = await gainOfADay(system, long, short);
    expectClose(paid!, -50n * system.unit, 1e-4);
    expectClose(received!, 50n * system.unit, 1e-4);
  });

  it("follows skew: the larger side pays, in proportion to skew over depth", async function () {
    const system = await venueWith({ skewFundingPerSecond: 80n * RATE });
    const long = await openAccount(system, 100_000n * system.unit, wad(20));
    const short = await openAccount(system, 100_000n * system.unit, wad(-10));
    // 500,000 of 100,000,000 is half a percent of 8 % a day: 0.04 % a day.
    const [paid, received] = await gainOfADay(system, long, short);
    expectClose(paid!, -400n * system.unit, 1e-4);
    expectClose(received!, 200n * system.unit, 1e-4);
  });

  it("goes to the pool where the net skew has no other counterparty", async function () {
    const system = await loadFixture(withBaseRate);
    await openAccount(system, 10_000n * system.unit, wad(1));
    const before = (await system.venue.liquidityValues()).joining;
    await time.increase(DAY);
    expectClose((await system.venue.liquidityValues()).joining - before, 50n * system.unit, 1e-4);
  });

  it("is bounded by the maximum rate either way", async function () {
    for (const sign of [1n, -1n]) {
      const system = await venueWith({
        skewFundingPerSecond: 80n * RATE,
        maxFundingPerSecond: RATE / 2n,
      });
      const trader = await openAccount(system, 100_000n * system.unit, sign * wad(20));
      const [gain] = await gainOfADay(system, trader);
      expectClose(gain!, -500n * system.unit, 1e-4);
    }
  });

  it("accrues per second, and the same in many steps or one", async function () {
    const system = await loadFixture(withBaseRate);
    const { market } = system;
    const often = await openAccount(system, 10_000n * system.unit, wad(1));
    const once = await openAccount(system, 10_000n * system.unit, wad(1));
    await often.trade(market, 0n, 0n);
    await once.trade(market, 0n, 0n);
    const start = [await equityOf(system, often), await equityOf(system, once)];
    for (let hour = 0; hour < 12; hour++) {
      await time.increase(HOUR);
      await often.trade(market, 0n, 0n);
    }
    const gains = [(await equityOf(system, often)) - start[0]!, (await equityOf(system, once)) - start[1]!];
    // Each of the twelve steps rounds down by at most a unit; a second lies between the two starts.
    expect(gains[1]! - gains[0]!)
      .to.be.at.least(-1_000n)
      .and.at.most(1_000n);
  });

  it("received never exceeds funding paid, in any order of trades", async function () {
    const system = await venueWith({ skewFundingPerSecond: 80n * RATE, baseFundingPerSecond: -RATE });
    const { venue, market } = system;
    const traders: MockTrader[] = [];
    for (const size of ["7.3", "-3.1", "-11.9", "5.05"]) {
      traders.push(await openAccount(system, 100_000n * system.unit, wad(size)));
    }
    const wealth = async () => {
      let sum = (await venue.liquidityValues()).joining;
      for (const trader of traders) sum += await equityOf(system, trader);
      return sum + (await venue.books()).insurance;
    };
    const total = await system.collateral.balanceOf(venue);
    for (let step = 0; step < 12; step++) {
      await time.increase(HOUR * 5n);
      await traders[step % 4]!.trade(market, wad(step % 2 === 0 ? "0.7" : "-0.9"), 0n);
      const missing = total - (await wealth());
      expect(missing).to.be.at.least(0n).and.at.most(20n);
    }
  });

  it("changes its base rate from now on; what has accrued stays", async function () {
    const system = await loadFixture(withBaseRate);
    const { venue, market } = system;
    const long = await openAccount(system, 10_000n * system.unit, wad(1));
    const before = await equityOf(system, long);
    await time.increase(DAY);
    await expect(venue.setBaseFunding(market, -RATE)).to.emit(venue, "BaseFundingSet").withArgs(market, -RATE);
    expectClose(before - (await equityOf(system, long)), 50n * system.unit, 1e-4);
    await time.increase(DAY);
    expectClose(await equityOf(system, long), before, 1e-5);
  });

  it("refuses a base rate beyond the market's maximum", async function () {
    const system = await loadFixture(withBaseRate);
    const { venue, market } = system;
    for (const rate of [100n * RATE + 1n, -100n * RATE - 1n]) {
      const values = [rate, 100n * RATE];
      await expectRefusal(
        system,
        () => venue.setBaseFunding(market, rate),
        venue,
        "MockFuturesVenue_FundingRate",
        values,
      );
    }
  });

  it("belongs to a leveraged token's NAV", async function () {
    const system = await loadFixture(withBaseRate);
    const { token, alice, collateral, unit } = system;
    await collateral.mint(alice, 1_000n * unit);
    await collateral.connect(alice).approve(token, 1_000n * unit);
    await token.connect(alice)["deposit(uint256,address)"](1_000n * unit, alice);
    const before = await token.totalAssets();
    await time.increase(DAY);
    // 0.1 % a day on three times equity.
    expectClose(before - (await token.totalAssets()), (before * 3n) / 1_000n, 1e-4);
  });
});
