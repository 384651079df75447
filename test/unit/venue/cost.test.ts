import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { expectClose } from "../../support/expectations.js";
import { chargedFor } from "../../support/expected.js";
import { wad } from "../../support/numbers.js";
import { deployForTest, type System } from "../../support/system.js";
import { equityOf, NO_CARRY, openAccount } from "../../support/venue.js";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("MockFuturesVenue: cost of a trade", function () {
  async function quietVenue() {
    const system = await deployForTest(connection, {
      market: { ...NO_CARRY, depth: 100_000_000n, openInterestCap: 10_000_000n },
    });
    return system;
  }

  async function costOf(system: System, trader: MockTrader, size: bigint) {
    const before = await equityOf(system, trader);
    await trader.trade(system.market, size, 0n);
    return before - (await equityOf(system, trader));
  }

  it("is the fee plus half the trade's own skew when the market is balanced", async function () {
    const system = await loadFixture(quietVenue);
    const trader = await openAccount(system, 1_000_000n * system.unit, 0n);
    // 0.05 % of 1,000,000, and 1,000,000^2 / (2 * 100,000,000)
    expect(await costOf(system, trader, wad(20))).to.equal((500n + 5_000n) * system.unit);
  });

  it("grows with the skew that stands in the same direction", async function () {
    const system = await loadFixture(quietVenue);
    await openAccount(system, 1_000_000n * system.unit, wad(20));
    const trader = await openAccount(system, 1_000_000n * system.unit, 0n);
    // The average of a skew of 1,000,000 before and 2,000,000 after: 1.5 %.
    expect(await costOf(system, trader, wad(20))).to.equal((500n + 15_000n) * system.unit);
  });

  it("is the fee alone while the trade reduces skew, up to twice the skew", async function () {
    const system = await loadFixture(quietVenue);
    await openAccount(system, 1_000_000n * system.unit, wad(20));
    const trader = await openAccount(system, 1_000_000n * system.unit, 0n);
    const snapshot = await connection.networkHelpers.takeSnapshot();
    expect(await costOf(system, trader, wad(-20))).to.equal(500n * system.unit);
    await snapshot.restore();
    expect(await costOf(system, trader, wad(-40))).to.equal(1_000n * system.unit);
    await snapshot.restore();
    expect(await costOf(system, trader, wad(-60))).to.equal((1_500n + 15_000n) * system.unit);
  });

  it("follows the formula to the unit, for any size and skew", async function () {
    const system = await loadFixture(quietVenue);
    const { venue, market } = system;
    const trader = await openAccount(system, 2_000_000n * system.unit, 0n);
    const other = await openAccount(system, 2_000_000n * system.unit, 0n);
    let size = 123_456_789_012_345_678n;
    for (let i = 0; i < 12; i++) {
      const { curve, price } = await venue.position(market, trader);
      const held = (await venue.account(market, trader)).size;
      const delta = held > wad(40) ? -held - size : size;
      expect(await costOf(system, trader, delta)).to.equal(chargedFor(system, curve, delta, price));
      await other.trade(market, (i % 2 === 0 ? -1n : 1n) * size, 0n);
      size = (size * 17n) / 11n;
    }
  });

  it("never pays for a round trip, in any split, around anybody else's trade", async function () {
    const system = await loadFixture(quietVenue);
    const { market } = system;
    const trader = await openAccount(system, 2_000_000n * system.unit, 0n);
    const other = await openAccount(system, 2_000_000n * system.unit, wad(15));
    const before = await equityOf(system, trader);
    for (const [own, others] of [
      [wad(-20), wad(-20)],
      [wad(30), wad(10)],
      [wad(-10), wad(5)],
    ] as const) {
      await trader.trade(market, own, 0n);
      await other.trade(market, others, 0n);
      for (let i = 0; i < 4; i++) await trader.trade(market, -own / 4n, 0n);
      expect(await equityOf(system, trader)).to.be.below(before);
    }
  });

  it("has the scenario's spread added to the fee", async function () {
    const system = await loadFixture(quietVenue);
    const trader = await openAccount(system, 1_000_000n * system.unit, 0n);
    await system.venue.setScenario(system.market, false, false, 1_500n);
    expect((await system.venue.position(system.market, trader)).curve.fee).to.equal(wad("0.002"));
    expect(await costOf(system, trader, wad(2))).to.equal((200n + 50n) * system.unit);
  });

  it("has no impact where depth is unlimited", async function () {
    const system = await deployForTest(connection, { market: { depth: 0n } });
    const trader = await openAccount(system, 1_000_000n * system.unit, 0n);
    expect(await costOf(system, trader, wad(20))).to.equal(500n * system.unit);
  });

  it("is the same for a trade at once as its parts' sum, rounding aside", async function () {
    const system = await loadFixture(quietVenue);
    const { market } = system;
    const trader = await openAccount(system, 1_000_000n * system.unit, 0n);
    const snapshot = await connection.networkHelpers.takeSnapshot();
    const whole = await costOf(system, trader, wad(20));
    await snapshot.restore();
    const before = await equityOf(system, trader);
    for (let i = 0; i < 5; i++) await trader.trade(market, wad(4), 0n);
    expectClose(before - (await equityOf(system, trader)), whole, 1e-8);
  });
});
