import { expect } from "chai";
import { deposit, forward, move, redeem, setPrice } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance, expectClose } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { DAY, HOUR, wad, WAD } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import { Action, Blocker, Phase, Reason } from "../../support/outcomes.js";
import { deployForTest, type System } from "../../support/system.js";
import { NO_CARRY, openAccount, sizeFor } from "../../support/venue.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

// A position wins at most what the venue has reserved for it, the notional it was marked at. A fund that is always on
// target never trades, so somebody has to mark it anew before that is used up.
describe("LeveragedToken: rebalance of a fund on target whose profit uses up its reserve", function () {
  async function oneX() {
    const system = await deployForTest(connection, { ...COSTS_OFF, leverage: wad(1) });
    await deposit(system, system.alice, 1_000n * system.unit);
    return system;
  }

  async function expectNotDue({ token }: System) {
    expect((await token.previewRebalance()).action).to.equal(Action.None);
    await expect(token.rebalance()).to.be.revertedWithCustomError(token, "LeveragedToken_NotDue");
  }

  it("only marks the account anew, once that doubles what the fund may still win", async function () {
    const system = await loadFixture(oneX);
    const { token, venue, market } = system;
    await move(system, wad("0.33"));
    await forward(system, DAY);
    await expectNotDue(system);
    await move(system, wad("0.01"));
    const { action, reason, complete, sizeDelta, tip } = await token.previewRebalance();
    expect([action, reason, complete]).to.deep.equal([Action.Trade, Reason.Marking, true]);
    expect([sizeDelta, tip]).to.deep.equal([0n, 0n]);
    const before = await fundOf(system);
    await expect(token.rebalance()).to.emit(token, "Rebalanced");
    const after = await fundOf(system);
    expect(after.size).to.equal(before.size);
    expect(after.equityDown).to.equal(before.equityDown);
    const { margin, reserve } = await venue.account(market, token);
    expect(margin).to.equal(after.equityDown);
    expectClose(reserve, (after.size * after.price) / 10n ** 30n, 1e-6);
    expect((await token.state()).phase).to.equal(Phase.Active);
    await forward(system, DAY);
    await expectNotDue(system);
  });

  it("does not wait for the day to be over: a day may double the price", async function () {
    const system = await loadFixture(oneX);
    const { token } = system;
    for (let i = 0; i < 2; i++) {
      await move(system, wad("0.4"));
      await forward(system, HOUR);
      expect((await token.previewRebalance()).reason).to.equal(Reason.Marking);
      await token.rebalance();
    }
    expectClose(await token.nav(), wad("1.96"), 1e-6);
  });

  it("leaves a scheduled rebalance that skew blocks where it was: due as soon as the skew has gone", async function () {
    const system = await deployForTest(connection, { leverage: wad(2), pool: 400_000_000n, market: NO_CARRY });
    const { token, alice, market, options, unit } = system;
    await deposit(system, alice, 1_000_000n * unit);
    const trader = await openAccount(system, 40_000_000n * unit, sizeFor(60_000_000n, options.price));
    await move(system, wad("0.36"));
    await forward(system, DAY);
    // Buying costs 8 %, of which 1 % is allowed; and the position has won more than a third of its notional.
    expect((await token.previewRebalance()).reason).to.equal(Reason.Marking);
    await token.rebalance();
    const { action, reason, blocker } = await token.previewRebalance();
    expect([action, reason, blocker]).to.deep.equal([Action.Blocked, Reason.Scheduled, Blocker.Cost]);
    await trader.trade(market, -sizeFor(60_000_000n, options.price), 0n);
    await token.rebalance();
    expectClose(await token.leverage(), wad(2), 1e-3);
  });

  for (const [leverage, nav, real] of [
    ["1", "3", "1"],
    ["1.5", "4", "1.125"],
  ] as const) {
    it(`gives ${leverage}x all that a price wins which triples within a day, in four rounds`, async function () {
      const system = await deployForTest(connection, { ...COSTS_OFF, leverage: wad(leverage) });
      const { token, alice, unit } = system;
      await deposit(system, alice, 1_000n * unit);
      for (const price of [70_000n, 90_000n, 120_000n, 150_000n]) {
        await setPrice(system, price * WAD);
        await forward(system, 4n * HOUR);
        const { action, reason } = await token.previewRebalance();
        if (action === Action.Trade) await token.rebalance();
        expect([Reason.None, Reason.Marking]).to.include(reason);
      }
      expectClose(await token.nav(), wad(nav), 1e-6);
      expectClose(await token.leverage(), wad(real), 1e-6);
    });
  }

  it("lets a fund of 1x follow the coin to many times its price", async function () {
    const system = await loadFixture(oneX);
    const { token, alice, collateral } = system;
    for (let i = 0; i < 8; i++) {
      await move(system, wad("0.5"));
      await forward(system, DAY);
      if ((await token.previewRebalance()).action === Action.Trade) await token.rebalance();
    }
    const factor = BigInt(Math.round(1.5 ** 8 * 1e9));
    expectClose(await token.nav(), factor * 10n ** 9n, 1e-6);
    await redeem(system, alice);
    expectClose(await collateral.balanceOf(alice), factor, 1e-6);
    await expectBooksToBalance(system);
  });
});
