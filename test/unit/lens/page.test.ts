import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, move } from "../../support/actions.js";
import { expectClose } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { DAY, wad, WAD } from "../../support/numbers.js";
import { marketOf } from "../../support/options.js";
import { Action, Health } from "../../support/outcomes.js";
import { createToken, deployFeed, deployForTest } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("LeveragedTokenLens: page", function () {
  async function withLens() {
    const system = await deployForTest(connection);
    const lens = await ethers.deployContract("LeveragedTokenLens");
    await deposit(system, system.alice, 1_000n * system.unit);
    return { ...system, lens };
  }

  it("shows what the token itself says", async function () {
    const system = await loadFixture(withLens);
    const { lens, token, venue, market, oracle, policy, collateral, options, unit } = system;
    await move(system, wad("0.05"));
    const shown = await lens.viewToken(token);
    const fund = await fundOf(system);
    expect(shown.health).to.equal(Health.Live);
    expect(shown.price).to.equal(fund.price);
    expect(shown.priceUpdatedAt).to.equal((await system.feed.latestRoundData()).updatedAt);
    expect(shown.nav).to.equal(await token.nav());
    expect(shown.leverage).to.equal(await token.leverage());
    expect(shown.size).to.equal(fund.size);
    expect(shown.unitsPerToken).to.equal((fund.size * WAD) / fund.supply);
    expect(shown.equity).to.equal(await token.totalAssets());
    expect(shown.supply).to.equal(await token.effectiveSupply());
    expect(shown.totalSupply).to.equal(await token.totalSupply());
    expect(shown.maxDeposit).to.equal(await token.maxDeposit(ethers.ZeroAddress));
    expect(shown.liquidationPrice).to.equal(await venue.liquidationPrice(market, token));
    expect(shown.decision).to.deep.equal(await token.previewRebalance());
    const { terms } = shown;
    expect(terms.token).to.equal(token);
    expect(terms.symbol).to.equal("BTC3L");
    expect(terms.name).to.equal("BTC 3x Long");
    expect(terms.market).to.equal(market);
    expect(terms.venue).to.equal(venue);
    expect(terms.oracle).to.equal(oracle);
    expect(terms.collateral).to.equal(collateral);
    expect(terms.collateralDecimals).to.equal(6n);
    expect(terms.targetLeverage).to.equal(wad(3));
    expect(terms.maximumLeverage).to.equal(wad(20));
    expect(terms.takerFee).to.equal(wad("0.0005"));
    expect(terms.maxPriceAge).to.equal(options.maxAge);
    expect(terms.virtualShares).to.equal(WAD / unit);
    expect(terms.account).to.equal(venue);
    expect(terms.policy).to.equal(policy);
    expect(terms.bands).to.deep.equal(await policy.parameters());
    expect(terms.rebalancing).to.deep.equal((await token.reading()).rebalancing);
    expect(terms.limits).to.deep.equal(await token.limits());
    expect(terms.state).to.deep.equal(await token.state());
  });

  it("shows an empty fund", async function () {
    const system = await deployForTest(connection);
    const lens = await ethers.deployContract("LeveragedTokenLens");
    const shown = await lens.viewToken(system.token);
    expect(shown.health).to.equal(Health.Live);
    expect(shown.nav).to.equal(wad(1));
    const nothing = [
      shown.leverage,
      shown.size,
      shown.unitsPerToken,
      shown.equity,
      shown.lowerTrigger,
      shown.upperTrigger,
    ];
    expect(nothing.every((value) => value === 0n)).to.be.true;
    expect(shown.liquidationPrice).to.equal(0n);
    expect(shown.decision.action).to.equal(Action.None);
  });

  it("shows live, halted, price-less, wiped-out and settled tokens in one call", async function () {
    const system = await loadFixture(withLens);
    const { lens, venue, factory, alice, unit, options } = system;
    const tokens: Record<string, typeof system.token> = { live: system.token };
    const markets: Record<string, string> = {};
    const feeds: Record<string, typeof system.feed> = {};
    for (const name of ["halted", "dead", "crashed", "settled"]) {
      const { feed, oracle } = await deployFeed(connection, options);
      const market = ethers.encodeBytes32String(name);
      await venue.listMarket(market, { oracle, ...marketOf(options.market, unit) });
      await factory.allowMarket(venue, market, name.toUpperCase());
      const token = await createToken({ ...system, market }, wad(3));
      await deposit(system, alice, 1_000n * unit, token);
      [tokens[name], markets[name], feeds[name]] = [token, market, feed];
    }
    await venue.setScenario(markets["halted"]!, true, false, 0n);
    await feeds["dead"]!.setFailing(true);
    await feeds["crashed"]!.setAnswer(33_000n * 10n ** 8n);
    await factory.windDown(tokens["settled"]!, 0n);

    const [views, timestamp] = await lens.page(factory, 0n, 100n);
    expect(timestamp).to.equal(BigInt(await time.latest()));
    expect(views.map((shown) => shown.terms.symbol)).to.deep.equal([
      "BTC3L",
      "HALTED3L",
      "DEAD3L",
      "CRASHED3L",
      "SETTLED3L",
    ]);
    const [live, halted, dead, crashed, settled] = views;
    expect(live!.health).to.equal(Health.Live);
    expect(live!.decision.dueAt).to.be.above(timestamp);

    expect(halted!.health).to.equal(Health.VenueHalted);
    expectClose(halted!.nav, wad(1), 1e-4);
    expect(halted!.maxDeposit).to.equal(0n);
    expect(halted!.decision.action).to.equal(Action.None); // nothing is due

    expect(dead!.health).to.equal(Health.PriceInvalid);
    expect([dead!.price, dead!.nav, dead!.equity]).to.deep.equal([0n, 0n, 0n]);
    expect(dead!.totalSupply).to.be.above(0n);

    expect(crashed!.health).to.equal(Health.WipedOut);
    expect([crashed!.nav, crashed!.equity, crashed!.leverage]).to.deep.equal([0n, 0n, 0n]);
    expect(crashed!.decision.action).to.equal(Action.Settle);

    expect(settled!.health).to.equal(Health.Settled);
    expect(settled!.equity).to.equal(await tokens["settled"]!.settledAssets());
    expect(settled!.nav).to.equal(await tokens["settled"]!.nav());

    const [page] = await lens.page(factory, 1n, 2n);
    expect(page.map((shown) => shown.terms.symbol)).to.deep.equal(["HALTED3L", "DEAD3L"]);
  });

  it("shows what is due", async function () {
    const system = await loadFixture(withLens);
    const { lens, token } = system;
    await move(system, wad("-0.2"));
    await time.increase(DAY / 24n);
    const shown = await lens.viewToken(token);
    expect(shown.decision.action).to.equal(Action.Trade);
    expect(shown.decision.tip).to.be.above(0n);
  });
});
