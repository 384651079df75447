import { expect } from "chai";
import { deposit } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { costsOff, dayTo, expectNear, priceOfNumber } from "../../support/economics.js";
import { abs, HOUR, toNumber, wad } from "../../support/numbers.js";
import { createToken } from "../../support/system.js";

const connection = await connect();

/** A leveraged token is worth its path, not its two ends. */
describe("Economics: path dependence", function () {
  it("depends on the path: a see-saw loses for long and short, a steady rise beats the multiple", async function () {
    for (const leverage of [3, -3]) {
      const seesaw = await costsOff(connection, { leverage: wad(leverage) });
      await deposit(seesaw, seesaw.alice, wad(1_000));
      for (let i = 0; i < 3; i++) {
        await dayTo(seesaw, wad(105));
        await dayTo(seesaw, wad(100));
      }
      const round = (1 + leverage * 0.05) * (1 - leverage * (5 / 105));
      expectNear(toNumber(await seesaw.token.nav()), round ** 3);
      expect(round).to.be.below(1);
    }
    const rise = await costsOff(connection);
    await deposit(rise, rise.alice, wad(1_000));
    let price = 100;
    for (let i = 0; i < 10; i++) {
      price *= 1.02;
      await dayTo(rise, wad(price.toFixed(15)));
    }
    expectNear(toNumber(await rise.token.nav()), 1.06 ** 10);
    expect(1.06 ** 10 - 1).to.be.above(3 * (1.02 ** 10 - 1));
  });

  it("makes long and short lose both when the price goes up and comes back, and neither 1x nor cash", async function () {
    const system = await costsOff(connection);
    const long = system.token;
    const short = await createToken(system, wad(-3));
    const coin = await createToken(system, wad(1));
    for (const token of [long, short, coin]) await deposit(system, system.alice, wad(1_000), token);
    for (const price of [110, 100]) await dayTo(system, wad(price), [long, short, coin]);
    expectNear(toNumber(await long.nav()), 1.3 * (1 - 3 / 11));
    expectNear(toNumber(await short.nav()), 0.7 * (1 + 3 / 11));
    expectNear(toNumber(await coin.nav()), 1);
    for (const token of [long, short]) expect(toNumber(await token.nav())).to.be.below(1);
  });

  it("makes long and short trade in the same direction: both buy after a rise and sell after a fall", async function () {
    const system = await costsOff(connection);
    const tokens = [system.token, await createToken(system, wad(-3)), await createToken(system, wad("1.5"))];
    for (const token of tokens) await deposit(system, system.alice, wad(1_000), token);
    for (const [price, direction] of [
      [104, 1n],
      [99, -1n],
    ] as const) {
      const before = await Promise.all(tokens.map(async (token) => sizeOf(token)));
      await dayTo(system, wad(price), tokens);
      for (const [i, token] of tokens.entries()) {
        const traded = (await sizeOf(token)) - before[i]!;
        expect(traded / abs(traded), `direction of token ${String(i)}`).to.equal(direction);
      }
    }

    async function sizeOf(token: (typeof tokens)[number]) {
      return (await system.venue.account(system.market, token)).size;
    }
  });

  for (const leverage of [3, -3, 2, 1.5, -1]) {
    it(`takes a ${String(leverage)}x token over many small periods to (S / S0)^L exp((L - L^2) / 2 * variance)`, async function () {
      const period = HOUR;
      const system = await costsOff(connection, { leverage: wad(leverage), policy: { period } });
      await deposit(system, system.alice, wad(1_000));
      let [price, exact, variance, thirds] = [100, 1, 0, 0];
      for (const change of changes(120)) {
        price *= 1 + change;
        await dayTo(system, priceOfNumber(price), undefined, period);
        exact *= 1 + leverage * change;
        variance += Math.log1p(change) ** 2;
        thirds += Math.abs(Math.log1p(change)) ** 3;
      }
      const nav = toNumber(await system.token.nav());
      // A gap of less than 0.01 % is not traded away, so the product of the periods is met but for that.
      expectNear(nav, exact, 1e-5);
      const drag = ((leverage - leverage ** 2) / 2) * variance;
      const formula = (price / 100) ** leverage * Math.exp(drag);
      // What the formula leaves out is of the third order: |L - 3 L^2 + 2 L^3| / 6 of it, and a little of the next.
      const error = 1.2 * (Math.abs(leverage - 3 * leverage ** 2 + 2 * leverage ** 3) / 6) * thirds + 1e-5;
      expect(Math.abs(Math.log(nav / formula))).to.be.below(error);
      // And without the variance it would be far out: the drag is what path dependence costs.
      expect(error).to.be.below(Math.abs(drag) / 5);
    });
  }

  /** Returns of 0.5 to 1.5 % either way, always the same. */
  function changes(count: number): number[] {
    let state = 20_200_312;
    const next = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    return Array.from({ length: count }, () => (next() < 0.5 ? -1 : 1) * (0.005 + next() / 100));
  }
});
