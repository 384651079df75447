import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { connect } from "../../support/connect.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import { policyOf, type BandParameters } from "../../support/options.js";

const { ethers } = await connect();

const UNIT = 1_000_000n;
const MAX_TIP_CAP = 2n ** 128n - 1n;
const LIQUIDATION_REWARD = wad("0.00015");

/** A market whose maintenance margin of 3 % is a leverage of 33 1/3. */
const TERMS = {
  oracle: ZeroAddress,
  takerFee: wad("0.0005"),
  maxImpact: wad("0.1"),
  initialMargin: wad("0.05"),
  maintenanceMargin: wad("0.03"),
  liquidationReward: LIQUIDATION_REWARD,
  liquidationRewardCap: 50n * UNIT,
  outageDelay: 3n * DAY,
};

const deploy = (changes: Partial<BandParameters> = {}) =>
  ethers.deployContract("BandPolicy", [policyOf(changes, UNIT)]);

describe("BandPolicy: what it is created with", function () {
  it("is what it says of itself, bands included", async function () {
    const policy = await deploy();
    expect(await policy.parameters()).to.deep.equal(Object.values(policyOf({}, UNIT)));
    expect(await policy.bands()).to.deep.equal([wad(2) / 3n, wad(4) / 3n, wad(5) / 3n]);
  });

  const ranges: [keyof BandParameters, bigint, bigint, Partial<BandParameters>?][] = [
    ["period", HOUR, 30n * DAY],
    ["offset", 0n, DAY - 1n],
    ["cooldown", 1n, HOUR],
    ["lowerBand", wad("0.01"), wad("0.99")],
    ["upperBand", wad("1.01"), wad(5) / 3n],
    ["maxSlippage", 0n, wad("0.05"), { emergencySlippage: wad("0.05") }],
    ["emergencySlippage", wad("0.01"), wad("0.05")],
    ["tipRate", 0n, wad("0.01")],
    ["tipCap", 0n, MAX_TIP_CAP],
  ];
  for (const [what, least, most, changes = {}] of ranges) {
    it(`takes a ${what} from ${least.toString()} to ${most.toString()}, and no other`, async function () {
      const policy = await deploy();
      for (const value of [least, most]) await deploy({ ...changes, [what]: value });
      for (const value of [least - 1n, most + 1n].filter((each) => each >= 0n)) {
        await expect(deploy({ ...changes, [what]: value }))
          .to.be.revertedWithCustomError(policy, "BandPolicy_OutOfRange")
          .withArgs(what, value, least, most);
      }
    });
  }
});

describe("BandPolicy: the markets it is suitable for", function () {
  async function expectVerdict(
    changes: Partial<BandParameters>,
    terms: Partial<typeof TERMS>,
    refusal?: readonly [what: string, value: bigint, min: bigint, max: bigint],
  ) {
    const policy = await deploy(changes);
    const asking = policy.requireSuitable(wad(3), { ...TERMS, ...terms });
    if (refusal === undefined) await asking;
    else
      await expect(asking)
        .to.be.revertedWithCustomError(policy, "BandPolicy_OutOfRange")
        .withArgs(...refusal);
  }

  it("charge no more than an increase may cost", async function () {
    await expectVerdict({}, { takerFee: wad("0.01") });
    const takerFee = wad("0.01") + 1n;
    await expectVerdict({}, { takerFee }, ["maxSlippage", wad("0.01"), takerFee, wad("0.05")]);
  });

  it("charge no more, at the edge of open interest, than a reduction may cost once its bound is four times as wide", async function () {
    await expectVerdict({}, { maxImpact: wad("0.1195") });
    const least = wad("0.03") + 1n;
    const refusal = ["emergencySlippage", wad("0.03"), least, wad("0.05")] as const;
    await expectVerdict({}, { maxImpact: wad("0.1195") + 1n }, refusal);
  });

  it("pay liquidators at most half of the hundredth of equity that a tip may be", async function () {
    await expectVerdict({}, {});
    const liquidationReward = LIQUIDATION_REWARD + 1n;
    await expectVerdict({}, { liquidationReward }, ["liquidationReward", liquidationReward, 0n, LIQUIDATION_REWARD]);
  });

  it("pay liquidators no more than a rebalance at the point of liquidation pays", async function () {
    // 0.015 % of 33 1/3 for closing 30 1/3: 0.0164835164835165 %.
    const least = 164_835_164_835_165n;
    await expectVerdict({ tipRate: least }, {});
    await expectVerdict({ tipRate: least - 1n }, {}, ["tipRate", least - 1n, least, wad("0.01")]);
  });

  it("cap what a liquidator is paid below what a rebalance is", async function () {
    const tipCap = 50n * UNIT;
    await expectVerdict({ tipCap: tipCap + 1n }, {});
    await expectVerdict({ tipCap }, {}, ["tipCap", tipCap, tipCap + 1n, MAX_TIP_CAP]);
    await expectVerdict({ tipCap: 0n }, { liquidationRewardCap: 0n });
  });
});
