import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move, setPrice } from "../../support/actions.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";
import { equityOf, NO_CARRY, openAccount, quietVenue, venueWithLong } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("MockFuturesVenue: initial margin", function () {
  const quiet = () => quietVenue(connection);
  const withLong = () => venueWithLong(connection);

  it("is asked of a first position, though there is no leverage yet to raise", async function () {
    const system = await loadFixture(quiet);
    const { venue, market, collateral, unit } = system;
    const trader = await ethers.deployContract("MockTrader", [venue]);
    await collateral.mint(trader, 2_000n * unit);
    const call = () => trader.trade(market, wad(1), 2_000n * unit);
    await expectRefusal(system, call, venue, "FuturesVenue_InitialMargin", [
      (equity: bigint) => equity < 2_000n * unit,
      2_500n * unit,
    ]);
  });

  it("is asked of an increase, which it bounds", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    const required = (value: bigint) => value > 10_000n * system.unit;
    const equity = (value: bigint) => value < 10_000n * system.unit;
    const call = () => trader.trade(market, wad(4), 0n);
    await expectRefusal(system, call, venue, "FuturesVenue_InitialMargin", [equity, required]);
    await trader.trade.staticCall(market, wad("2.8"), 0n);
  });

  it("is asked of a withdrawal that raises leverage, and of no proportional one", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader } = system;
    // Leverage of 26, beyond the 20 an increase must leave.
    await move(system, wad("-0.166"));
    const equity = await equityOf(system, trader);
    const call = () => trader.trade(market, 0n, -equity / 10n);
    await expectRefusal(system, call, venue, "FuturesVenue_InitialMargin");
    await trader.trade(market, wad("-0.5"), -equity / 2n + 30n * system.unit);
    await expectBooksToBalance(system);
  });

  /** The long with two dollars left of its margin: beyond twenty thousand times. */
  async function nearlyBankrupt() {
    const system = await venueWithLong(connection);
    const { venue, market, trader, unit } = system;
    const { margin } = await venue.account(market, trader);
    await setPrice(system, wad(50_002) - margin * 10n ** 12n);
    expect(await equityOf(system, trader)).to.equal(2n * unit);
    return system;
  }

  it("is asked of an account near bankruptcy, whose leverage a larger position would lower", async function () {
    const system = await loadFixture(nearlyBankrupt);
    const { venue, market, trader, collateral, unit } = system;
    await collateral.mint(trader, 2_100n * unit);
    const { price } = await venue.position(market, trader);
    const grown = () => trader.trade(market, wad(1), 30n * unit);
    const small = (value: bigint) => value < 10n * unit;
    // A twentieth of two coins.
    await expectRefusal(system, grown, venue, "FuturesVenue_InitialMargin", [small, price / 10n ** 13n]);
    // 1.001 coins at about 40,032 want 2,003.6: the position as a whole is to be backed, not what is added.
    await trader.trade(market, wad("0.001"), 2_005n * unit);
    await expectBooksToBalance(system);
  });

  it("is asked of a position turned round, which is a new one", async function () {
    const system = await loadFixture(nearlyBankrupt);
    const { venue, market, trader, collateral, unit } = system;
    await collateral.mint(trader, 30n * unit);
    const call = () => trader.trade(market, wad("-1.5"), 30n * unit);
    await expectRefusal(system, call, venue, "FuturesVenue_InitialMargin");
  });

  it("is not asked of a reduction, nor of money added", async function () {
    const system = await loadFixture(nearlyBankrupt);
    const { market, trader, collateral, unit } = system;
    await trader.trade(market, wad("-0.01"), 0n);
    await collateral.mint(trader, unit);
    await trader.trade(market, 0n, unit);
    await expectBooksToBalance(system);
  });

  it("keeps a pair, long and short, from winning more than it loses on a move it can pay for", async function () {
    for (const change of ["0.005", "0.01"]) {
      const system = await deployForTest(connection, { market: { ...NO_CARRY, depth: 0n } });
      const { unit } = system;
      // 69,078 paid in, thirteen coins each way: as much as twenty times allows.
      const long = await openAccount(system, 34_539n * unit, wad(13));
      const short = await openAccount(system, 34_539n * unit, wad(-13));
      await move(system, wad(change));
      // Two fees of 0.05 % of 650,000.
      const wealth = (await equityOf(system, long)) + (await equityOf(system, short));
      expect(wealth).to.equal((69_078n - 650n) * unit);
    }
  });
});
