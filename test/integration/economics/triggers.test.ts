import { expect } from "chai";
import { deposit, forward, move, setPrice } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { costsOff, expectNear, priceOfNumber } from "../../support/economics.js";
import { expectClose } from "../../support/expectations.js";
import { HOUR, max, toNumber, wad, WAD } from "../../support/numbers.js";
import { Action, Phase, Reason } from "../../support/outcomes.js";
import type { System } from "../../support/system.js";

const connection = await connect();

/** {usd} The bitcoin perpetual's hourly closes of 12 March 2020, UTC. */
const MARCH_12 = [
  7918.82, 7717.67, 7648.65, 7667.32, 7628.69, 7650.78, 7502, 7397.9, 7383.06, 7357.61, 5981.07, 6038.38, 6015.92,
  5988.84, 6086.09, 6122.46, 6085.69, 6111.77, 5984.36, 6034.68, 5737.56, 5819.32, 5797.19, 4764.65,
];
/** {usd} The close of the day before. */
const MARCH_11 = 7934.52;

describe("Economics: triggers", function () {
  for (const [from, to, published] of [
    [3, 4, "-11.11"],
    [-3, -4, "6.67"],
    [3, 2, "33.33"],
    [-3, -2, "-11.11"],
    [2, 3, "-25.00"],
    [-1, -1.5, "20.00"],
    [1.5, 2, "-33.33"],
  ] as const) {
    it(`takes a move of ${published} % to bring leverage from ${String(from)} to ${String(to)}`, async function () {
      const system = await costsOff(connection, { leverage: wad(from) });
      await deposit(system, system.alice, wad(1_000));
      const change = (to - from) / (from * (1 - to));
      expect((change * 100).toFixed(2)).to.equal(published);
      await setPrice(system, priceOfNumber(100 * (1 + change)));
      expectClose(await system.token.leverage(), wad(to), 1e-9);
    });
  }

  it("rebalances a 3x token at 4x, not a breath before, and leaves it at 3x", async function () {
    const system = await costsOff(connection);
    await deposit(system, system.alice, wad(1_000));
    await setPrice(system, (wad(800) / 9n / 10n ** 9n + 2n) * 10n ** 9n);
    expect((await system.token.previewRebalance()).action).to.equal(Action.None);
    await setPrice(system, (wad(800) / 9n / 10n ** 9n - 2n) * 10n ** 9n);
    expect((await system.token.previewRebalance()).reason).to.equal(Reason.Drift);
    await system.token.rebalance();
    expectClose(await system.token.leverage(), wad(3), 1e-9);
  });

  it("has no price at which a 1.5x token falls to 1x, however far the coin rises", async function () {
    const system = await costsOff(connection, { leverage: wad("1.5") });
    await deposit(system, system.alice, wad(1_000));
    for (const rise of [1.1, 1.3, 1.6]) {
      await setPrice(system, priceOfNumber(100 * rise));
      expectNear(toNumber(await system.token.leverage()), (1.5 * rise) / (1 + 1.5 * (rise - 1)));
      expect(await system.token.leverage()).to.be.above(WAD);
      // Beyond a third of profit the exchange should mark it, for which nothing is traded.
      const { reason, sizeDelta } = await system.token.previewRebalance();
      expect([reason, sizeDelta]).to.deep.equal([rise === 1.6 ? Reason.Marking : Reason.None, 0n]);
    }
  });

  describe("on 12 March 2020", function () {
    async function opened() {
      // The boundary of this token's day is where the path begins.
      const system = await costsOff(connection, { price: wad(MARCH_11), policy: { offset: HOUR } });
      await deposit(system, system.alice, wad(1_000));
      return system;
    }

    /** The day's path in steps of at most 0.5 %, an hour an hour. Returns the highest leverage met. */
    async function live(system: System, atEachStep: () => Promise<void>): Promise<bigint> {
      let [price, highest] = [MARCH_11, 0n];
      for (const close of MARCH_12) {
        const steps = Math.ceil(Math.abs(Math.log(close / price)) / 0.005);
        const factor = (close / price) ** (1 / Math.max(steps, 1));
        for (let i = 0; i < steps; i++) {
          price *= factor;
          await setPrice(system, priceOfNumber(price));
          highest = max(highest, await system.token.leverage());
          await atEachStep();
        }
        // The last hour ends with the day, and the daily rebalance would come after it.
        if (close !== MARCH_12.at(-1)) await forward(system, HOUR - BigInt(steps) - 2n);
      }
      return highest;
    }

    it("wipes out a 3x long that is rebalanced only daily: by the last hour everything is lost, and the token settles", async function () {
      const system = await opened();
      await live(system, async () => {
        // Nobody acts before midnight.
      });
      expect(3 * (1 - MARCH_12.at(-1)! / MARCH_11)).to.be.above(1);
      expect(await system.token.nav()).to.equal(0n);
      expect((await system.token.previewRebalance()).action).to.equal(Action.Settle);
      await system.token.rebalance();
      expect((await system.token.state()).phase).to.equal(Phase.Settled);
    });

    it("leaves a part of it where the 4x band is acted on along the way", async function () {
      const system = await opened();
      let rebalances = 0;
      const highest = await live(system, async () => {
        const { action, reason } = await system.token.previewRebalance();
        if (action === Action.None) return;
        expect(reason).to.equal(Reason.Drift);
        await system.token.rebalance();
        rebalances++;
      });
      // A step of 0.5 % beyond 4x: 4 * 0.995 / (1 - 4 * 0.005).
      expect(toNumber(highest)).to.be.below(4.07);
      // From 3x to 4x the price falls by a ninth and NAV by a third; four times, and part of a fifth.
      expect(rebalances).to.be.within(3, 4);
      const nav = toNumber(await system.token.nav());
      expect(nav).to.be.within((2 / 3) ** 5, (2 / 3) ** 4 * 1.1);
    });

    it("is too late for a band when the price falls by a third at once", async function () {
      const system = await opened();
      await move(system, wad("-0.334"));
      expect(await system.token.nav()).to.equal(0n);
      expect((await system.token.previewRebalance()).action).to.equal(Action.Settle);
    });
  });
});
