import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, setPrice } from "../../support/actions.js";
import { expectClose } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import { Action, Reason } from "../../support/outcomes.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();
const { ethers } = connection;

/** From leverage L to T the price moves by (T - L) / (L (1 - T)), both signed. */
describe("LeveragedTokenLens: trigger prices", function () {
  async function opened(leverage: string) {
    const system = await deployForTest(connection, { ...COSTS_OFF, feedDecimals: 18, leverage: wad(leverage) });
    const lens = await ethers.deployContract("LeveragedTokenLens");
    await deposit(system, system.alice, 1_000_000n * system.unit);
    const shown = await lens.viewToken(system.token);
    return { system, shown };
  }

  const START = wad(50_000);
  const after = (change: number) => (START * BigInt(Math.round((1 + change) * 1e15))) / 10n ** 15n;

  for (const [leverage, lower, upper, emergency] of [
    // 3 -> 2, 4, 5
    ["3", 1 / 3, -1 / 9, -1 / 6],
    // -3 -> -2, -4, -5
    ["-3", -1 / 9, 1 / 15, 1 / 9],
    // 2 -> 4/3, 8/3, 10/3
    ["2", 1, -0.2, -2 / 7],
    // -1 -> -2/3, -4/3, -5/3
    ["-1", -0.2, 1 / 7, 0.25],
  ] as const) {
    it(`are where a target of ${leverage} drifts out of its bands`, async function () {
      const { shown } = await opened(leverage);
      expectClose(shown.lowerTrigger, after(lower), 1e-9);
      expectClose(shown.upperTrigger, after(upper), 1e-9);
      expectClose(shown.emergencyTrigger, after(emergency), 1e-9);
    });
  }

  it("are -11.11 % for 3x and +6.67 % for -3x, as published", async function () {
    const percent = (price: bigint) => (Number((price * 10_000_000n) / START) / 100_000 - 100).toFixed(2);
    expect(percent((await opened("3")).shown.upperTrigger)).to.equal("-11.11");
    expect(percent((await opened("-3")).shown.upperTrigger)).to.equal("6.67");
  });

  it("do not exist for a band that no price reaches: 1.5x below 1x, and 1x at all", async function () {
    const oneAndAHalf = (await opened("1.5")).shown;
    expect(oneAndAHalf.lowerTrigger).to.equal(0n);
    expectClose(oneAndAHalf.upperTrigger, after(-1 / 3), 1e-9);
    const one = (await opened("1")).shown;
    expect([one.lowerTrigger, one.upperTrigger, one.emergencyTrigger]).to.deep.equal([0n, 0n, 0n]);
  });

  for (const [leverage, trigger, reason] of [
    ["3", "upperTrigger", Reason.Drift],
    ["3", "lowerTrigger", Reason.Drift],
    ["3", "emergencyTrigger", Reason.Emergency],
    ["-3", "upperTrigger", Reason.Drift],
    ["-3", "lowerTrigger", Reason.Drift],
    ["-3", "emergencyTrigger", Reason.Emergency],
  ] as const) {
    it(`are what the contract acts on: ${trigger} of ${leverage}x`, async function () {
      const { system, shown } = await opened(leverage);
      const trigger_ = shown[trigger];
      const away = trigger_ > START ? 1n : -1n;
      await setPrice(system, trigger_ - (away * trigger_) / 1_000_000n);
      const before = await system.token.previewRebalance();
      expect(before.reason === reason && before.action === Action.Trade).to.be.false;
      await setPrice(system, trigger_ + (away * trigger_) / 1_000_000n);
      expect((await system.token.previewRebalance()).reason).to.equal(reason);
    });
  }

  it("move with the price: from a leverage of 3.5 the way to 4 is shorter", async function () {
    const { system } = await opened("3");
    // x = (3.5 - 3) / (3 (1 - 3.5)) = -6.67 %
    await setPrice(system, (START * 14n) / 15n);
    const lens = await ethers.deployContract("LeveragedTokenLens");
    const shown = await lens.viewToken(system.token);
    expectClose(shown.leverage, wad("3.5"), 1e-8);
    expectClose(shown.upperTrigger, after(-1 / 9), 1e-8);
  });
});
