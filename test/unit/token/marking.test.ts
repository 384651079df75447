import { expect } from "chai";
import type { DecisionStruct } from "../../../types/ethers-contracts/contracts/LeveragedToken.js";
import { deposit, forward, move, redeem } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance, expectClose } from "../../support/expectations.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import { Action, Reason } from "../../support/outcomes.js";
import { COSTS_OFF } from "../../support/options.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();

function expectMarking({ action, reason, sizeDelta, complete }: DecisionStruct): void {
  expect({ action, reason, sizeDelta, complete }).to.deep.equal({
    action: Action.Trade,
    reason: Reason.Scheduled,
    sizeDelta: 0n,
    complete: true,
  });
}

// A position wins at most what the venue has reserved for it, the notional it was marked at. A fund that is always on
// target never trades, so somebody has to mark it anew before that is used up.
describe("LeveragedToken: marking a quiet fund anew", function () {
  it("keeps 1x equal to the coin through a tenfold rise, with a call a day and no trade", async function () {
    const system = await deployForTest(connection, { ...COSTS_OFF, leverage: wad(1) });
    const { token, alice, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    let marked = 0;
    let factor = 1;
    for (let day = 0; day < 10; ++day) {
      await move(system, wad("0.26"));
      factor *= 1.26;
      await forward(system, DAY);
      const decision = await token.previewRebalance();
      if (decision.action === Action.None) continue;
      expectMarking(decision);
      await token.rebalance();
      marked += 1;
    }
    expect(marked).to.be.above(2);
    expect(factor).to.be.above(10);
    expectClose(await token.nav(), wad(factor.toFixed(12)), 1e-6);
    await redeem(system, alice);
    expectClose(await system.collateral.balanceOf(alice), BigInt(Math.round(factor * 1e9)), 1e-6);
    await expectBooksToBalance(system);
  });

  it("is not due while most of the reserve is left, nor before the day is over", async function () {
    const system = await deployForTest(connection, { ...COSTS_OFF, leverage: wad(1) });
    const { token, alice, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    await move(system, wad("0.3"));
    await forward(system, DAY);
    expect((await token.previewRebalance()).action).to.equal(Action.None);
    await move(system, wad("0.1"));
    expectMarking(await token.previewRebalance());
    await token.rebalance();
    await move(system, wad("0.4"));
    await forward(system, HOUR);
    await expect(token.rebalance()).to.be.revertedWithCustomError(token, "LeveragedToken_NotDue");
  });
});
