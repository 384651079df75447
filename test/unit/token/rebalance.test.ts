import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, inOneBlock, move, nextBlock } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { chargedFor, fundOf } from "../../support/expected.js";
import { abs, DAY, HOUR, wad } from "../../support/numbers.js";
import { Action, Blocker, Phase, Reason } from "../../support/outcomes.js";
import { allowPolicy, createToken, deployForTest, type System } from "../../support/system.js";
import { NO_CARRY } from "../../support/venue.js";

const connection = await connect();
const { networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("LeveragedToken: rebalance", function () {
  async function openedFund() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 10_000n * system.unit);
    return system;
  }

  async function expectNotDue(system: System) {
    const { action, dueAt } = await system.token.previewRebalance();
    expect(action).to.equal(Action.None);
    const leverage = await system.token.leverage();
    // An unfinished one is due in the next block at the earliest.
    const due = (at: bigint) => at - dueAt <= 3n;
    const values = [due, (real: bigint) => abs(real - leverage) < wad("0.001")];
    await expectRefusal(system, () => system.token.rebalance(), system.token, "LeveragedToken_NotDue", values);
    return dueAt;
  }

  /** Says what stands in the way, takes note of it once, and then waits ten minutes. */
  async function expectBlocked(system: System, reason: bigint, blocker: bigint) {
    const { token, keeper } = system;
    const shown = await token.previewRebalance(await nextBlock(system));
    expect([shown.action, shown.reason, shown.blocker]).to.deep.equal([Action.Blocked, reason, blocker]);
    const since = (value: bigint) => value > 0n;
    await expect(token.connect(keeper).rebalance())
      .to.emit(token, "RebalanceBlocked")
      .withArgs(reason, blocker, shown.sizeDelta, shown.maxCost, since);
    const { blockedAt } = (await token.reading()).rebalancing;
    expect((await token.previewRebalance()).dueAt).to.equal(blockedAt + 600n);
    const values = [blocker, since, blockedAt + 600n];
    await expectRefusal(system, () => token.rebalance(), token, "LeveragedToken_Blocked", values);
  }

  describe("for reason Scheduled", function () {
    it("is due once a UTC day has passed, not before", async function () {
      const system = await loadFixture(openedFund);
      await move(system, wad("0.05"));
      const dueAt = await expectNotDue(system);
      expect(dueAt % DAY).to.equal(0n);
      await time.increaseTo(dueAt - 3n);
      await move(system, 0n);
      await expectNotDue(system);
      await time.increaseTo(dueAt);
      const decision = await system.token.previewRebalance();
      expect(decision.action).to.equal(Action.Trade);
      expect(decision.reason).to.equal(Reason.Scheduled);
      expect(decision.dueAt).to.equal(BigInt(await time.latest()));
    });

    it("lands on target after its own cost and emits the state after it", async function () {
      const system = await loadFixture(openedFund);
      const { token, keeper } = system;
      await move(system, wad("0.05"));
      await forward(system, DAY);
      const pending = await nextBlock(system);
      const before = await fundOf(system, token, pending);
      const decision = await token.previewRebalance(pending);
      const transaction = await token.connect(keeper).rebalance();
      const after = await fundOf(system);
      const cost = chargedFor(system, before.curve, decision.sizeDelta, before.price);
      expect(decision.sizeDelta).to.be.above(0n);
      expect(after.size).to.equal(before.size + decision.sizeDelta);
      expect(after.equityDown).to.equal(before.equityDown - cost);
      await expect(transaction)
        .to.emit(token, "Rebalanced")
        .withArgs(
          Reason.Scheduled,
          decision.sizeDelta,
          true,
          cost,
          0n,
          after.price,
          after.size,
          after.equityDown,
          after.supply,
        );
      expectClose(await token.leverage(), wad(3), 1e-6);
      expect((await token.state()).rebalancedAt).to.equal(BigInt(await time.latest()));
      expect(await system.collateral.balanceOf(keeper)).to.equal(0n);
      await expectBooksToBalance(system);
    });

    it("follows the token's own period and offset", async function () {
      const system = await loadFixture(openedFund);
      const offset = 2n * HOUR + 1_800n;
      const policy = await allowPolicy(system, { period: 8n * HOUR, offset, cooldown: 60n });
      const token = await createToken(system, wad(2), policy);
      await deposit(system, system.bob, 1_000n * system.unit, token);
      await move(system, wad("0.02"));
      // It is past 01:00, the boundaries are 02:30, 10:30 and 18:30.
      const { dueAt } = await token.previewRebalance();
      expect(dueAt % DAY).to.equal(offset);
      await time.increaseTo(dueAt);
      expect((await token.previewRebalance()).reason).to.equal(Reason.Scheduled);
      await token.rebalance();
      expect((await token.previewRebalance()).dueAt).to.equal(dueAt + 8n * HOUR);
    });

    it("is not due while the gap to target is dust", async function () {
      const system = await deployForTest(connection, { market: NO_CARRY });
      await deposit(system, system.alice, 10_000n * system.unit);
      await forward(system, DAY);
      await expectNotDue(system);
      await move(system, wad("0.00001"));
      await expectNotDue(system);
      await move(system, wad("0.001"));
      expect((await system.token.previewRebalance()).reason).to.equal(Reason.Scheduled);
    });

    it("is not due again on the same day", async function () {
      const system = await loadFixture(openedFund);
      await move(system, wad("0.05"));
      await forward(system, DAY);
      await system.token.rebalance();
      await move(system, wad("0.03"));
      await expectNotDue(system);
    });
  });

  describe("for reason Drift", function () {
    for (const [name, leverage, outside, inside] of [
      ["a long above its upper band after a fall", 3, "-0.1112", "-0.111"],
      ["a long below its lower band after a rise", 3, "0.3335", "0.3332"],
      ["a short above its upper band after a rise", -3, "0.0667", "0.0666"],
      ["a short below its lower band after a fall", -3, "-0.1112", "-0.111"],
    ] as const) {
      it(`brings back ${name}, at any time`, async function () {
        const system = await deployForTest(connection, {
          leverage: wad(leverage),
          market: { depth: 0n, takerFeePpm: 500n },
        });
        await deposit(system, system.alice, 10_000n * system.unit);
        const snapshot = await networkHelpers.takeSnapshot();
        await move(system, wad(inside));
        await expectNotDue(system);
        await snapshot.restore();
        await move(system, wad(outside));
        const decision = await system.token.previewRebalance();
        expect(decision.reason).to.equal(Reason.Drift);
        expect(decision.sizeDelta > 0n).to.equal(outside.startsWith("-") ? false : true);
        await system.token.rebalance();
        expectClose(await system.token.leverage(), wad(leverage), 1e-4);
      });
    }

    it("re-opens at target after a liquidation that left money", async function () {
      const system = await loadFixture(openedFund);
      await move(system, wad("-0.316"));
      await system.venue.liquidate(system.market, system.token);
      expect(await system.token.leverage()).to.equal(0n);
      const decision = await system.token.previewRebalance();
      expect(decision.reason).to.equal(Reason.Drift);
      await system.token.rebalance();
      expectClose(await system.token.leverage(), wad(3), 1e-4);
      await deposit(system, system.bob, 1_000n * system.unit);
    });
  });

  describe("for reason Emergency", function () {
    it("pays its caller for the gap it closes, and lands on target after the tip", async function () {
      const system = await loadFixture(openedFund);
      const { token, keeper, collateral } = system;
      await move(system, wad("-0.17"));
      const pending = await nextBlock(system);
      const before = await fundOf(system, token, pending);
      const decision = await token.previewRebalance(pending);
      expect(decision.reason).to.equal(Reason.Emergency);
      await token.connect(keeper).rebalance();
      // 0.3 % of the notional above target, a second's growth aside.
      const gap = (before.size * before.price) / wad(1) - 3n * before.equity;
      const expected = (gap * 3n) / 1_000n / 10n ** 12n;
      expect(decision.tip)
        .to.be.at.least(expected)
        .and.at.most(expected + expected / 100n);
      expect(await collateral.balanceOf(keeper)).to.equal(decision.tip);
      expectClose(await token.leverage(), wad(3), 1e-6);
      await expectBooksToBalance(system);
    });

    it("grows the tip with the age of the price, up to four times", async function () {
      const system = await deployForTest(connection, {
        policy: { tipRate: wad("0.0006") },
      });
      await deposit(system, system.alice, 10_000n * system.unit);
      const { token } = system;
      await move(system, wad("-0.17"));
      const { updatedAt } = await system.feed.latestRoundData();
      const tipAfter = async (seconds: bigint) => {
        await time.increaseTo(updatedAt + seconds);
        return (await token.previewRebalance()).tip;
      };
      const first = await tipAfter(60n);
      expectClose(await tipAfter(660n), (first * 21n) / 11n, 1e-4);
      const most = await tipAfter(1_800n);
      expectClose(most, (first * 40n) / 11n, 1e-4);
      expectClose(await tipAfter(7_200n), most, 1e-4);
    });

    it("never takes more than a hundredth of equity", async function () {
      const system = await loadFixture(openedFund);
      await move(system, wad("-0.25"));
      const { tip } = await system.token.previewRebalance();
      expect(tip).to.equal((await system.token.totalAssets()) / 100n);
    });

    it("caps the tip", async function () {
      const system = await deployForTest(connection);
      await deposit(system, system.alice, 1_000_000n * system.unit);
      await move(system, wad("-0.17"));
      expect((await system.token.previewRebalance()).tip).to.equal(100n * system.unit);
    });

    it("does not wait for the cooldown, and trades up to four times the size", async function () {
      const system = await loadFixture(openedFund);
      const { token, factory, options } = system;
      await factory.setLimits(token, { ...options.limits, maxTrade: 1_000n });
      await move(system, wad("-0.22"));
      await token.rebalance();
      const { price, size } = await fundOf(system);
      const before = (await fundOf(system)).size;
      await token.rebalance();
      expect((await token.state()).phase).to.equal(Phase.Unfinished);
      expect(size).to.equal(before);
      const traded = ((before - (await fundOf(system)).size) * price) / wad(1);
      expect(traded).to.be.above(wad(3_999)).and.at.most(wad(4_000));
    });

    it("pays for a part of the gap a part of the tip", async function () {
      const system = await loadFixture(openedFund);
      const { token, factory, options } = system;
      await move(system, wad("-0.19"));
      const whole = await token.previewRebalance();
      await factory.setLimits(token, { ...options.limits, maxTrade: 1_000n });
      const part = await token.previewRebalance();
      expect(part.complete).to.be.false;
      expectClose(part.tip, (whole.tip * part.sizeDelta) / whole.sizeDelta, 0.01);
    });
  });

  describe("cut into chunks", function () {
    async function unfinished() {
      const system = await openedFund();
      await system.factory.setLimits(system.token, { ...system.options.limits, maxTrade: 1_000n });
      await move(system, wad("0.1"));
      await forward(system, DAY);
      await system.token.rebalance();
      return system;
    }

    it("continues after the cooldown until it is on target, never past it", async function () {
      const system = await loadFixture(unfinished);
      const { token } = system;
      let leverage = await token.leverage();
      let chunks = 1;
      while ((await token.state()).phase === Phase.Unfinished) {
        await time.increase(60n);
        expect((await token.previewRebalance()).reason).to.equal(Reason.Continuation);
        await token.rebalance();
        const now = await token.leverage();
        expect(now).to.be.above(leverage).and.below(wad("3.001"));
        leverage = now;
        chunks += 1;
      }
      // 30,000 of notional at 3x and +10 % is 6,000 to buy, a little less after costs.
      expect(chunks).to.equal(6);
      expectClose(leverage, wad(3), 1e-4);
    });

    it("is not due before the cooldown has passed", async function () {
      const system = await loadFixture(unfinished);
      const { rebalancedAt } = await system.token.state();
      expect(await expectNotDue(system)).to.equal(rebalancedAt + 60n);
      await time.increase(60n);
      expect((await system.token.previewRebalance()).reason).to.equal(Reason.Continuation);
    });

    it("is not mistaken for drift or schedule while it is unfinished", async function () {
      const system = await loadFixture(unfinished);
      await move(system, wad("0.2"));
      await forward(system, 10n);
      await expectNotDue(system);
      await forward(system, DAY);
      expect((await system.token.previewRebalance()).reason).to.equal(Reason.Continuation);
    });

    it("turns into an emergency at once if the price falls", async function () {
      const system = await loadFixture(unfinished);
      await move(system, wad("-0.27"));
      expect((await system.token.previewRebalance()).reason).to.equal(Reason.Emergency);
    });
  });

  describe("cut to fit", function () {
    async function expectCut(system: System) {
      const before = await system.token.leverage();
      const decision = await system.token.previewRebalance();
      expect(decision.action).to.equal(Action.Trade);
      expect(decision.complete).to.be.false;
      await system.token.rebalance();
      const after = await system.token.leverage();
      expect(abs(wad(3) - after)).to.be.below(abs(wad(3) - before));
      expect((await system.token.state()).phase).to.equal(Phase.Unfinished);
    }

    it("keeps to the open-interest cap", async function () {
      const system = await loadFixture(openedFund);
      await move(system, wad("0.1"));
      await forward(system, DAY);
      await system.venue.setOpenInterestCap(system.market, 35_000n);
      await expectCut(system);
      const { long } = await openInterestOf(system);
      expect(long).to.be.at.most(wad(35_000)).and.above(wad(34_999));
      await time.increase(60n);
      await expectBlocked(system, Reason.Continuation, Blocker.Increase);
    });

    it("keeps to what the pool can reserve", async function () {
      const system = await deployForTest(connection, { pool: 35_000n });
      await deposit(system, system.alice, 10_000n * system.unit);
      await move(system, wad("0.05"));
      await forward(system, DAY);
      await expectCut(system);
      const { pool, reserved } = await system.venue.books();
      // What is left is the cost of this very trade, which the pool has earned.
      expect(pool - reserved).to.be.at.most(2n * system.unit);
    });

    it("keeps to its slippage", async function () {
      const system = await deployForTest(connection, {
        market: { depth: 1_000_000n, openInterestCap: 100_000n, ...NO_CARRY },
        policy: { maxSlippage: wad("0.031"), emergencySlippage: wad("0.05") },
      });
      await deposit(system, system.alice, 10_000n * system.unit);
      await move(system, wad("0.05"));
      await forward(system, DAY);
      const before = await fundOf(system);
      const { maxCost, sizeDelta } = await system.token.previewRebalance();
      await expectCut(system);
      const cost = chargedFor(system, before.curve, sizeDelta, before.price);
      const notional = (sizeDelta * before.price) / wad(1);
      expectClose(cost * 10n ** 12n, (notional * 31n) / 1_000n, 1e-6);
      expect(maxCost - cost)
        .to.be.at.least(0n)
        .and.at.most(1n);
    });
  });

  it("happens at most once per block", async function () {
    const system = await loadFixture(openedFund);
    const { token, keeper, bob } = system;
    await system.factory.setLimits(token, { ...system.options.limits, maxTrade: 1_000n });
    await move(system, wad("-0.19"));
    const [first, second] = await inOneBlock(system, async () => [
      await token.connect(keeper).rebalance({ gasLimit: 1_000_000n }),
      await token.connect(bob).rebalance({ gasLimit: 1_000_000n }),
    ]);
    await expect(first).to.emit(token, "Rebalanced");
    await expect(second).to.be.revertedWithCustomError(token, "LeveragedToken_NotDue");
    expect(first!.blockNumber ?? 0).to.equal(second!.blockNumber ?? 0);
  });

  it("is not due in an empty fund", async function () {
    const system = await deployForTest(connection);
    await forward(system, DAY);
    await expectNotDue(system);
  });

  it("settles a fund whose equity is gone", async function () {
    const system = await loadFixture(openedFund);
    await move(system, wad("-0.334"));
    expect((await system.token.previewRebalance()).action).to.equal(Action.Settle);
    await expect(system.token.rebalance()).to.emit(system.token, "Settled");
  });

  it("is refused once settled", async function () {
    const system = await loadFixture(openedFund);
    await system.factory.windDown(system.token, 0n);
    expect((await system.token.previewRebalance()).action).to.equal(Action.None);
    await expectRefusal(system, () => system.token.rebalance(), system.token, "LeveragedToken_Settled");
  });

  it("takes note of a halted market, for ten minutes at a time", async function () {
    const system = await loadFixture(openedFund);
    await move(system, wad("-0.2"));
    await system.venue.setScenario(system.market, true, false, 0n);
    await expectBlocked(system, Reason.Emergency, Blocker.Halted);
    await time.increase(600n);
    await expectBlocked(system, Reason.Emergency, Blocker.Halted);
  });

  it("is not due at a halted market where it would not be at a live one", async function () {
    const system = await loadFixture(openedFund);
    await system.venue.setScenario(system.market, true, false, 0n);
    await expectNotDue(system);
  });

  it("is refused on an invalid price", async function () {
    const system = await loadFixture(openedFund);
    await system.feed.setAnswer(0n);
    const values = [0n];
    await expectRefusal(system, () => system.token.rebalance(), system.oracle, "PriceOracle_InvalidAnswer", values);
  });

  it("takes note of a fill that the venue rejects, and is due again a minute later", async function () {
    const system = await loadFixture(openedFund);
    const { token, venue, market } = system;
    await move(system, wad("-0.2"));
    const { size } = await fundOf(system);
    await venue.setScenario(market, false, true, 0n);
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    expect((await fundOf(system)).size).to.equal(size);
    const at = BigInt(await time.latest());
    const { action, blocker, dueAt } = await token.previewRebalance();
    expect([action, blocker, dueAt]).to.deep.equal([Action.Blocked, Blocker.Refused, at + 60n]);
    const values = [Blocker.Refused, at, at + 60n];
    await expectRefusal(system, () => token.rebalance(), token, "LeveragedToken_Blocked", values);
    await venue.setScenario(market, false, false, 0n);
    await time.increaseTo(at + 60n);
    await expect(token.rebalance()).to.emit(token, "Rebalanced");
    expect((await token.reading()).rebalancing.blockedSince).to.equal(0n);
  });

  async function openInterestOf(system: System) {
    const { price, size } = await fundOf(system);
    return { long: (size * price) / wad(1) };
  }
});
