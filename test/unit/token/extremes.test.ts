import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, redeem } from "../../support/actions.js";
import { expectBooksToBalance, expectClose } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { Action, Phase } from "../../support/outcomes.js";
import { deployForTest, give, type System } from "../../support/system.js";

const connection = await connect();

describe("LeveragedToken: extremes", function () {
  /** Mint, rebalance up and down, redeem in part, withdraw, leave: everything must work and the books must balance. */
  async function live(system: System, assets: bigint) {
    const { token, alice, bob, keeper, collector, collateral } = system;
    const target = await token.targetLeverage();
    await deposit(system, alice, assets);
    await deposit(system, bob, 2n * assets);
    for (const change of ["0.04", "-0.06"]) {
      await move(system, wad(change));
      await forward(system, DAY);
      const { action } = await token.previewRebalance();
      // At 1x a price move alone never asks for a trade.
      if (target === wad(1) && action === Action.None) continue;
      expect(action).to.equal(Action.Trade);
      await token.connect(keeper).rebalance();
      expectClose(await token.leverage(), target, 0.001);
      await expectBooksToBalance(system);
    }
    await redeem(system, bob, (await token.balanceOf(bob)) / 3n);
    await token.connect(alice)["withdraw(uint256,address,address)"](assets / 4n, alice, alice);
    await redeem(system, bob);
    // Fees that outgrew their slot are shares already.
    if ((await token.balanceOf(collector)) > 0n) await redeem(system, collector);
    await redeem(system, alice);
    const paid = (await collateral.balanceOf(alice)) + (await collateral.balanceOf(bob));
    expect(paid)
      .to.be.above((assets * 3n * 80n) / 100n)
      .and.below((assets * 3n * 120n) / 100n);
    expect(await token.totalSupply()).to.equal(0n);
    const { size, margin } = await system.venue.account(system.market, token);
    expect([size, margin]).to.deep.equal([0n, 0n]);
    await expectBooksToBalance(system);
  }

  // As deep as a market can be listed; the largest fund moves it nonetheless, and its trades may cost that.
  const deep = {
    market: { depth: 10n ** 12n, openInterestCap: 10n ** 11n },
    policy: { maxSlippage: wad("0.03") },
    pool: 30_000_000_000n,
  };

  for (const decimals of [6, 8, 18]) {
    for (const [price, name, assets, leverage] of [
      ["0.000001", "1 unit", 1n, 3],
      ["0.000001", "1e9 units", 10n ** 9n, -3],
      ["1000000000", "1 unit", 1n, -3],
      ["1000000000", "1e9 units", 10n ** 9n, 3],
    ] as const) {
      it(`lives with ${String(decimals)} decimals, a price of ${price} and a fund of ${name} at ${String(leverage)}x`, async function () {
        const options = { decimals, price: wad(price), feedDecimals: 18, leverage: wad(leverage), ...deep };
        const system = await deployForTest(connection, options);
        await live(system, assets * system.unit);
      });
    }
  }

  for (const leverage of ["1", "1.5", "2", "-1", "-2", "4.5", "-5", "0.05"]) {
    it(`lives at a target of ${leverage}`, async function () {
      const system = await deployForTest(connection, {
        leverage: wad(leverage),
        policy: { upperBand: wad("1.2"), emergencyBand: wad("1.4") },
      });
      await live(system, 10_000n * system.unit);
    });
  }

  it("lives with a feed of 18 decimals and one of none", async function () {
    for (const feedDecimals of [18, 0]) {
      const system = await deployForTest(connection, { feedDecimals });
      await live(system, 1_000n * system.unit);
    }
  });

  describe("at a NAV of 1e-12 per token", function () {
    async function collapsed() {
      const system = await deployForTest(connection, { feedDecimals: 18 });
      const { token, alice, unit } = system;
      await deposit(system, alice, 1_000_000n * unit);
      // -26 % and back to target, again and again, takes 3x to a fifth each time.
      while ((await token.nav()) > wad("0.000000000002")) {
        await move(system, wad("-0.26"));
        await forward(system, DAY);
        await token.rebalance();
        // Shares are minted all along, as they would be.
        if ((await token.totalAssets()) < 100_000n * unit) await deposit(system, alice, 900_000n * unit);
      }
      return system;
    }

    it("mints, rebalances, converts, collects and redeems as ever", async function () {
      const system = await collapsed();
      const { token, bob, carol, collector, collateral, unit } = system;
      const nav = await token.nav();
      expect(nav)
        .to.be.above(10n ** 5n)
        .and.below(10n ** 7n);
      await deposit(system, bob, 1_000n * unit);
      expectClose(await token.balanceOf(bob), (1_000n * 10n ** 36n) / nav, 0.02);
      await give(system, carol, 1_000n * unit, token);
      await token.connect(carol)["mint(uint256,address)"](10n ** 30n, carol);
      expect(await collateral.balanceOf(carol)).to.be.above(990n * unit);
      await move(system, wad("0.05"));
      await forward(system, DAY);
      await token.rebalance();
      expectClose(await token.leverage(), wad(3), 0.001);
      await token.collectFees();
      expect(await token.balanceOf(collector)).to.be.above(0n);
      await token.connect(bob)["withdraw(uint256,address,address)"](100n * unit, bob, bob);
      await redeem(system, bob);
      expectClose(await collateral.balanceOf(bob), 1_150n * unit, 0.02);
      await expectBooksToBalance(system);
    });

    it("settles, shows its NAV and pays out", async function () {
      const system = await collapsed();
      const { token, factory, alice, collateral } = system;
      const nav = await token.nav();
      const before = await collateral.balanceOf(alice);
      await factory.windDown(token, 0n);
      expectClose(await token.nav(), nav, 0.01);
      const settled = await token.settledAssets();
      await redeem(system, alice);
      expectClose((await collateral.balanceOf(alice)) - before, settled, 0.05);
    });

    it("settles in ordinary ways when it is wiped out", async function () {
      const system = await collapsed();
      await move(system, wad("-0.4"));
      await system.token.rebalance();
      expect((await system.token.state()).phase).to.equal(Phase.Settled);
      await redeem(system, system.alice);
    });
  });

  it("keeps one wei of shares from being inflated", async function () {
    const system = await deployForTest(connection);
    const { token, alice, bob, unit } = system;
    await deposit(system, alice, 1_000_000n * unit);
    // What rounding leaves of a huge redeem stays with a single wei of shares.
    await redeem(system, alice, (await token.balanceOf(alice)) - 1n);
    await deposit(system, bob, 1_000n * unit);
    expect(await token.previewRedeem(await token.balanceOf(bob))).to.be.above(990n * unit);
    expect(await token.convertToAssets(1n)).to.equal(0n);
  });
});
