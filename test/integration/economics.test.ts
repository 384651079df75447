import { expect } from "chai";
import { connect } from "../support/connect.js";
import { deposit, forward, move, redeem, setPrice } from "../support/actions.js";
import { expectClose } from "../support/expectations.js";
import { fundOf } from "../support/expected.js";
import { abs, DAY, toNumber, wad, WAD } from "../support/numbers.js";
import { COSTS_OFF, type Options } from "../support/options.js";
import { Action } from "../support/outcomes.js";
import { deployForTest, type System } from "../support/system.js";

const connection = await connect();

/** The arithmetic of leveraged tokens as the exchanges published it, reproduced by the contracts with costs off. */
describe("economics", function () {
  async function costsOff(overrides: Partial<Options> = {}) {
    return deployForTest(connection, { ...COSTS_OFF, feedDecimals: 18, decimals: 18, price: wad(100), ...overrides });
  }

  /** One day to a price, then the daily rebalance. */
  async function dayTo(system: System, price: bigint) {
    await setPrice(system, price);
    await forward(system, DAY);
    if ((await system.token.previewRebalance()).action === Action.Trade) await system.token.rebalance();
  }

  function expectNear(actual: number, expected: number) {
    expect(Math.abs(actual / expected - 1)).to.be.below(1e-9);
  }

  /** {usd} Notional at index, as a number. */
  async function exposureOf(system: System) {
    const { size, price } = await fundOf(system);
    return toNumber((size * price) / WAD);
  }

  it("reproduces AscendEX's example: 100 becomes 115, exposure 315, leverage 2.74, and 30 is bought", async function () {
    const system = await costsOff();
    const { token, alice } = system;
    await deposit(system, alice, wad(100));
    const opened = await fundOf(system);
    expectClose(opened.size, wad(3), 1e-12);
    await setPrice(system, wad(105));
    expectClose(await token.nav(), wad("1.15"), 1e-9);
    expectClose(await token.totalAssets(), wad(115), 1e-9);
    expectNear(await exposureOf(system), 315);
    expectClose(await token.leverage(), (wad(3) * 105n) / 115n, 1e-9);
    expect(toNumber(await token.leverage()).toFixed(2)).to.equal("2.74");
    await forward(system, DAY);
    const { sizeDelta } = await token.previewRebalance();
    expectClose((sizeDelta * wad(105)) / WAD, wad(30), 1e-9);
    await token.rebalance();
    expectNear(await exposureOf(system), 345);
    expectClose(await token.totalAssets(), wad(115), 1e-9);
  });

  for (const [name, path, change] of [
    ["there and back loses 5.45 %", [10_000, 11_000, 10_000], 1.3 * (1 - 3 / 11) - 1],
    ["two rises make 69 %", [10_000, 11_000, 12_100], 1.3 * 1.3 - 1],
    ["two falls lose 28.4 %", [10_000, 9_500, 9_000], 0.85 * (1 - 3 * (500 / 9_500)) - 1],
  ] as const) {
    it(`reproduces FTX's example: 3x daily, ${name}`, async function () {
      const system = await costsOff({ price: wad(path[0]) });
      await deposit(system, system.alice, wad(1_000));
      await dayTo(system, wad(path[1]));
      await dayTo(system, wad(path[2]));
      const nav = toNumber(await system.token.nav());
      expectNear(nav, 1 + change);
    });
  }

  it("says the published percentages", function () {
    const published = [1.3 * (1 - 3 / 11) - 1, 1.3 * 1.3 - 1, 0.85 * (1 - 3 * (500 / 9_500)) - 1];
    expect(published.map((change) => (change * 100).toFixed(2))).to.deep.equal(["-5.45", "69.00", "-28.42"]);
  });

  for (const leverage of [3, -3, 2, 1.5, -1]) {
    it(`orders what FTX's formula says at ${String(leverage)}x: (target * NAV / mark - units per token) * supply`, async function () {
      for (const change of ["0.04", "-0.04"]) {
        const system = await costsOff({ leverage: wad(leverage) });
        await deposit(system, system.alice, wad(12_345));
        await move(system, wad(change));
        await forward(system, DAY);
        const nav = await system.token.nav();
        const supply = await system.token.totalSupply();
        const { size, price } = await fundOf(system);
        const perToken = (size * WAD) / supply;
        const expected = (((wad(leverage) * nav) / price - perToken) * supply) / WAD;
        const { sizeDelta } = await system.token.previewRebalance();
        expectClose(sizeDelta, expected, 1e-9);
        // Long and short both buy after a rise and sell after a fall.
        expect(sizeDelta > 0n).to.equal(change === "0.04");
        // NAV (L^2 - L) r
        const opened = wad(12_345);
        const notional =
          (opened * BigInt(Math.round((leverage * leverage - leverage) * 100)) * wad(change)) / 100n / WAD;
        expectClose((sizeDelta * price) / WAD, notional, 1e-9);
      }
    });
  }

  for (const leverage of [3, -3, 2, 1.5, 1, -1]) {
    it(`moves NAV by ${String(leverage)} times the period's return, period after period`, async function () {
      const system = await costsOff({ leverage: wad(leverage) });
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
    const system = await costsOff({ leverage: wad(1), price: wad(50_000) });
    const { token, alice, bob } = system;
    await deposit(system, alice, wad(1_000));
    for (const price of ["53211.5", "20000", "4764.65", "100", "69000", "12345.67"]) {
      await dayTo(system, wad(price));
      expectClose(await token.nav(), wad(price) / 50_000n, 1e-9);
      expectClose((await fundOf(system)).size, wad(1_000) / 50_000n, 1e-9);
    }
    await deposit(system, bob, wad(100));
    expectClose(await token.balanceOf(bob), (wad(100) * 50_000n * WAD) / wad("12345.67"), 1e-9);
    await redeem(system, alice);
    expectClose(await system.collateral.balanceOf(alice), (wad(1_000) * wad("12345.67")) / wad(50_000), 1e-9);
  });

  it("depends on the path: a see-saw loses for long and short, a steady rise beats the multiple", async function () {
    for (const leverage of [3, -3]) {
      const seesaw = await costsOff({ leverage: wad(leverage) });
      await deposit(seesaw, seesaw.alice, wad(1_000));
      for (let i = 0; i < 3; i++) {
        await dayTo(seesaw, wad(105));
        await dayTo(seesaw, wad(100));
      }
      const round = (1 + leverage * 0.05) * (1 - leverage * (5 / 105));
      expectNear(toNumber(await seesaw.token.nav()), round ** 3);
      expect(round).to.be.below(1);
    }
    const rise = await costsOff();
    await deposit(rise, rise.alice, wad(1_000));
    let price = 100;
    for (let i = 0; i < 10; i++) {
      price *= 1.02;
      await dayTo(rise, wad(price.toFixed(15)));
    }
    expectNear(toNumber(await rise.token.nav()), 1.06 ** 10);
    expect(1.06 ** 10 - 1).to.be.above(3 * (1.02 ** 10 - 1));
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
