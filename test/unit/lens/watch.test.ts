import { expect } from "chai";
import { deposit, forward, move } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { DAY, wad } from "../../support/numbers.js";
import { Action, Blocker, Health, Phase, Reason } from "../../support/outcomes.js";
import { addMarket, addMarkets } from "../../support/upkeep.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("LeveragedTokenLens: watch", function () {
  async function withLens() {
    const system = await deployForTest(connection);
    const lens = await ethers.deployContract("LeveragedTokenLens");
    await deposit(system, system.alice, 1_000n * system.unit);
    return { ...system, lens };
  }

  it("shows of a token what the full view shows, and when it was last rebalanced", async function () {
    const system = await loadFixture(withLens);
    const { lens, token } = system;
    await forward(system, DAY);
    await move(system, wad("0.02"));
    await token.rebalance();
    for (const change of ["0.05", "-0.2", "-0.5"]) {
      await move(system, wad(change));
      await time.increase(600n);
      const [full, watched] = [await lens.viewToken(token), await lens.watchToken(token)];
      expect(watched.token).to.equal(token);
      expect(watched.phase).to.equal(full.terms.state.phase);
      expect(watched.rebalancedAt).to.equal(full.terms.state.rebalancedAt);
      expect(watched.targetLeverage).to.equal(full.terms.targetLeverage);
      for (const key of [
        "health",
        "price",
        "priceUpdatedAt",
        "nav",
        "leverage",
        "lowerTrigger",
        "upperTrigger",
        "emergencyTrigger",
      ] as const) {
        expect(watched[key], `${key} at ${change}`).to.equal(full[key]);
      }
      expect(watched.decision).to.deep.equal(full.decision);
    }
  });

  it("shows an emergency with its tip, and the chunks that follow", async function () {
    const system = await loadFixture(withLens);
    const { lens, token, factory, alice, unit } = system;
    await deposit(system, alice, 9_000n * unit);
    await factory.setLimits(token, { capacity: 100_000n, maxTrade: 1_000n });
    await move(system, wad("-0.2"));
    const before = await lens.watchToken(token);
    expect(before.decision.reason).to.equal(Reason.Emergency);
    expect(before.decision.tip).to.be.above(0n);
    expect(before.phase).to.equal(Phase.Active);
    await token.rebalance();
    expect((await lens.watchToken(token)).phase).to.equal(Phase.Unfinished);
  });

  it("shows what blocks a trade, and since when once somebody has taken note of it", async function () {
    const system = await loadFixture(withLens);
    const { lens, venue, market, token } = system;
    await move(system, wad("-0.2"));
    await venue.setScenario(market, true, false, 0n);
    const before = await lens.watchToken(token);
    expect([before.decision.action, before.decision.blocker]).to.deep.equal([Action.Blocked, Blocker.Halted]);
    expect(before.blockedSince).to.equal(0n);
    await token.rebalance();
    const since = BigInt(await time.latest());
    const after = await lens.watchToken(token);
    expect([after.blockedSince, after.decision.dueAt]).to.deep.equal([since, since + 600n]);
  });

  it("marks halted, price-less, wiped-out and settled tokens and goes on to the next, whatever an oracle does", async function () {
    const system = await loadFixture(withLens);
    const { lens, venue, factory, token } = system;
    const markets = await addMarkets(system, 6);
    const [halted, dead, burning, bomb, crashed, settled] = markets;
    await venue.setScenario(halted!.market, true, false, 0n);
    await dead!.oracle.setFault(2n, "0x", 0n);
    await burning!.oracle.setFault(1n, "0x", 0n);
    await bomb!.oracle.setFault(2n, "0x12345678", 30_000n);
    await crashed!.oracle.setPrice(wad(50));
    await factory.windDown(settled!.token, 0n);
    const last = await addMarket(system, "LAST");

    const [views, timestamp, count] = await lens.watch(factory, 0n, 100n);
    expect(timestamp).to.equal(BigInt(await time.latest()));
    expect(count).to.equal(8n);
    const expected = [token, ...markets.map((market) => market.token), last.token];
    expect(views.map((view) => view.token)).to.deep.equal(await Promise.all(expected.map((each) => each.getAddress())));
    const { Live, VenueHalted, PriceInvalid, WipedOut, Settled } = Health;
    expect(views.map((view) => view.health)).to.deep.equal([
      Live,
      VenueHalted,
      PriceInvalid,
      PriceInvalid,
      PriceInvalid,
      WipedOut,
      Settled,
      Live,
    ]);
    for (const view of [views[2]!, views[3]!, views[4]!]) {
      expect([view.price, view.nav, view.leverage, view.decision.action]).to.deep.equal([0n, 0n, 0n, Action.None]);
      expect([view.targetLeverage, view.phase]).to.deep.equal([wad(3), Phase.Active]);
      expect(view.rebalancedAt).to.be.above(0n);
    }
    expect(views[5]!.decision.action).to.equal(Action.Settle);
    expect(views[6]!.nav).to.equal(await settled!.token.nav());
    await expect(lens.watchToken(dead!.token)).to.revert(ethers);
  });

  it("pages in the registry's order", async function () {
    const system = await loadFixture(withLens);
    const { lens, factory } = system;
    const markets = await addMarkets(system, 3);
    const [page, , count] = await lens.watch(factory, 1n, 2n);
    expect(page.map((view) => view.token)).to.deep.equal([markets[0]!.token.target, markets[1]!.token.target]);
    expect(count).to.equal(4n);
    const [beyond] = await lens.watch(factory, 4n, 2n);
    expect(beyond).to.deep.equal([]);
  });

  it("ends a page early rather than say that a token has no price for lack of gas", async function () {
    const system = await loadFixture(withLens);
    const { lens, factory } = system;
    await addMarkets(system, 5);
    const seen = new Set<number>();
    for (let gasLimit = 800_000n; gasLimit <= 1_600_000n; gasLimit += 50_000n) {
      const [views] = await lens.watch(factory, 0n, 100n, { gasLimit });
      expect(views.every((view) => view.health === Health.Live)).to.be.true;
      seen.add(views.length);
    }
    expect(Math.min(...seen)).to.be.below(6);
    expect(Math.max(...seen)).to.equal(6);
  });
});
