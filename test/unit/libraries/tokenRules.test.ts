import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount, target } from "../../support/libraries/arbitrary.js";
import { ceil, floor, ratio } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { abs, DAY, HOUR, max, min, WAD, wad } from "../../support/numbers.js";
import { policyOf } from "../../support/options.js";

const { ethers } = await connect();
const rules = await ethers.deployContract("TokenRulesHarness", [0n]);
const errors = await ethers.getContractAt("LeveragedTokenFactory", ethers.ZeroAddress);

const terms = {
  oracle: await rules.getAddress(),
  takerFee: wad("0.0005"),
  initialMargin: wad("0.05"),
  maintenanceMargin: wad("0.03"),
  liquidationReward: wad("0.00015"),
  liquidationRewardCap: 50n,
  outageDelay: 3n * DAY,
};
const policy = { ...policyOf({}, 1n), tipCap: 51n };
const UINT128 = 2n ** 128n - 1n;

type Terms = typeof terms;
type Policy = typeof policy;

interface Range {
  what: keyof Policy | "liquidationReward";
  from: bigint;
  to: bigint;
}

/** {1} Leverage from which a price move of 5 % leads to liquidation: `1 - l d = m l (1 -+ d)`, exact. */
function liquidatedAfterMove(isLong: boolean, maintenance: bigint) {
  const [m, d] = [ratio(maintenance, WAD), ratio(1n, 20n)];
  const priceThen = isLong ? ratio(1n).sub(d) : ratio(1n).add(d);
  return ratio(1n).div(d.add(m.mul(priceThen)));
}

/** Every range in the order it is checked. */
function rangesOf(leverage: bigint, given: Policy, venue: Terms): Range[] {
  const multiple = abs(leverage);
  // Where equity is down to the maintenance margin.
  const liquidated = (WAD * WAD) / venue.maintenanceMargin;
  const reward = ratio(venue.liquidationReward);
  return [
    { what: "period", from: HOUR, to: 30n * DAY },
    { what: "offset", from: 0n, to: given.period - 1n },
    { what: "cooldown", from: 1n, to: given.period },
    { what: "lowerBand", from: 0n, to: wad("0.99") },
    { what: "upperBand", from: wad("1.01"), to: given.emergencyBand },
    { what: "maxSlippage", from: venue.takerFee, to: wad("0.05") },
    { what: "emergencySlippage", from: given.maxSlippage, to: wad("0.05") },
    { what: "emergencyBand", from: given.upperBand, to: mostEmergency(leverage, venue) },
    { what: "liquidationReward", from: 0n, to: floor(ratio(WAD, 200n).div(ratio(liquidated, WAD))) },
    { what: "tipRate", from: ceil(reward.mul(liquidated).div(liquidated - multiple)), to: wad("0.01") },
    { what: "tipCap", from: venue.liquidationRewardCap === 0n ? 0n : venue.liquidationRewardCap + 1n, to: UINT128 },
  ];
}

/** {1} Strictly inside the venue's maximum leverage, and at least a 5 % move before liquidation; over target, WAD. */
function mostEmergency(leverage: bigint, venue: Terms): bigint {
  const byMargin = ((WAD - 1n) * WAD) / venue.initialMargin;
  const m = venue.maintenanceMargin;
  const kept = ceil(ratio(m * (leverage > 0n ? 95n : 105n), 100n));
  return (min(byMargin, (WAD * WAD) / (wad("0.05") + kept)) * WAD) / abs(leverage);
}

function valueOf({ what }: Range, given: Policy, venue: Terms): bigint {
  return what === "liquidationReward" ? venue.liquidationReward : given[what];
}

async function expectVerdict(leverage: bigint, given: Policy, venue: Terms) {
  const broken = rangesOf(leverage, given, venue).find((range) => {
    const value = valueOf(range, given, venue);
    return value < range.from || value > range.to;
  });
  const call = rules.validate(leverage, 1n, given, venue);
  if (broken === undefined) {
    await call;
    return undefined;
  }
  const { what, from, to } = broken;
  await expect(call)
    .to.be.revertedWithCustomError(errors, "Factory_PolicyOutOfRange")
    .withArgs(what, valueOf(broken, given, venue), from, to);
  return what;
}

describe("TokenRules", function () {
  const arbitraryPolicy = fc
    .record({
      period: fc.oneof(amount(HOUR, 30n * DAY, DAY), amount(0n, 40n * DAY)),
      offset: amount(0n, WAD),
      cooldown: amount(0n, WAD),
      bands: fc.tuple(amount(0n, wad("0.99")), amount(wad("1.01"), wad("1.5")), amount(0n, wad("0.5"))),
      slippages: fc.tuple(amount(wad("0.0005"), wad("0.03")), amount(0n, wad("0.02"))),
      tipRate: amount(wad("0.0003"), wad("0.01")),
      tipCap: amount(51n, UINT128),
    })
    .map(({ period, offset, cooldown, bands, slippages, tipRate, tipCap }) => ({
      period,
      offset: offset % max(period, 1n),
      cooldown: (cooldown % max(period, 1n)) + 1n,
      lowerBand: bands[0],
      upperBand: bands[1],
      emergencyBand: bands[1] + bands[2],
      maxSlippage: slippages[0],
      emergencySlippage: slippages[0] + slippages[1],
      tipRate,
      tipCap,
    }));
  const arbitraryTerms = fc
    .record({
      takerFee: amount(0n, wad("0.0005")),
      initialMargin: fc.oneof(fc.constant(wad("0.05")), amount(wad("0.01"), wad("0.2"))),
      maintenanceMargin: fc.oneof(fc.constant(wad("0.03")), amount(wad("0.005"), wad("0.1"))),
      liquidationReward: amount(0n, wad("0.0001"), wad("0.00015"), wad("0.00015") + 1n),
      liquidationRewardCap: fc.constantFrom(0n, 50n),
    })
    .map((given) => ({ ...terms, ...given }));

  reachingProperty(
    "accepts a policy exactly when every value is in its range, and else names the first that is not with its range",
    fc.tuple(target, arbitraryPolicy, arbitraryTerms),
    { accepted: 0.1, "the wrong period": 0.02, "a band too near liquidation": 0.01 },
    async ([leverage, given, venue], reach) => {
      const refused = await expectVerdict(leverage, given, venue);
      reach("accepted", refused === undefined);
      reach("the wrong period", refused === "period");
      reach("a band too near liquidation", refused === "emergencyBand");
    },
    { normal: 300, deep: 2_000 },
  );

  for (const leverage of [wad(3), wad(-3), wad("1.5")]) {
    it(`accepts the ends of every range for ${ethers.formatEther(leverage)}x and nothing beyond`, async function () {
      for (const { what } of rangesOf(leverage, policy, terms)) {
        for (const end of ["from", "to"] as const) {
          // Its own value may set the range of another, which is then moved out of the way.
          const wide = {
            ...policy,
            ...(what === "period" ? { offset: 0n, cooldown: 1n } : {}),
            ...(what === "maxSlippage" ? { emergencySlippage: wad("0.05") } : {}),
          };
          const bound = rangesOf(leverage, wide, terms).find((range) => range.what === what)![end];
          const set = (value: bigint) =>
            what === "liquidationReward"
              ? ([
                  { ...wide, tipRate: wad("0.01") },
                  { ...terms, liquidationReward: value },
                ] as const)
              : ([{ ...wide, [what]: value }, terms] as const);
          expect(await expectVerdict(leverage, ...set(bound)), `${what} ${end}`).to.equal(undefined);
          const beyond = end === "from" ? bound - 1n : bound + 1n;
          if (beyond >= 0n && beyond <= UINT128) {
            const refused = await expectVerdict(leverage, ...set(beyond));
            // An emergency band below the upper one is refused as an upper band above it.
            const named = what === "emergencyBand" && end === "from" ? "upperBand" : what;
            expect(refused, `${what} beyond ${end}`).to.equal(named);
          }
        }
      }
    });
  }

  it("knows no least tip cap where liquidators are paid nothing", async function () {
    expect(await expectVerdict(wad(3), { ...policy, tipCap: 0n }, { ...terms, liquidationRewardCap: 0n })).to.equal(
      undefined,
    );
    expect(await expectVerdict(wad(3), { ...policy, tipCap: 1n }, { ...terms, liquidationRewardCap: 1n })).to.equal(
      "tipCap",
    );
    expect(await expectVerdict(wad(3), { ...policy, tipCap: UINT128 }, terms)).to.equal(undefined);
    expect(await expectVerdict(wad(3), { ...policy, tipCap: UINT128 + 1n }, terms)).to.equal("tipCap");
  });

  reachingProperty(
    "leaves a 5 % move between the emergency band and liquidation, on either side",
    fc.tuple(fc.boolean(), amount(1n, WAD / 2n, wad("0.03"))),
    { long: 0.3, short: 0.3 },
    async ([isLong, maintenance], reach) => {
      const leverage = await rules.leverageAtDistance(isLong, maintenance);
      const exact = liquidatedAfterMove(isLong, maintenance).mul(WAD);
      // The maintenance margin after the move is rounded up by less than a wei: leverage, below 20, by less than 400.
      expect(exact.compare(leverage) >= 0, "not beyond").to.be.true;
      expect(exact.compare(leverage + 401n) < 0, "near").to.be.true;
      const kept = ceil(ratio(maintenance * (isLong ? 95n : 105n), 100n));
      expect(leverage).to.equal((WAD * WAD) / (wad("0.05") + kept));
      reach("long", isLong);
      reach("short", !isLong);
    },
  );

  reachingProperty(
    "accepts a target of up to 5x either way in steps of 0.01",
    fc.oneof(
      target,
      amount(0n, 6n * WAD, 5n * WAD, 5n * WAD + 10n ** 16n, 10n ** 16n).map((value) => -value),
    ),
    { accepted: 0.5, refused: 0.1 },
    async (leverage, reach) => {
      const isAllowed = leverage !== 0n && abs(leverage) <= 5n * WAD && abs(leverage) % 10n ** 16n === 0n;
      const call = rules.validate(leverage, 1n, { ...policy, tipRate: wad("0.01") }, terms);
      if (isAllowed) await call;
      else await expect(call).to.be.revertedWithCustomError(errors, "Factory_Leverage").withArgs(leverage);
      reach("accepted", isAllowed);
      reach("refused", !isAllowed);
    },
  );

  reachingProperty(
    "accepts a first price that divides a whole token, and no other",
    fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 18 }), fc.integer({ min: 0, max: 18 }))
        .map(([a, b]) => 2n ** BigInt(a) * 5n ** BigInt(b)),
      amount(0n, 2n * WAD, WAD, WAD + 1n),
    ),
    { accepted: 0.3, refused: 0.2 },
    async (initialNav, reach) => {
      const isAllowed = initialNav > 0n && initialNav <= WAD && WAD % initialNav === 0n;
      const call = rules.validate(wad(3), initialNav, policy, terms);
      if (isAllowed) await call;
      else await expect(call).to.be.revertedWithCustomError(errors, "Factory_InitialNav").withArgs(initialNav);
      reach("accepted", isAllowed);
      reach("refused", !isAllowed);
    },
  );
});

describe("TokenRules: fees", function () {
  const feeSets = fc.record({
    managementPpmPerYear: fc.constant(0n),
    mintPpm: amount(0n, 10_000n, 1_000n, 1_500n),
    redeemPpm: amount(0n, 10_000n, 1_000n, 1_500n),
  });
  for (const threshold of ["0", "0.001", "0.005"]) {
    reachingProperty(
      `are accepted exactly when a round trip costs what a feed may hide at a deviation of ${threshold}`,
      fc.tuple(target, feeSets, amount(0n, wad("0.002"), wad("0.0005"))),
      { accepted: 0.05, refused: threshold === "0" ? 0 : 0.05 },
      async ([leverage, fees, takerFee], reach) => {
        const rulesThen = await rulesAt(threshold);
        const hidden = ceil(ratio(abs(leverage) * wad(threshold), WAD));
        const kept = (fees.mintPpm + fees.redeemPpm) * 10n ** 12n;
        const cost = floor(ratio(2n * abs(leverage) * takerFee, WAD).add(kept));
        const oracle = await rulesThen.getAddress();
        const call = rulesThen.validateFees(leverage, fees, { ...terms, oracle, takerFee });
        if (cost >= hidden) await call;
        else {
          const name = "Factory_FeesBelowArbitrageBound";
          await expect(call).to.be.revertedWithCustomError(errors, name).withArgs(cost, hidden);
        }
        reach("accepted", cost >= hidden);
        reach("refused", cost < hidden);
      },
    );
  }

  it("are accepted when the round trip costs exactly what is hidden", async function () {
    const at = await rulesAt("0.001");
    const oracle = await at.getAddress();
    // 3 * 0.1 % = 0.15 % + 0.15 %
    const fees = { managementPpmPerYear: 0n, mintPpm: 1_500n, redeemPpm: 1_500n };
    await at.validateFees(wad(3), fees, { ...terms, oracle, takerFee: 0n });
    const less = at.validateFees(wad(3), { ...fees, redeemPpm: 1_499n }, { ...terms, oracle, takerFee: 0n });
    await expect(less)
      .to.be.revertedWithCustomError(errors, "Factory_FeesBelowArbitrageBound")
      .withArgs(wad("0.002999"), wad("0.003"));
  });
});

const deployed = new Map<string, typeof rules>();

async function rulesAt(threshold: string): Promise<typeof rules> {
  const found = deployed.get(threshold) ?? (await ethers.deployContract("TokenRulesHarness", [wad(threshold)]));
  deployed.set(threshold, found);
  return found;
}
