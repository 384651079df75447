import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount } from "../../support/libraries/arbitrary.js";
import { boundaryBefore, reasonOf, wideningOf } from "../../support/libraries/expectedDecision.js";
import { argumentsOf, NOW, quietCase, rebalance, type Case } from "../../support/libraries/rebalances.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { DAY, HOUR, WAD, wad } from "../../support/numbers.js";
import { policyOf } from "../../support/options.js";
import { Reason } from "../../support/outcomes.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");

const reasonFor = (given: Case) => logic.reasonFor(...argumentsOf(given));

describe("RebalanceLogic: reason", function () {
  reachingProperty(
    "is Emergency beyond the emergency band, else Continuation once the cooldown is over, else Drift, else Scheduled",
    rebalance,
    { Emergency: 0.1, Continuation: 0.05, Drift: 0.1, Scheduled: 0.03, "nothing, cooling down": 0.01, nothing: 0.02 },
    async (given, reach) => {
      const expected = reasonOf(given);
      if (expected === undefined) return;
      expect(await reasonFor(given)).to.equal(expected);
      reach("Emergency", expected === Reason.Emergency);
      reach("Continuation", expected === Reason.Continuation);
      reach("Drift", expected === Reason.Drift);
      reach("Scheduled", expected === Reason.Scheduled);
      reach("nothing, cooling down", expected === Reason.None && given.context.unfinished);
      reach("nothing", expected === Reason.None && !given.context.unfinished);
    },
    { normal: 400, deep: 3_000 },
  );

  // 1,000 dollars at 3x: bands of 2, 4 and 5 lie at 20, 40 and 50 coins of 100 dollars. With bands that are whole, so are
  // the notionals: a hundredth of a wei of a coin is a wei of notional.
  const bands = policyOf({ lowerBand: wad("0.5"), upperBand: wad("1.5"), emergencyBand: wad("1.75") }, 1n);
  const at = (size: bigint, context: Partial<Case["context"]> = {}) => {
    const quiet = quietCase({ size, bands });
    return { ...quiet, context: { ...quiet.context, ...context } };
  };

  for (const side of [1n, -1n]) {
    const name = side > 0n ? "long" : "short";
    const of = (size: bigint, context: Partial<Case["context"]> = {}) => ({
      ...at(side * size, context),
      target: side * 3n * WAD,
    });

    it(`takes a ${name} at its band as within it, and the first wei beyond as outside`, async function () {
      expect(await reasonFor(of(15n * WAD))).to.equal(Reason.None);
      expect(await reasonFor(of(15n * WAD - 1n))).to.equal(Reason.Drift);
      expect(await reasonFor(of(45n * WAD))).to.equal(Reason.None);
      expect(await reasonFor(of(45n * WAD + 1n))).to.equal(Reason.Drift);
      expect(await reasonFor(of(525n * (WAD / 10n)))).to.equal(Reason.Drift);
      expect(await reasonFor(of(525n * (WAD / 10n) + 1n))).to.equal(Reason.Emergency);
    });

    it(`continues an unfinished rebalance of a ${name} when the cooldown is over, to the second`, async function () {
      const since = (seconds: bigint) => ({ unfinished: true, rebalancedAt: NOW - seconds });
      expect(await reasonFor(of(30n * WAD, since(59n)))).to.equal(Reason.None);
      expect(await reasonFor(of(30n * WAD, since(60n)))).to.equal(Reason.Continuation);
      expect(await reasonFor(of(46n * WAD, since(59n)))).to.equal(Reason.None);
      expect(await reasonFor(of(53n * WAD, since(0n)))).to.equal(Reason.Emergency);
    });
  }

  it("is due from the very second of a boundary, once", async function () {
    const midnight = NOW - 10n * HOUR;
    const due = (rebalancedAt: bigint, timestamp: bigint) => reasonFor(at(30n * WAD, { rebalancedAt, timestamp }));
    expect(await due(midnight - 1n, midnight)).to.equal(Reason.Scheduled);
    expect(await due(midnight - 1n, midnight - 1n)).to.equal(Reason.None);
    expect(await due(midnight, midnight)).to.equal(Reason.None);
    expect(await due(midnight, midnight + DAY - 1n)).to.equal(Reason.None);
    expect(await due(midnight, midnight + DAY)).to.equal(Reason.Scheduled);
  });

  property(
    "counts boundaries from an offset after midnight, in periods: the last one not after now",
    fc.tuple(
      amount(HOUR, 30n * DAY, DAY),
      amount(0n, 30n * DAY, 9_000n),
      amount(NOW, NOW + 100n * DAY, NOW - 10n * HOUR),
    ),
    async ([period, offset, timestamp]) => {
      const policy = policyOf({ period, offset: offset % period }, 1n);
      const boundary = await logic.boundaryBefore(policy, timestamp);
      expect(boundary).to.equal(boundaryBefore(policy, timestamp));
      expect(boundary <= timestamp && boundary + period > timestamp).to.be.true;
      expect((boundary - policy.offset) % period).to.equal(0n);
    },
  );

  it("rebalances at 02:30 UTC as AscendEX does", async function () {
    const policy = policyOf({ offset: 9_000n }, 1n);
    const midnight = NOW - 10n * HOUR;
    expect(await logic.boundaryBefore(policy, midnight + 9_000n)).to.equal(midnight + 9_000n);
    expect(await logic.boundaryBefore(policy, midnight + 8_999n)).to.equal(midnight + 9_000n - DAY);
  });

  reachingProperty(
    "widens bounds by as much again every ten minutes since they began to widen, four times at most",
    fc.tuple(amount(0n, 2n * HOUR, 600n, 1_799n, 1_800n, 1_801n), fc.boolean()),
    { growing: 0.2, "at most": 0.1, "not begun yet": 0.2 },
    async ([age, isFuture], reach) => {
      const since = isFuture ? NOW + age : NOW - age;
      const wider = await logic.widening(since, NOW);
      expect(wider).to.equal(wideningOf(since, NOW));
      reach("growing", wider > WAD && wider < 4n * WAD);
      reach("at most", wider === 4n * WAD);
      reach("not begun yet", isFuture && wider === WAD);
    },
  );

  it("does not widen within the second, doubles at ten minutes, and stops at half an hour", async function () {
    const ages: [bigint, bigint][] = [
      [0n, WAD],
      [1n, WAD + WAD / 600n],
      [600n, 2n * WAD],
      [1_799n, WAD + (1_799n * WAD) / 600n],
      [1_800n, 4n * WAD],
      [1_801n, 4n * WAD],
    ];
    for (const [age, wider] of ages) expect(await logic.widening(NOW - age, NOW)).to.equal(wider);
  });

  it("does not widen what nothing has blocked", async function () {
    expect(await logic.widening(0n, NOW)).to.equal(WAD);
    expect(await logic.widening(1n, NOW)).to.equal(4n * WAD);
  });
});
