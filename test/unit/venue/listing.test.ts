import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { expectRefusal } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { marketOf, type Market } from "../../support/options.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

const ETH = ethers.encodeBytes32String("ETH");

describe("MockFuturesVenue: listing and scenario", function () {
  async function fixture() {
    return deployForTest(connection);
  }

  it("lists a market whose terms are fixed for good", async function () {
    const system = await loadFixture(fixture);
    const { venue, oracle, unit } = system;
    const config = { oracle, ...marketOf({ takerFeePpm: 700n, initialMarginPpm: 100_000n }, unit) };
    await expect(venue.listMarket(ETH, config)).to.emit(venue, "MarketListed");
    const terms = await venue.terms(ETH);
    expect(terms.oracle).to.equal(oracle);
    expect(terms.takerFee).to.equal(wad("0.0007"));
    expect(terms.maxImpact).to.equal(wad("0.1")); // 100 M of open interest on a depth of 1,000 M
    expect(terms.initialMargin).to.equal(wad("0.1"));
    expect(terms.maintenanceMargin).to.equal(wad("0.03"));
    expect(terms.liquidationReward).to.equal(config.liquidationRewardPpm * 10n ** 12n);
    expect(terms.liquidationRewardCap).to.equal(50n * unit);
    expect(terms.outageDelay).to.equal(3n * DAY);
    expect(await venue.markets()).to.deep.equal([system.market, ETH]);
    expect(await venue.openAccount.staticCall(ETH)).to.equal(venue);
  });

  it("has no impact to bound where depth is unlimited, and rounds the bound up", async function () {
    const { venue, oracle, unit } = await loadFixture(fixture);
    await venue.listMarket(ETH, { oracle, ...marketOf({ depth: 0n }, unit) });
    expect((await venue.terms(ETH)).maxImpact).to.equal(0n);
    const odd = ethers.encodeBytes32String("SOL");
    await venue.listMarket(odd, { oracle, ...marketOf({ depth: 3_000n, openInterestCap: 100n }, unit) });
    expect((await venue.terms(odd)).maxImpact).to.equal(wad(1) / 30n + 1n);
  });

  it("refuses a name that is taken", async function () {
    const system = await loadFixture(fixture);
    const { venue, oracle, market, unit } = system;
    const call = () => venue.listMarket(market, { oracle, ...marketOf({}, unit) });
    await expectRefusal(system, call, venue, "MockFuturesVenue_MarketExists", [market]);
  });

  it("is the governor's alone", async function () {
    const system = await loadFixture(fixture);
    const { venue, oracle, unit, alice } = system;
    const call = () => venue.connect(alice).listMarket(ETH, { oracle, ...marketOf({}, unit) });
    await expectRefusal(system, call, venue, "AccessManagedUnauthorized", [alice.address]);
  });

  const contradictions: [string, Partial<Market>][] = [
    ["an initial margin at the maintenance margin", { initialMarginPpm: 30_000n }],
    ["an initial margin above one", { initialMarginPpm: 1_000_001n }],
    ["no maintenance margin", { maintenanceMarginPpm: 0n }],
    ["a penalty above the maintenance margin", { liquidationPenaltyPpm: 30_001n }],
    ["a reward above the penalty", { liquidationRewardPpm: 10_001n }],
    ["a taker fee at the maintenance margin", { takerFeePpm: 30_000n }],
    ["an outage delay below a day", { outageDelay: DAY - 1n }],
    ["open interest beyond a tenth of depth", { openInterestCap: 100_000_001n }],
    ["a base funding rate beyond the maximum", { baseFundingPerSecond: 10n ** 11n + 1n }],
    ["a negative one beyond the maximum", { baseFundingPerSecond: -(10n ** 11n) - 1n }],
  ];
  for (const [name, change] of contradictions) {
    it(`refuses ${name}`, async function () {
      const system = await loadFixture(fixture);
      const { venue, oracle, unit } = system;
      const call = () => venue.listMarket(ETH, { oracle, ...marketOf(change, unit) });
      await expectRefusal(system, call, venue, "MockFuturesVenue_BadConfig");
    });
  }

  it("refuses a market without an oracle", async function () {
    const system = await loadFixture(fixture);
    const { venue, unit } = system;
    const call = () => venue.listMarket(ETH, { oracle: ethers.ZeroAddress, ...marketOf({}, unit) });
    await expectRefusal(system, call, venue, "MockFuturesVenue_BadConfig");
  });

  it("lets the cap on open interest be changed, within a tenth of depth", async function () {
    const system = await loadFixture(fixture);
    const { venue, market } = system;
    await expect(venue.setOpenInterestCap(market, 5n)).to.emit(venue, "OpenInterestCapSet").withArgs(market, 5n);
    const call = () => venue.setOpenInterestCap(market, 100_000_001n);
    const values = [100_000_001n, 100_000_000n];
    await expectRefusal(system, call, venue, "FuturesVenue_OpenInterestCap", values);
  });

  it("says what scenario is being played", async function () {
    const { venue, market } = await loadFixture(fixture);
    await expect(venue.setScenario(market, true, true, 42n))
      .to.emit(venue, "ScenarioSet")
      .withArgs(market, true, true, 42n);
  });

  it("takes collateral of 6 to 18 decimals only", async function () {
    const { venue, manager } = await loadFixture(fixture);
    for (const decimals of [5, 19]) {
      const fake = await ethers.deployContract("MockRawFeed", [decimals]);
      await expect(ethers.deployContract("MockFuturesVenue", [fake, manager]))
        .to.be.revertedWithCustomError(venue, "MockFuturesVenue_Decimals")
        .withArgs(decimals);
    }
  });
});
