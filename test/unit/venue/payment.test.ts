import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { move } from "../../support/actions.js";
import { expectBooksToBalance } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { equityOf, fillOf, order, venueWithLong, type Order } from "../../support/venue.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("MockFuturesVenue: who pays for a trade", function () {
  const withLong = () => venueWithLong(connection);

  /** Trades of a long of one coin with 10,000 of margin, and whether their cost crosses the venue's border. */
  const orders: [string, Order][] = [
    ["an increase paid by the account", { size: wad("0.3"), pay: 500_000_000n }],
    ["an increase paid by its mover", { size: wad("0.3"), pay: 500_000_000n, moverPaysCost: true }],
    ["an increase without margin, paid by its mover", { size: wad("0.3"), moverPaysCost: true }],
    ["a reduction paid by the account", { size: wad("-0.3"), take: 500_000_000n }],
    ["a reduction paid by its mover", { size: wad("-0.3"), take: 500_000_000n, moverPaysCost: true }],
    ["a mark", {}],
  ];
  for (const [name, terms] of orders) {
    it(`leaves before + pay - take - cost after ${name}, to the unit, and moves as much money`, async function () {
      const system = await loadFixture(withLong);
      const { venue, market, trader, collateral, unit } = system;
      await collateral.mint(trader, 1_000n * unit);
      await move(system, wad("0.0123456"));
      const { size = 0n, pay = 0n, take = 0n, moverPaysCost = false } = terms;
      const equityBefore = await equityOf(system, trader);
      const [quoted, isExact] = await venue.quote(market, trader, size);
      const fill = await fillOf(system, trader, terms);
      expect([fill.cost, isExact]).to.deep.equal([quoted, true]);
      expect(fill.equityBefore).to.equal(equityBefore);
      expect(fill.equity).to.equal(equityBefore + pay - take - (moverPaysCost ? 0n : fill.cost));

      const [held, money] = [await collateral.balanceOf(venue), await collateral.balanceOf(trader)];
      await order(system, trader, terms);
      const moved = pay - take + (moverPaysCost ? fill.cost : 0n);
      expect(await collateral.balanceOf(venue)).to.equal(held + moved);
      expect(await collateral.balanceOf(trader)).to.equal(money - moved);
      expect(await equityOf(system, trader)).to.equal(fill.equity);
      await expectBooksToBalance(system);
    });
  }

  it("sends what is taken, less its cost, to whom the owner names", async function () {
    const system = await loadFixture(withLong);
    const { venue, market, trader, collateral, alice, unit } = system;
    const { cost } = await venue.quote(market, trader, wad("-0.5"));
    await order(system, trader, { size: wad("-0.5"), take: 900n * unit, moverPaysCost: true, receiver: alice });
    expect(await collateral.balanceOf(alice)).to.equal(900n * unit - cost);
  });
});
