import { expect } from "chai";
import { deposit, forward, move, redeem } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { costsOff, dayTo, expectNear } from "../../support/economics.js";
import { expectClose } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { abs, DAY, toNumber, wad, WAD } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();

/** What one period does to a token: NAV moves by L r, leverage to L (1 + r) / (1 + L r), and a rebalance resets it. */
describe("Economics: one period", function () {
  for (const leverage of [3, -3, 2, 1.5, 1, -1]) {
    it(`moves NAV by ${String(leverage)} times the period's return, period after period`, async function () {
      const system = await costsOff(connection, { leverage: wad(leverage) });
      await deposit(system, system.alice, wad(1_000));
      let nav = 1;
      let price = 100;
      for (const change of [0.031, -0.052, 0.017, 0.08, -0.029, -0.011]) {
        nav *= 1 + leverage * change;
        price *= 1 + change;
        await dayTo(system, wad(price.toFixed(15)));
        expectNear(toNumber(await system.token.nav()), nav);
        expectClose(await system.token.leverage(), wad(leverage), 1e-9);
      }
    });
  }

  it("makes 1x equal to the coin, over any path", async function () {
    const system = await costsOff(connection, { leverage: wad(1), price: wad(50_000) });
    const { token, alice, bob } = system;
    await deposit(system, alice, wad(1_000_000));
    for (const price of ["53211.5", "20000", "4764.65", "100", "69000", "12345.67"]) {
      await dayTo(system, wad(price));
      expectClose(await token.nav(), wad(price) / 50_000n, 1e-9);
      expectClose((await fundOf(system)).size, wad(1_000_000) / 50_000n, 1e-9);
    }
    await deposit(system, bob, wad(100_000));
    expectClose(await token.balanceOf(bob), (wad(100_000) * 50_000n * WAD) / wad("12345.67"), 1e-9);
    await redeem(system, alice);
    expectClose(await system.collateral.balanceOf(alice), (wad(1_000_000) * wad("12345.67")) / wad(50_000), 1e-9);
  });

  for (const leverage of [3, -3, 2, 1.5, 1, -1]) {
    it(`lets a ${String(leverage)}x token's leverage drift to L (1 + r) / (1 + L r) between two rebalances`, async function () {
      for (const change of [0.07, -0.07, 0.2, -0.2]) {
        const system = await costsOff(connection, { leverage: wad(leverage) });
        await deposit(system, system.alice, wad(1_000_000));
        await move(system, wad(change));
        const drifted = (leverage * (1 + change)) / (1 + leverage * change);
        expectNear(toNumber(await system.token.leverage()), drifted);
        expectNear(toNumber(await system.token.nav()), 1 + leverage * change);
      }
    });
  }

  it("never takes NAV below zero: beyond -1/L nothing is left and nothing is owed", async function () {
    for (const [leverage, change] of [
      ["3", "-0.34"],
      ["3", "-0.9"],
      ["-3", "0.34"],
      ["-3", "2"],
    ] as const) {
      const system = await costsOff(connection, { leverage: wad(leverage) });
      await deposit(system, system.alice, wad(1_000));
      await move(system, wad(change));
      expect(await system.token.nav()).to.equal(0n);
      expect(await system.token.totalAssets()).to.equal(0n);
    }
  });

  describe("with costs on", function () {
    for (const leverage of ["3", "-3", "1.5", "2", "-1", "4.5"]) {
      for (const change of ["0.06", "-0.06"]) {
        it(`lands within 0.1 % of ${leverage}x after a move of ${change}`, async function () {
          const system = await deployForTest(connection, {
            leverage: wad(leverage),
            feedDecimals: 18,
            policy: { upperBand: wad("1.6"), emergencyBand: wad("1.9") },
            fees: { managementPpmPerYear: 36_500n, mintPpm: 2_000n, redeemPpm: 2_000n },
            market: { depth: 200_000_000n, openInterestCap: 20_000_000n, takerFeePpm: 1_000n },
          });
          const { token, keeper, unit } = system;
          await deposit(system, system.alice, 200_000n * unit);
          await move(system, wad(change));
          await forward(system, DAY);
          const decision = await token.previewRebalance();
          expect(decision.complete).to.be.true;
          await token.connect(keeper).rebalance();
          const target = wad(leverage);
          expect(abs((await token.leverage()) - target) * 1_000n).to.be.at.most(abs(target));
          // Far better than promised: to a few parts in a million.
          expectClose(await token.leverage(), target, 5e-6);
        });
      }
    }
  });
});
