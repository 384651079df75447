import { expect } from "chai";
import { forward, move } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { DAY, wad } from "../../support/numbers.js";
import { deployWithSdk } from "../../support/sdk.js";
import * as sdk from "../../../src/sdk/index.js";

const connection = await connect();
const { networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

/** {s} Between two reports of one trade. */
const PERIOD = 600n;

describe("sdk: a rebalance that is blocked", function () {
  /** A day later with the price moved and the market halted: a rebalance is due and cannot be done. */
  async function halted() {
    const system = await deployWithSdk(connection);
    await forward(system, DAY);
    await move(system, wad("0.02"));
    await system.venue.setScenario(system.market, true, false, 0);
    return system;
  }

  /** The same, after somebody has called `rebalance()`. */
  async function reported() {
    const system = await halted();
    const prepared = await sdk.prepareRebalance(system.sdk, "BTC3L");
    if (prepared.status !== "due") return expect.fail(`it is ${prepared.status}`);
    const { outcome } = await sdk.execute(prepared, await system.wallet(system.keeper));
    return { ...system, outcome, since: BigInt(await time.latest()) };
  }

  it("is due, since a call takes note of it, and has a decision that says what blocks it", async function () {
    const { sdk: system } = await loadFixture(halted);
    const { decision, blockedSince, bands } = await sdk.readToken(system, "BTC3L");
    expect(decision).to.include({ action: "Blocked", reason: "Scheduled", blocker: "Halted" });
    expect(sdk.isDue(decision, BigInt(await time.latest()))).to.be.true;
    expect(blockedSince).to.equal(0n);
    expect(bands).to.include({ period: DAY, upperBand: wad(4) / 3n });
  });

  it("has that call say since when, and is not due again for ten minutes", async function () {
    const { sdk: system, outcome, since } = await loadFixture(reported);
    expect(outcome).to.deep.equal({ action: "Blocked", blocker: "Halted", since });
    const waiting = await sdk.prepareRebalance(system, "BTC3L");
    expect(waiting).to.deep.equal({
      status: "blocked",
      token: "BTC3L",
      blocker: "Halted",
      since,
      dueAt: since + PERIOD,
    });
    const [token] = (await sdk.watchTokens(system)).tokens;
    expect(token?.blockedSince).to.equal(since);
    expect(sdk.isDue(token!.decision, since + PERIOD - 1n)).to.be.false;
    expect(sdk.isDue(token!.decision, since + PERIOD)).to.be.true;
    await time.increaseTo(since + PERIOD);
    expect((await sdk.prepareRebalance(system, "BTC3L")).status).to.equal("due");
  });

  it("is refused meanwhile in words that say what blocks it, since when and when to try again", async function () {
    const { token } = await loadFixture(reported);
    const error: unknown = await token.rebalance.staticCall().catch((thrown: unknown) => thrown);
    const decoded = sdk.decodeError(error, { token: "BTC3L" });
    expect(decoded).to.be.instanceOf(sdk.BlockedError);
    expect(decoded.message).to.match(
      /^The rebalance of BTC3L is blocked since [-0-9: ]+ UTC, because its market takes no trades: try again after [-0-9: ]+ UTC\.$/,
    );
  });

  it("is in the token's history, which goes on once it is done, and has no part in its NAV's path", async function () {
    const { sdk: system, venue, market, token, keeper, since } = await loadFixture(reported);
    await venue.setScenario(market, false, false, 0);
    await token.connect(keeper).rebalance();
    const [blocked, done] = (await sdk.readHistory(system, "BTC3L")).slice(-2);
    expect(blocked).to.include({ kind: "blocked", reason: "Scheduled", blocker: "Halted", since, timestamp: since });
    expect(done).to.include({ kind: "rebalance", reason: "Scheduled" });
    const path = await sdk.readNavPath(system, "BTC3L");
    expect(path.map(({ timestamp }) => timestamp)).not.to.include(since);
    expect((await sdk.readToken(system, "BTC3L")).blockedSince).to.equal(0n);
  });
});
