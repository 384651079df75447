import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount, target } from "../../support/libraries/arbitrary.js";
import { liquidatedAfterMove } from "../../support/libraries/guarded.js";
import { ceil, floor, least, ratio } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { abs, DAY, max, WAD, wad } from "../../support/numbers.js";
import { policyOf, type BandParameters } from "../../support/options.js";

const { ethers } = await connect();
const rules = await ethers.deployContract("TokenRulesHarness", [0n]);
const errors = await ethers.getContractAt("LeveragedTokenFactory", ethers.ZeroAddress);

const terms = {
  oracle: await rules.getAddress(),
  takerFee: wad("0.0005"),
  maxImpact: wad("0.1"),
  initialMargin: wad("0.05"),
  maintenanceMargin: wad("0.03"),
  liquidationReward: wad("0.00015"),
  liquidationRewardCap: 50n,
  outageDelay: 3n * DAY,
};

const policyWith = async (changes: Partial<BandParameters>) => {
  const chosen = { ...policyOf(changes, 1n), tipCap: 51n, tipRate: wad("0.01") };
  return (await ethers.deployContract("BandPolicy", [chosen])).getAddress();
};
const policy = await policyWith({});

describe("TokenRules", function () {
  reachingProperty(
    "accepts a target of up to 5x either way in steps of 0.01",
    fc.oneof(
      target,
      amount(0n, 6n * WAD, 5n * WAD, 5n * WAD + 10n ** 16n, 10n ** 16n).map((value) => -value),
    ),
    { accepted: 0.4, refused: 0.1 },
    async (leverage, reach) => {
      const isAllowed = leverage !== 0n && abs(leverage) <= 5n * WAD && abs(leverage) % 10n ** 16n === 0n;
      const call = rules.validate(leverage, 1n, policy, terms);
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

  it("asks the policy whether it suits target and terms, and passes on why it does not", async function () {
    const errorsOfPolicy = await ethers.getContractAt("BandPolicy", policy);
    await expect(rules.validate(wad(3), 1n, policy, { ...terms, takerFee: wad("0.01") + 1n }))
      .to.be.revertedWithCustomError(errorsOfPolicy, "BandPolicy_OutOfRange")
      .withArgs("maxSlippage", wad("0.01"), wad("0.01") + 1n, wad("0.05"));
    await expect(rules.validate(wad(3), 1n, ethers.ZeroAddress, terms)).to.be.revert(ethers);
  });

  describe("the emergency band", function () {
    const bands = ["1.01", "1.5", "1.666666666666666666", "2", "3", "5"].map(wad);
    const policies = new Map<bigint, string>();
    before(async function () {
      for (const band of bands) policies.set(band, await policyWith({ upperBand: wad("1.01"), emergencyBand: band }));
    });

    /** {1} Strictly inside the venue's maximum leverage, and at least a 5 % move before liquidation; over target, WAD. */
    function mostBand(leverage: bigint, initialMargin: bigint, maintenanceMargin: bigint): bigint {
      const byMargin = ratio((WAD - 1n) * WAD, initialMargin);
      const kept = ceil(ratio(maintenanceMargin * (leverage > 0n ? 95n : 105n), 100n));
      const byDistance = floor(ratio(WAD * WAD, wad("0.05") + kept));
      return floor(ratio(floor(least(byMargin, ratio(byDistance))) * WAD, abs(leverage)));
    }

    reachingProperty(
      "lies within the venue's maximum leverage, and at least a 5 % move before liquidation",
      fc.record({
        leverage: target,
        band: fc.constantFrom(...bands),
        initialMargin: fc.oneof(fc.constant(wad("0.05")), amount(wad("0.01"), wad("0.2"))),
        maintenanceMargin: fc.oneof(fc.constant(wad("0.03")), amount(wad("0.005"), wad("0.1"))),
      }),
      { accepted: 0.2, "beyond the margin": 0.05, "too near liquidation": 0.01 },
      async ({ leverage, band, initialMargin, maintenanceMargin }, reach) => {
        const given = { ...terms, initialMargin, maintenanceMargin, liquidationReward: 0n, liquidationRewardCap: 0n };
        const call = rules.validate(leverage, 1n, policies.get(band)!, given);
        const most = mostBand(leverage, initialMargin, maintenanceMargin);
        // What the rounded bound says of the exact one.
        const reached = ratio(band * abs(leverage), WAD * WAD);
        const isBeyondMargin = reached.compare(ratio(WAD, initialMargin)) >= 0;
        const isTooNear = reached.compare(liquidatedAfterMove(leverage > 0n, maintenanceMargin)) > 0;
        if (band <= most) {
          await call;
          expect(isBeyondMargin || isTooNear).to.be.false;
        } else {
          const refusal = expect(call).to.be.revertedWithCustomError(errors, "Factory_EmergencyBand");
          await refusal.withArgs(band, WAD, most);
        }
        reach("accepted", band <= most);
        reach("beyond the margin", isBeyondMargin);
        reach("too near liquidation", isTooNear && !isBeyondMargin);
      },
    );

    it("is refused below the target itself, of any policy", async function () {
      const careless = await ethers.deployContract("BoundlessPolicy", [policyOf({ emergencyBand: WAD - 1n }, 1n)]);
      const exact = await ethers.deployContract("BoundlessPolicy", [policyOf({ emergencyBand: WAD }, 1n)]);
      await rules.validate(wad(3), 1n, exact, terms);
      // 1 / (0.05 + 0.03 * 0.95) over 3
      const most = 4_246_284_501_061_571_125n;
      await expect(rules.validate(wad(3), 1n, careless, terms))
        .to.be.revertedWithCustomError(errors, "Factory_EmergencyBand")
        .withArgs(WAD - 1n, WAD, most);
    });
  });
});

describe("TokenRules: limits", function () {
  it("ask for a trade of at least 1,000 whole dollars, and for any capacity", async function () {
    for (const limits of [
      { capacity: 0n, maxTrade: 1_000n },
      { capacity: 2n ** 32n - 1n, maxTrade: 2n ** 64n - 1n },
    ]) {
      await rules.validateLimits(limits);
    }
    for (const maxTrade of [0n, 999n]) {
      await expect(rules.validateLimits({ capacity: 1n, maxTrade }))
        .to.be.revertedWithCustomError(errors, "Factory_MaxTradeTooSmall")
        .withArgs(maxTrade, 1_000n);
    }
  });
});

describe("TokenRules: fees", function () {
  const feeSets = fc.record({
    managementPpmPerYear: fc.constant(0n),
    mintPpm: amount(0n, 10_000n, 1_000n, 1_500n),
    redeemPpm: amount(0n, 10_000n, 1_000n, 1_500n),
  });
  for (const threshold of ["0", "0.001", "0.005"]) {
    reachingProperty(
      `are accepted exactly when no move of ${threshold} pays for a round trip at the emergency band`,
      fc.tuple(target, feeSets, amount(0n, wad("0.002"), wad("0.0005"))),
      { accepted: 0.05, refused: threshold === "0" ? 0 : 0.05 },
      async ([leverage, fees, takerFee], reach) => {
        const rulesThen = await rulesAt(threshold);
        // The emergency band is 5/3 of the target.
        const largest = ceil(ratio(abs(leverage) * (wad(5) / 3n), WAD));
        const t = ratio(wad(threshold), WAD);
        const charged = ratio(takerFee, WAD).mul(ratio(2n).sub(t));
        const least = max(0n, ceil(t.sub(charged).mul(largest)));
        const kept = (fees.mintPpm + fees.redeemPpm) * 10n ** 12n;
        const oracle = await rulesThen.getAddress();
        const call = rulesThen.validateFees(leverage, fees, policy, { ...terms, oracle, takerFee });
        if (kept >= least) await call;
        else {
          const name = "Factory_FeesBelowArbitrageBound";
          await expect(call).to.be.revertedWithCustomError(errors, name).withArgs(kept, least);
        }
        reach("accepted", kept >= least);
        reach("refused", kept < least);
      },
    );
  }

  it("are accepted when they are exactly what a hidden move wins", async function () {
    const at = await rulesAt("0.001");
    const given = { ...terms, oracle: await at.getAddress(), takerFee: 0n };
    // 3 * 2 * 0.1 % = 0.3 % + 0.3 %
    const wide = await policyWith({ emergencyBand: wad(2) });
    const fees = { managementPpmPerYear: 0n, mintPpm: 3_000n, redeemPpm: 3_000n };
    await at.validateFees(wad(3), fees, wide, given);
    const less = at.validateFees(wad(3), { ...fees, redeemPpm: 2_999n }, wide, given);
    await expect(less)
      .to.be.revertedWithCustomError(errors, "Factory_FeesBelowArbitrageBound")
      .withArgs(wad("0.005999"), wad("0.006"));
  });
});

const deployed = new Map<string, typeof rules>();

async function rulesAt(threshold: string): Promise<typeof rules> {
  const found = deployed.get(threshold) ?? (await ethers.deployContract("TokenRulesHarness", [wad(threshold)]));
  deployed.set(threshold, found);
  return found;
}
