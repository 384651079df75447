import { expect } from "chai";
import { deposit, forward, move, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose, expectRefusal } from "../../../support/expectations.js";
import { DAY, HOUR, wad } from "../../../support/numbers.js";
import { Action, Blocker, Reason } from "../../../support/outcomes.js";
import { deployForTest, type System } from "../../../support/system.js";
import { NO_CARRY, openAccount, sizeFor } from "../../../support/venue.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

const MINUTE = 60n;

/** Opens a position of so many dollars against everybody, short where negative. */
async function skewBy(system: System, dollars: bigint) {
  const trader = await openAccount(system, 40_000_000n * system.unit, 0n);
  await trader.trade(system.market, sizeFor(dollars, system.options.price), 0n);
}

async function expectBlockedByCost({ token }: System, reason: bigint) {
  const { action, blocker, reason: why, dueAt } = await token.previewRebalance();
  expect([action, blocker, why]).to.deep.equal([Action.Blocked, Blocker.Cost, reason]);
  expect(dueAt).to.be.at.most(BigInt(await time.latest()));
}

describe("LeveragedToken: a due trade that costs too much", function () {
  /** A fund of 1,000,000 where 60 million dollars of others' longs move the price by 6 %. */
  async function skewed() {
    const system = await deployForTest(connection, { pool: 400_000_000n, market: NO_CARRY });
    await deposit(system, system.alice, 1_000_000n * system.unit);
    await skewBy(system, 60_000_000n);
    return system;
  }

  it("is said to be blocked, not to be not due, and becomes possible with the skew", async function () {
    const system = await loadFixture(skewed);
    const { token } = system;
    await move(system, wad("0.05"));
    await forward(system, DAY);
    await expectBlockedByCost(system, Reason.Scheduled);
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    const { blockedAt } = (await token.reading()).rebalancing;
    const values = [Blocker.Cost, blockedAt, blockedAt + 10n * MINUTE];
    await expectRefusal(system, () => token.rebalance(), token, "LeveragedToken_Blocked", values);
    // Shorts take most of the skew away.
    await skewBy(system, -60_000_000n);
    await expect(token.rebalance()).to.emit(token, "Rebalanced");
    expect((await token.reading()).rebalancing.blockedSince).to.equal(0n);
  });

  it("stays due when somebody mints", async function () {
    const system = await deployForTest(connection, { market: NO_CARRY });
    const { token, bob, unit } = system;
    await deposit(system, system.alice, 1_000_000n * unit);
    await move(system, wad("0.05"));
    await forward(system, DAY);
    expect((await token.previewRebalance()).action).to.equal(Action.Trade);
    await deposit(system, bob, 4_000_000n * unit);
    // 15 million dollars of skew are 1.5 %, more than the 1 % an increase may cost.
    await expectBlockedByCost(system, Reason.Scheduled);
  });

  it("never stops a token whose bounds cover the edge of the open-interest cap", async function () {
    const policy = { maxSlippage: wad("0.02"), emergencySlippage: wad("0.02") };
    const market = { depth: 40_000_000_000n, openInterestCap: 400_000_000n, ...NO_CARRY };
    const system = await deployForTest(connection, { pool: 900_000_000n, policy, market });
    const { token, unit } = system;
    await deposit(system, system.alice, 10_000_000n * unit);
    await skewBy(system, 300_000_000n);
    for (const change of ["0.05", "0.05", "-0.1"]) {
      await move(system, wad(change));
      await forward(system, DAY);
      await expect(token.rebalance()).to.emit(token, "Rebalanced");
      expectClose(await token.leverage(), wad(3), 1e-4);
    }
  });

  describe("as a reduction", function () {
    /** A short must buy where others' longs make that cost 6 %: twice its bound. */
    async function shortInNeed() {
      const system = await deployForTest(connection, { leverage: wad(-3), pool: 400_000_000n, market: NO_CARRY });
      await deposit(system, system.alice, 1_000_000n * system.unit);
      await skewBy(system, 63_000_000n);
      await move(system, wad("0.12"));
      return system;
    }

    it("is possible soon after it was found blocked, however often the feed speaks", async function () {
      const system = await loadFixture(shortInNeed);
      const { token } = system;
      await expectBlockedByCost(system, Reason.Emergency);
      await token.rebalance();
      for (let minutes = 0; minutes < 9; minutes += 3) {
        await forward(system, 3n * MINUTE);
        const { action } = await token.previewRebalance();
        expect(action).to.equal(Action.Blocked);
      }
      await forward(system, 6n * MINUTE);
      // 3 %, two and a half times as wide after 15 minutes, covers 0.05 % and 6.7 %.
      const { action, sizeDelta, maxCost } = await token.previewRebalance();
      expect(action).to.equal(Action.Trade);
      const notional = (sizeDelta * 56_000n * system.unit) / wad(1);
      expectClose(maxCost, (notional * 75n) / 1_000n, 0.003);
      await token.rebalance();
      expectClose(await token.leverage(), wad(-3), 0.001);
    });

    it("may not cost more because its price is old", async function () {
      const system = await deployForTest(connection, { market: NO_CARRY });
      const { token } = system;
      await deposit(system, system.alice, 1_000_000n * system.unit);
      await move(system, wad("-0.17"));
      const fresh = await token.previewRebalance();
      await time.increase(31n * MINUTE);
      const old = await token.previewRebalance();
      expect(old.reason).to.equal(Reason.Emergency);
      expectClose(old.maxCost, fresh.maxCost, 1e-3);
      // 3 % of what is traded at 41,500.
      expectClose(old.maxCost, (((-old.sizeDelta * 41_500n * system.unit) / wad(1)) * 3n) / 100n, 1e-6);
    });

    it("is possible an hour later where keepers act on the rounds of an hourly feed alone", async function () {
      const system = await loadFixture(shortInNeed);
      const { token } = system;
      await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
      await forward(system, HOUR);
      await expect(token.rebalance()).to.emit(token, "Rebalanced");
      expectClose(await token.leverage(), wad(-3), 0.001);
    });

    it("is known to be blocked for two hours after the last report, and then begins a new count", async function () {
      const system = await loadFixture(shortInNeed);
      const { token } = system;
      await token.rebalance();
      await forward(system, 2n * HOUR + MINUTE);
      await expectBlockedByCost(system, Reason.Emergency);
      await token.rebalance();
      const { blockedSince, blockedAt } = (await token.reading()).rebalancing;
      expect(blockedSince).to.equal(blockedAt);
    });
  });
});

describe("LeveragedToken: limits that would stop its rebalances", function () {
  it("are refused: no trade at all, and dollars taken for something smaller", async function () {
    const system = await deployForTest(connection);
    const { factory, token, options } = system;
    for (const maxTrade of [0n, 999n]) {
      const call = () => factory.setLimits(token, { ...options.limits, maxTrade });
      await expectRefusal(system, call, factory, "Factory_MaxTradeTooSmall", [maxTrade, 1_000n]);
    }
  });

  it("are none that the types allow: an emergency of 1,000,000 in chunks of 4,000 still ends on target", async function () {
    const system = await deployForTest(connection, { market: NO_CARRY });
    const { factory, token, alice, options } = system;
    await deposit(system, alice, 10_000n * system.unit);
    await factory.setLimits(token, { ...options.limits, maxTrade: 1_000n });
    await move(system, wad("-0.19"));
    let trades = 0;
    for (; (await token.previewRebalance()).action === Action.Trade; trades += 1) {
      await token.rebalance();
      await forward(system, MINUTE);
    }
    // 11,400 above target: 4,000 leave the emergency, the rest goes in chunks of 1,000.
    expect(trades).to.equal(9);
    expectClose(await token.leverage(), wad(3), 0.001);
    await redeem(system, alice);
  });
});
