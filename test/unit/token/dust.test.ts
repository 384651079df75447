import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, redeem } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { Action, Phase } from "../../support/outcomes.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();

// A few units of collateral must not be enough to close a token for good, or to keep others out.
describe("LeveragedToken: dust", function () {
  for (const decimals of [6, 8, 18]) {
    for (const amount of [3n, 500n]) {
      it(`of ${amount.toString()} units at ${String(decimals)} decimals neither settles the fund nor keeps anyone out`, async function () {
        const system = await deployForTest(connection, { decimals });
        const { token, alice, bob, unit } = system;
        await deposit(system, alice, amount);
        const shares = await token.balanceOf(alice);
        // What pays nothing cannot be redeemed.
        if (amount === 3n) expect(await token.maxRedeem(alice)).to.equal(0n);
        else await redeem(system, alice, shares - 1n);
        for (const change of ["-0.1", "-0.3", "-0.5"]) {
          await move(system, wad(change));
          await forward(system, DAY);
          expect((await token.previewRebalance()).action).to.equal(Action.None);
          await expect(token.rebalance()).to.be.revertedWithCustomError(token, "LeveragedToken_NotDue");
          await expect(token.settle()).to.be.revertedWithCustomError(token, "LeveragedToken_NotSettleable");
        }
        await deposit(system, bob, 1_000n * unit);
        expect((await token.state()).phase).to.equal(Phase.Active);
        expectClose(await token.leverage(), wad(3), 1e-5);
        await forward(system, DAY);
        await move(system, wad("0.02"));
        await token.rebalance();
        await redeem(system, bob);
        expect(await system.collateral.balanceOf(bob)).to.be.above(1_040n * unit);
        await expectBooksToBalance(system);
      });
    }
  }

  it("left behind by the last but one holder is worth nothing, and costs those who come later nothing", async function () {
    const system = await deployForTest(connection);
    const { token, alice, bob, carol, collateral, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    await token.connect(alice).transfer(bob, 1n);
    await redeem(system, alice);
    await move(system, wad("-0.1"));
    const call = () => redeem(system, bob);
    await expectRefusal(system, call, token, "OrderMath_CostAboveValue", [0n, 0n]);
    await deposit(system, carol, 1_000n * unit);
    await redeem(system, carol);
    // Twice 0.1 %, and twice 0.05 % of about four times that.
    expectClose(await collateral.balanceOf(carol), 994n * unit, 0.001);
    await expectBooksToBalance(system);
  });

  it("with a position that the price has wiped out pays nothing, and burns no shares for it", async function () {
    const system = await deployForTest(connection);
    const { token, alice } = system;
    await deposit(system, alice, 500n);
    await move(system, wad("-0.4"));
    expect(await token.totalAssets()).to.equal(0n);
    expect(await token.maxRedeem(alice)).to.equal(0n);
    const paysNothing = (cost: bigint) => cost >= 0n;
    const call = () => redeem(system, alice);
    await expectRefusal(system, call, token, "OrderMath_CostAboveValue", [0n, paysNothing]);
  });

  it("says the truth in its events when a spent position was closed on the way", async function () {
    const system = await deployForTest(connection);
    const { token, alice, bob, venue, market, unit } = system;
    await deposit(system, alice, 500n);
    await move(system, wad("-0.4"));
    const transaction = await deposit(system, bob, 1_000n * unit);
    const { size } = await venue.account(market, token);
    const [event] = await token.queryFilter(token.filters.Subscribed, (await transaction.wait())!.blockNumber);
    expect(event!.args.size).to.equal(size);
  });
});
