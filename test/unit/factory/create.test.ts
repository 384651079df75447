import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { expectRefusal } from "../../support/expectations.js";
import { HOUR, wad } from "../../support/numbers.js";
import { marketOf, type Fees } from "../../support/options.js";
import { allowPolicy, deployForTest, type System } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("LeveragedTokenFactory: create", function () {
  async function fixture() {
    return deployForTest(connection, { leverage: wad(2) });
  }

  function paramsOf({ venue, market, policy, options }: System, leverage: bigint, fees: Partial<Fees> = {}) {
    const { limits } = options;
    return { venue, market, leverage, initialNav: 0n, policy, fees: { ...options.fees, ...fees }, limits };
  }

  for (const [leverage, symbol, name] of [
    ["3", "BTC3L", "BTC 3x Long"],
    ["-3", "BTC3S", "BTC 3x Short"],
    ["1", "BTC1L", "BTC 1x Long"],
    ["-1", "BTC1S", "BTC 1x Short"],
    ["1.5", "BTC1.5L", "BTC 1.5x Long"],
    ["-2.25", "BTC2.25S", "BTC 2.25x Short"],
    ["1.05", "BTC1.05L", "BTC 1.05x Long"],
    ["0.05", "BTC0.05L", "BTC 0.05x Long"],
    ["-0.5", "BTC0.5S", "BTC 0.5x Short"],
    ["5", "BTC5L", "BTC 5x Long"],
  ] as const) {
    it(`names a target of ${leverage} ${symbol}`, async function () {
      const system = await loadFixture(fixture);
      const { factory, market } = system;
      await expect(factory.create(paramsOf(system, wad(leverage))))
        .to.emit(factory, "TokenCreated")
        .withArgs((token: string) => ethers.isAddress(token), symbol, market, wad(leverage));
      const token = await ethers.getContractAt("LeveragedToken", await factory.tokenBySymbol(symbol));
      expect(await token.symbol()).to.equal(symbol);
      expect(await token.name()).to.equal(name);
      expect(await token.targetLeverage()).to.equal(wad(leverage));
      expect(await factory.isToken(token)).to.be.true;
    });
  }

  it("keeps what the governor chose", async function () {
    const system = await loadFixture(fixture);
    const { factory, unit } = system;
    const policy = await allowPolicy(system, { period: 8n * HOUR, offset: 1_800n, tipCap: 77n * unit });
    const fees = { managementPpmPerYear: 1n, mintPpm: 2_000n, redeemPpm: 3_000n };
    const limits = { capacity: 12n, maxTrade: 3_456n };
    await factory.create({ ...paramsOf(system, wad(3), fees), policy, limits, initialNav: 10n ** 8n });
    const token = await ethers.getContractAt("LeveragedToken", await factory.tokenBySymbol("BTC3L"));
    expect(await token.policy()).to.equal(policy);
    expect(await token.desk()).to.equal(await factory.desk());
    expect(await token.limits()).to.deep.equal(Object.values(limits));
    const { managementPpmPerYear, mintPpm, redeemPpm } = await token.state();
    expect({ managementPpmPerYear, mintPpm, redeemPpm }).to.deep.equal(fees);
    expect(await token.virtualShares()).to.equal(10n ** 10n);
    expect(await token.nav()).to.equal(wad(100));
  });

  it("refuses a market that is not allowed, and no longer allowed", async function () {
    const system = await loadFixture(fixture);
    const { factory, venue, market } = system;
    const unknown = ethers.encodeBytes32String("DOGE");
    const params = { ...paramsOf(system, wad(3)), market: unknown };
    const values = [await venue.getAddress(), unknown];
    await expectRefusal(system, () => factory.create(params), factory, "Factory_MarketNotAllowed", values);
    await expect(factory.allowMarket(venue, market, ""))
      .to.emit(factory, "MarketAllowed")
      .withArgs(venue.target, market, "");
    const call = () => factory.create(paramsOf(system, wad(3)));
    const again = [await venue.getAddress(), market];
    await expectRefusal(system, call, factory, "Factory_MarketNotAllowed", again);
  });

  it("refuses to allow a market that the venue does not have", async function () {
    const system = await loadFixture(fixture);
    const { factory, venue } = system;
    const unknown = ethers.encodeBytes32String("DOGE");
    const call = () => factory.allowMarket(venue, unknown, "DOGE");
    await expectRefusal(system, call, venue, "FuturesVenue_UnknownMarket", [unknown]);
  });

  it("refuses a symbol that is taken by a token that lives, and gives it to the successor of a settled one", async function () {
    const system = await loadFixture(fixture);
    const { factory, token } = system;
    const call = () => factory.create(paramsOf(system, wad(2)));
    const values = ["BTC2L", await token.getAddress()];
    await expectRefusal(system, call, factory, "Factory_SymbolTaken", values);
    await factory.windDown(token, 0n);
    await call();
    expect(await factory.tokenBySymbol("BTC2L")).not.to.equal(await token.getAddress());
    expect(await factory.isToken(token)).to.be.true;
    expect(await factory.tokenCount()).to.equal(2n);
  });

  for (const leverage of [0n, wad("5.01"), wad("-5.01"), wad("1.005"), 1n]) {
    it(`refuses a target of ${ethers.formatEther(leverage)}`, async function () {
      const system = await loadFixture(fixture);
      const call = () => system.factory.create(paramsOf(system, leverage));
      await expectRefusal(system, call, system.factory, "Factory_Leverage", [leverage]);
    });
  }

  for (const initialNav of [3n, 10n ** 18n + 1n, 2n * 10n ** 18n]) {
    it(`refuses a first price of ${initialNav.toString()}, which does not divide a whole token`, async function () {
      const system = await loadFixture(fixture);
      const params = { ...paramsOf(system, wad(3)), initialNav };
      const call = () => system.factory.create(params);
      await expectRefusal(system, call, system.factory, "Factory_InitialNav", [initialNav]);
    });
  }

  it("refuses a policy that is not allowed, and no longer allowed", async function () {
    const system = await loadFixture(fixture);
    const { factory, policy } = system;
    await expect(factory.allowPolicy(policy, false)).to.emit(factory, "PolicyAllowed").withArgs(policy.target, false);
    expect(await factory.isPolicyAllowed(policy)).to.be.false;
    const call = () => factory.create(paramsOf(system, wad(3)));
    await expectRefusal(system, call, factory, "Factory_PolicyNotAllowed", [policy.target]);
    await factory.allowPolicy(policy, true);
    await call();
  });

  it("refuses a policy that cannot do its work at the market, with the policy's own error", async function () {
    const system = await loadFixture(fixture);
    const { factory, venue, oracle, policy, unit } = system;
    const market = ethers.encodeBytes32String("GENEROUS");
    await venue.listMarket(market, { oracle, ...marketOf({ liquidationRewardPpm: 151n }, unit) });
    await factory.allowMarket(venue, market, "GENEROUS");
    const call = () => factory.create({ ...paramsOf(system, wad(3)), market });
    // Half of 1 % of the equity that is left at a maintenance margin of 3 %.
    const values = ["liquidationReward", wad("0.000151"), 0n, wad("0.00015")];
    await expectRefusal(system, call, policy, "BandPolicy_OutOfRange", values);
  });

  for (const [name, market, most] of [
    // Five times over 3, less than that: every increase must leave more than the initial margin.
    ["the market's maximum leverage", { initialMarginPpm: 200_000n }, "1.666666666666666665"],
    // 1 / (0.05 + 0.15 * 0.95) over 3: a fall of 5 % from there is the liquidation.
    [
      "a fall of 5 % to liquidation",
      { initialMarginPpm: 160_000n, maintenanceMarginPpm: 150_000n },
      "1.731601731601731601",
    ],
  ] as const) {
    it(`keeps the emergency band inside ${name}`, async function () {
      const system = await deployForTest(connection, {
        leverage: wad(1),
        market,
        policy: { emergencyBand: wad("1.74") },
      });
      const { factory } = system;
      const call = () => factory.create(paramsOf(system, wad(3)));
      const values = [wad("1.74"), wad(1), wad(most)];
      await expectRefusal(system, call, factory, "Factory_EmergencyBand", values);
      const policy = await allowPolicy(system, { emergencyBand: wad(most) });
      await factory.create({ ...paramsOf(system, wad(3)), policy });
    });
  }

  it("refuses a bound of trades that would stop a token, such as one meant in other units", async function () {
    const system = await loadFixture(fixture);
    const { factory, token, options } = system;
    const limits = { ...options.limits, maxTrade: 999n };
    const creating = () => factory.create({ ...paramsOf(system, wad(3)), limits });
    await expectRefusal(system, creating, factory, "Factory_MaxTradeTooSmall", [999n, 1_000n]);
    const setting = () => factory.setLimits(token, limits);
    await expectRefusal(system, setting, factory, "Factory_MaxTradeTooSmall", [999n, 1_000n]);
  });

  it("refuses fees that a stale price would pay for, and those above their caps", async function () {
    const system = await deployForTest(connection, { leverage: wad(1), deviationThreshold: wad("0.002") });
    const { factory, token } = system;
    // At an emergency leverage of 5 five times 0.2 % may be hidden, and 5 * 0.05 % * 1.998 are the venue's.
    const call = () => factory.create(paramsOf(system, wad(3), { mintPpm: 2_504n, redeemPpm: 2_500n }));
    const values = [wad("0.005004"), wad("0.005005")];
    await expectRefusal(system, call, factory, "Factory_FeesBelowArbitrageBound", values);
    await factory.create(paramsOf(system, wad(3), { mintPpm: 2_505n, redeemPpm: 2_500n }));
    const above = () => factory.create(paramsOf(system, wad(2), { mintPpm: 10_001n }));
    const name = "LeveragedToken_FeeAboveCap";
    await expectRefusal(system, above, token, name, [[system.options.fees.managementPpmPerYear, 10_001n, 1_000n]]);
  });
});
