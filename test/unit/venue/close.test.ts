import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move, setPrice } from "../../support/actions.js";
import { expectBooksToBalance } from "../../support/expectations.js";
import { chargedFor } from "../../support/expected.js";
import { sumOfMargins } from "../../support/margins.js";
import { wad } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";
import { equityOf, NO_CARRY, openAccount } from "../../support/venue.js";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("MockFuturesVenue: close", function () {
  async function withLong() {
    const system = await deployForTest(connection, { market: NO_CARRY });
    const trader = await openAccount(system, 10_000n * system.unit, wad(1));
    const data = system.venue.interface.encodeFunctionData("close", [system.market]);
    return { ...system, trader, close: () => trader.execute(system.venue, data) };
  }

  async function expectGone(system: Awaited<ReturnType<typeof withLong>>, trader: MockTrader) {
    const { size, margin, reserve } = await system.venue.account(system.market, trader);
    expect([size, margin, reserve]).to.deep.equal([0n, 0n, 0n]);
    const { reserved } = await system.venue.books();
    expect([await sumOfMargins(system.venue), reserved]).to.deep.equal([0n, 0n]);
    await expectBooksToBalance(system);
  }

  it("pays equity less the cost of the closing trade, profit included", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, collateral, close } = system;
    await move(system, wad("0.07"));
    const equity = await equityOf(system, trader);
    const { curve, price } = await venue.position(market, trader);
    const paid = equity - chargedFor(system, curve, wad(-1), price);
    await expect(close()).to.emit(venue, "Closed").withArgs(market, trader.target, price, paid);
    expect(await collateral.balanceOf(trader)).to.equal(paid);
    await expectGone(system, trader);
  });

  it("charges no more than there is", async function () {
    const system = await loadFixture(withLong);
    const { trader, collateral, close } = system;
    const { margin } = await system.venue.account(system.market, trader);
    // Ten dollars of equity, twenty of cost.
    await setPrice(system, wad(50_010) - margin * 10n ** 12n);
    expect(await equityOf(system, trader)).to.equal(10n * system.unit);
    await close();
    expect(await collateral.balanceOf(trader)).to.equal(0n);
    await expectGone(system, trader);
  });

  it("lets a bankrupt go with nothing", async function () {
    const system = await loadFixture(withLong);
    const { trader, collateral, close } = system;
    await move(system, wad("-0.3"));
    await close();
    expect(await collateral.balanceOf(trader)).to.equal(0n);
    await expectGone(system, trader);
  });

  it("pays the margin of an account without a position, and nothing to one that has none", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, collateral, alice, close } = system;
    await trader.trade(market, wad(-1), 0n);
    const left = await equityOf(system, trader);
    await close();
    expect(await collateral.balanceOf(trader)).to.equal(left);
    await expect(venue.connect(alice).close(market)).to.emit(venue, "Closed");
    expect(await collateral.balanceOf(alice)).to.equal(0n);
    await expectGone(system, trader);
  });
});
