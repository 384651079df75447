import { expect } from "chai";
import { deposit, forward, move, nextBlock, outlast, redeem } from "../support/actions.js";
import { connect } from "../support/connect.js";
import { expectClose } from "../support/expectations.js";
import { DAY, wad } from "../support/numbers.js";
import { Phase, Reason } from "../support/outcomes.js";
import { deployForTest } from "../support/system.js";
import { deploySmallVenue, tokenAt } from "../support/venues/testVenues.js";

const connection = await connect();
const { networkHelpers } = connection;

describe("A token at the example's venue", function () {
  async function tokenAtSmallVenue() {
    const system = await deployForTest(connection);
    return tokenAt(system, await deploySmallVenue(system));
  }

  it("mints, rebalances and redeems, and all money is where the figures say", async function () {
    const system = await networkHelpers.loadFixture(tokenAtSmallVenue);
    const { token, account, front, market, alice, keeper, collateral, unit } = system;
    await deposit(system, alice, 10_000n * unit);
    expectClose(await token.leverage(), wad(3), 1e-6);
    const opened = await token.totalAssets();
    // Three times 0.05 % of what is left after it.
    expect(opened).to.equal(9_985_022_466n);

    await move(system, wad("0.05"));
    expectClose(await token.totalAssets(), (opened * 115n) / 100n, 1e-6);
    await forward(system, DAY);
    const before = await account.position(market, token);
    const { reason, sizeDelta } = await token.previewRebalance();
    expect(reason).to.equal(Reason.Scheduled);
    await expect(token.connect(keeper).rebalance()).to.emit(token, "Rebalanced");
    expectClose(await token.leverage(), wad(3), 1e-6);
    const after = await account.position(market, token);
    expect(after.size).to.equal(before.size + sizeDelta);

    const shares = await token.balanceOf(alice);
    const pending = await nextBlock(system);
    const promised = await token.previewRedeem(shares, pending);
    await redeem(system, alice);
    expect(await collateral.balanceOf(alice)).to.equal(promised);
    const { size, equity } = await account.position(market, token);
    expect([size, equity]).to.deep.equal([0n, 0n]);
    expect(await collateral.balanceOf(front)).to.equal((await front.house()) + 50_000_000n * unit);
  });

  it("settles at the last price after its oracle was dead for three days", async function () {
    const system = await networkHelpers.loadFixture(tokenAtSmallVenue);
    const { token, front, market, feed, alice, unit } = system;
    await deposit(system, alice, 10_000n * unit);
    const assets = await token.totalAssets();
    await feed.setAnswer(0n);
    await expect(token.settle()).to.be.revertedWithCustomError(front, "FuturesVenue_OutageTooShort");
    await outlast({ connection, venue: front, market });
    await token.settle();
    expect((await token.state()).phase).to.equal(Phase.Settled);
    expect(await token.settledAssets()).to.equal(assets);
  });

  it("settles at the price of its last trade where no round can be read any more", async function () {
    const system = await networkHelpers.loadFixture(tokenAtSmallVenue);
    const { token, front, market, feed, account, alice, unit } = system;
    await deposit(system, alice, 10_000n * unit);
    const assets = await token.totalAssets();
    await move(system, wad("0.05"));
    await feed.setFailing(true);
    await outlast({ connection, venue: front, market });
    await token.settle();
    expect(await token.settledAssets()).to.equal(assets);
    await feed.setFailing(false);
    await expect(account.position(market, token)).to.be.revertedWithCustomError(front, "FuturesVenue_NoClosingPrice");
  });

  it("searches for its last price in several calls where one is too short", async function () {
    const system = await networkHelpers.loadFixture(tokenAtSmallVenue);
    const { token, front, market, feed, alice, unit } = system;
    await deposit(system, alice, 10_000n * unit);
    const assets = await token.totalAssets();
    for (let i = 0; i < 70; i++) await feed.setAnswer(0n);
    await outlast({ connection, venue: front, market });
    await expect(token.settle()).to.be.revertedWithCustomError(front, "FuturesVenue_ExpiryUnfinished");
    await front.expire(market, 60n);
    await expect(front.expire(market, 60n)).to.emit(front, "MarketExpired");
    await token.settle();
    expect(await token.settledAssets()).to.equal(assets);
  });
});
