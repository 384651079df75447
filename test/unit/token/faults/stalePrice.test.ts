import { expect } from "chai";
import { deposit, move, priceOf, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose, expectRefusal } from "../../../support/expectations.js";
import { wad } from "../../../support/numbers.js";
import { deployForTest } from "../../../support/system.js";
import { NO_CARRY, openAccount, sizeFor } from "../../../support/venue.js";

const connection = await connect();

/** The feeds of the testnet speak at 1 %; the exchange takes half of that each way, and the token 0.1 %. */
const TESTNET = {
  deviationThreshold: wad("0.01"),
  market: { takerFeePpm: 5_000n, depth: 0n, ...NO_CARRY },
  fees: { managementPpmPerYear: 0n, mintPpm: 1_000n, redeemPpm: 1_000n },
};

// A price may have moved by the feed's threshold before the feed says so. Who mints on the old price and redeems on the new
// one must not earn by it, however much of the fund is theirs.
describe("LeveragedToken: a move that the feed has hidden", function () {
  for (const [leverage, hidden] of [
    ["3", "0.0099"],
    ["-3", "-0.0099"],
    ["1.5", "0.0099"],
  ] as const) {
    it(`earns the only holder of ${leverage}x nothing`, async function () {
      const system = await deployForTest(connection, { ...TESTNET, leverage: wad(leverage) });
      const { alice, collateral, unit } = system;
      await deposit(system, alice, 1_000_000n * unit);
      await move(system, wad(hidden));
      await redeem(system, alice);
      expect(await collateral.balanceOf(alice)).to.be.below(1_000_000n * unit);
    });

    it(`earns who owns almost all of ${leverage}x nothing`, async function () {
      const system = await deployForTest(connection, { ...TESTNET, leverage: wad(leverage) });
      const { alice, bob, collateral, unit } = system;
      await deposit(system, bob, 10n * unit);
      await deposit(system, alice, 1_000_000n * unit);
      await move(system, wad(hidden));
      await redeem(system, alice);
      expect(await collateral.balanceOf(alice)).to.be.below(1_000_000n * unit);
    });
  }

  it("earns a short nothing where the venue takes as much as the feed hides, and fees are the least", async function () {
    // 5 (1 % - 0.5 % * 1.99) is a fortieth of a percent.
    const fees = { managementPpmPerYear: 0n, mintPpm: 250n, redeemPpm: 0n };
    const system = await deployForTest(connection, { ...TESTNET, leverage: wad(-3), fees });
    const { token, factory, alice, bob, collateral, unit } = system;
    const call = () => factory.setFees(token, { ...fees, mintPpm: 249n });
    const values = [wad("0.000249"), wad("0.00025")];
    await expectRefusal(system, call, factory, "Factory_FeesBelowArbitrageBound", values);
    await deposit(system, bob, 1_000n * unit);
    await move(system, wad("0.109"));
    expect(await token.leverage())
      .to.be.below(wad("-4.9"))
      .and.above(wad(-5));
    await deposit(system, alice, 1_000_000n * unit);
    await move(system, wad("-0.01"));
    await redeem(system, alice);
    // Without fees she would have 241 more than before; they take 250.
    expectClose(await collateral.balanceOf(alice), 999_991n * unit, 2e-6);
  });

  it("earns nothing at the highest leverage at which shares are minted either", async function () {
    const system = await deployForTest(connection, TESTNET);
    const { token, alice, bob, collateral, unit } = system;
    await deposit(system, bob, 1_000n * unit);
    await move(system, wad("-0.16"));
    const leverage = await token.leverage();
    expect(leverage).to.be.above(wad("4.8")).and.below(wad(5));
    await deposit(system, alice, 1_000_000n * unit);
    await move(system, wad("0.0099"));
    await redeem(system, alice);
    expect(await collateral.balanceOf(alice)).to.be.below(1_000_000n * unit);
  });
});

describe("MockFuturesVenue: a move that the feed has hidden", function () {
  for (const [side, size, hidden] of [
    ["long", 1n, "0.0099"],
    ["short", -1n, "-0.0099"],
  ] as const) {
    it(`earns a trader who is ten times ${side} nothing`, async function () {
      const system = await deployForTest(connection, TESTNET);
      const margin = 1_000_000n * system.unit;
      const trader = await openAccount(system, margin, size * sizeFor(9_000_000n, await priceOf(system)));
      await move(system, wad(hidden));
      await trader.execute(system.venue, system.venue.interface.encodeFunctionData("close", [system.market]));
      // 0.99 % of 9 M are won, and two fees of 0.5 % on it and on what has become of it are paid.
      const paid = side === "long" ? 90_446n : 89_554n;
      expectClose(await system.collateral.balanceOf(trader), margin + (89_100n - paid) * system.unit, 1e-6);
      expect(await system.collateral.balanceOf(trader)).to.be.below(margin);
    });
  }
});
