import { expect } from "chai";
import { deposit, forward, move, setPrice } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { costsOff, dayTo, expectNear, exposureOf } from "../../support/economics.js";
import { expectClose } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { abs, DAY, toNumber, wad, WAD } from "../../support/numbers.js";
import { Action } from "../../support/outcomes.js";

const connection = await connect();

/** The arithmetic of leveraged tokens as the exchanges published it, reproduced by the contracts with costs off. */
describe("Economics: published figures", function () {
  it("reproduces AscendEX's example: 100 becomes 115, exposure 315, leverage 2.74, and 30 is bought", async function () {
    const system = await costsOff(connection);
    const { token, alice } = system;
    await deposit(system, alice, wad(100));
    const opened = await fundOf(system);
    expectClose(opened.size, wad(3), 1e-12);
    await setPrice(system, wad(105));
    // 1.15, but for the millionth of a dollar that is virtual.
    expectClose(await token.nav(), ((wad(115) + 10n ** 12n) * WAD) / (wad(100) + 10n ** 12n), 1e-12);
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
      const system = await costsOff(connection, { price: wad(path[0]) });
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

  for (const leverage of [3, -3, 2, 1.5, 1, -1]) {
    it(`orders what FTX's formula says at ${String(leverage)}x: (target * NAV / mark - units per token) * supply`, async function () {
      for (const change of ["0.04", "-0.04"]) {
        const system = await costsOff(connection, { leverage: wad(leverage) });
        await deposit(system, system.alice, wad(12_345));
        await move(system, wad(change));
        await forward(system, DAY);
        const nav = await system.token.nav();
        const supply = await system.token.totalSupply();
        const { size, price } = await fundOf(system);
        const perToken = (size * WAD) / supply;
        const expected = (((wad(leverage) * nav) / price - perToken) * supply) / WAD;
        if (leverage === 1) {
          // A coin and its 1x token never differ, so there is nothing to order: the formula's zero, but for 4 % of the
          // millionth of a dollar that is virtual, over a price of 96.
          expect((await system.token.previewRebalance()).action).to.equal(Action.None);
          expect(abs(expected) < 42n * 10n ** 7n).to.be.true;
          continue;
        }
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
});
