import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, redeem } from "../../support/actions.js";
import { expectBooksToBalance, expectClose } from "../../support/expectations.js";
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
        if (shares > 1n) await redeem(system, alice, shares - 1n);
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
        if ((await token.balanceOf(alice)) > 0n) await redeem(system, alice);
        expect((await system.venue.account(system.market, token)).size).to.equal(0n);
        await expectBooksToBalance(system);
      });
    }
  }

  it("left behind by the last but one holder keeps nobody from leaving", async function () {
    const system = await deployForTest(connection);
    const { token, alice, bob, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    await token.connect(alice).transfer(bob, 1n);
    await redeem(system, alice);
    await move(system, wad("-0.2"));
    await redeem(system, bob);
    expect(await token.totalSupply()).to.equal(0n);
    expect(await token.totalAssets()).to.equal(0n);
    expect((await system.venue.account(system.market, token)).size).to.equal(0n);
    await expectBooksToBalance(system);
  });

  it("with a position that the price has wiped out still lets its holder leave", async function () {
    const system = await deployForTest(connection);
    const { token, alice } = system;
    await deposit(system, alice, 500n);
    await move(system, wad("-0.4"));
    expect(await token.totalAssets()).to.equal(0n);
    expect(await token.maxRedeem(alice)).to.equal(await token.balanceOf(alice));
    await redeem(system, alice, (await token.balanceOf(alice)) / 2n);
    await redeem(system, alice);
    expect(await token.totalSupply()).to.equal(0n);
    await expectBooksToBalance(system);
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
