import { expect } from "chai";
import { deposit, forward, setPrice } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { costsOff, expectNear, priceOfNumber, rebalanceAll } from "../../support/economics.js";
import { DAY, toNumber, wad } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import type { System } from "../../support/system.js";

const connection = await connect();

/** {1/s} About 25 % a year. */
const RATE = 8_000_000_000n;
const DAYS = 28;

/** Holders of a long pay what longs pay at the venue, and holders of a short are paid: it is in NAV as it accrues. */
describe("Economics: funding in NAV", function () {
  async function withFunding(leverage: number, rate: bigint) {
    const market = { ...COSTS_OFF.market, baseFundingPerSecond: rate, maxFundingPerSecond: 10n ** 11n };
    const system = await costsOff(connection, { leverage: wad(leverage), market });
    await deposit(system, system.alice, wad(1_000));
    return system;
  }

  async function secondsNow({ connection: { networkHelpers } }: System) {
    return networkHelpers.time.latest();
  }

  for (const leverage of [3, -3, 1.5, -1]) {
    for (const rate of [RATE, -RATE]) {
      const isPaying = leverage > 0 === rate > 0n;
      it(`makes a ${String(leverage)}x holder ${isPaying ? "pay" : "earn"} ${rate > 0n ? "what longs pay" : "what shorts pay"} over four weeks`, async function () {
        const system = await withFunding(leverage, rate);
        const perSecond = toNumber(rate);
        let [price, withIt, without] = [100, 1, 1];
        let touched = await secondsNow(system);
        for (let day = 0; day < DAYS; day++) {
          const change = day % 2 === 0 ? 0.012 : -0.011;
          price *= 1 + change;
          await setPrice(system, priceOfNumber(price));
          await forward(system, DAY);
          await rebalanceAll(system);
          const now = await secondsNow(system);
          // Funding is on the notional at the price of the moment that settles it.
          withIt *= 1 + leverage * change - leverage * (1 + change) * perSecond * (now - touched);
          without *= 1 + leverage * change;
          touched = now;
        }
        const nav = toNumber(await system.token.nav());
        expectNear(nav, withIt, 2e-5);
        expect(nav < without).to.equal(isPaying);
        // L times 25 % a year for a thirteenth of one.
        expect(Math.abs(Math.log(nav / without))).to.be.above(0.015 * Math.abs(leverage));
      });
    }
  }

  it("is in NAV at every moment, before anybody trades", async function () {
    const system = await withFunding(3, RATE);
    const before = await secondsNow(system);
    const blocks = [1n, 3_600n, DAY];
    for (const seconds of blocks) {
      await forward(system, seconds);
      const elapsed = (await secondsNow(system)) - before;
      expectNear(toNumber(await system.token.nav()), 1 - 3 * toNumber(RATE) * elapsed);
    }
  });
});
