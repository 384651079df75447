import { expect } from "chai";
import { ZeroAddress } from "ethers";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount } from "../../support/libraries/arbitrary.js";
import { isTooSmall } from "../../support/libraries/fund.js";
import {
  answered,
  blockedByPolicy,
  codeReturning,
  encoded,
  guarded,
  helps,
  isBeyondHardBand,
  liquidatedAfterMove,
  MAINTENANCE,
  objectionTo,
  ownReduction,
  POLICY,
  readingOf,
  type Objection,
} from "../../support/libraries/guarded.js";
import { ceil, ratio } from "../../support/libraries/rational.js";
import { argumentsOf, type Case, type Decision } from "../../support/libraries/rebalances.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { abs, WAD, wad } from "../../support/numbers.js";
import { Action } from "../../support/outcomes.js";

const { ethers, networkHelpers } = await connect();
const guard = await ethers.deployContract("RebalanceGuardHarness");
const logic = await ethers.deployContract("RebalanceLogicHarness");

/** What the guard makes of an answer. */
async function decide(given: Case, answer: Decision): Promise<Decision> {
  await networkHelpers.setCode(POLICY, codeReturning(encoded(answer)));
  return guard.decide(readingOf(given), given.fund, given.context, MAINTENANCE);
}

function expectDecision(actual: Decision, expected: Decision) {
  const { action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt } = actual;
  expect({ action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt }).to.deep.equal(expected);
}

/** What comes of an answer that is allowed or not: beyond the hard band the token reduces where its policy is no help. */
function outcomeOf(given: Case, answer: Decision, isAllowed: boolean): Decision {
  const { rebalancedAt, timestamp } = given.context;
  const isSecond = answer.action === Action.Trade && rebalancedAt === timestamp;
  const decision = isAllowed && !isSecond ? answer : blockedByPolicy(given);
  return isBeyondHardBand(given) && !helps(given, decision) ? ownReduction(given) : decision;
}

describe("RebalanceGuard", function () {
  const objections: Record<Objection, number> = {
    settling: 0.005,
    "no blocker": 0.0005,
    "at target": 0.02,
    "past target": 0.1,
    "too dear": 0.08,
    "a tip too large": 0.003,
    "a tip without need": 0.03,
  };
  reachingProperty(
    "lets a policy do what goes toward target from somewhere else and not past it, within the bounds of cost and tip, and nothing further; " +
      "and beyond the hard band reduces by itself where the policy does not",
    answered,
    { ...objections, "a trade": 0.1, "a trade with a tip": 0.003, "a reduction of its own": 0.02, waiting: 0.01 },
    async ({ given, answer }, reach) => {
      const { objection, isClear } = objectionTo(given, answer, given.context.tipsLeft);
      if (!isClear) return;
      const decision = await decide(given, answer);
      const isAllowed = objection === undefined;
      expectDecision(decision, outcomeOf(given, answer, isAllowed));
      if (objection !== undefined) reach(objection);
      const isTrade = isAllowed && answer.action === Action.Trade && answer.sizeDelta !== 0n;
      reach("a trade", isTrade);
      reach("a trade with a tip", isTrade && answer.tip > 0n);
      reach("a reduction of its own", !isTrade && decision.sizeDelta !== 0n);
      reach("waiting", isAllowed && !isTrade && answer.action === Action.None);
    },
    { normal: 1_000, deep: 10_000 },
  );

  reachingProperty(
    "lets a band policy do all it decides",
    guarded,
    { "an increase": 0.05, "a reduction": 0.1, "a tip": 0.03, "a dear one": 0.002, blocked: 0.03 },
    async (given, reach) => {
      const { action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt } = await logic.decide(
        ...argumentsOf(given),
      );
      const answer = { action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt };
      expectDecision(await decide(given, answer), outcomeOf(given, answer, true));
      if (action !== Action.Trade) reach("blocked", action === Action.Blocked);
      else {
        const isReduction = sizeDelta > 0n !== given.target > 0n;
        reach("an increase", sizeDelta !== 0n && !isReduction);
        reach("a reduction", sizeDelta !== 0n && isReduction);
        reach("a tip", tip > 0n);
        const traded = ratio(sizeDelta * given.fund.price, WAD).abs();
        reach(
          "a dear one",
          ratio(maxCost * given.fund.unit, 1n)
            .mul(5n)
            .compare(traded) >= 0,
        );
      }
    },
    { normal: 500, deep: 5_000 },
  );

  reachingProperty(
    "knows the leverage from which a 5 % move leads to liquidation, on either side",
    fc.tuple(fc.boolean(), amount(1n, WAD / 2n, wad("0.03"))),
    { long: 0.3, short: 0.3 },
    async ([isLong, maintenance], reach) => {
      const leverage = await guard.leverageAtDistance(isLong, maintenance);
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
    "survives any words at all: what is not a decision, or not one it allows, blocks",
    fc.tuple(guarded, fc.array(fc.oneof(amount(0n, 2n ** 256n - 1n), amount(0n, 4n)), { minLength: 0, maxLength: 9 })),
    { "too few": 0.2, enough: 0.05 },
    async ([given, words], reach) => {
      const data = ethers.AbiCoder.defaultAbiCoder().encode(
        words.map(() => "uint256"),
        words,
      );
      await networkHelpers.setCode(POLICY, codeReturning(data));
      const decision = await guard.decide(readingOf(given), given.fund, given.context, MAINTENANCE);
      const isShort = words.length < 8;
      if (isShort) expectDecision(decision, outcomeOf(given, blockedByPolicy(given), false));
      else expect(decision.action).not.to.equal(Action.Settle);
      const isTrade = decision.action === Action.Trade;
      if (isTrade) expect(abs(decision.sizeDelta) * given.fund.price < 2n ** 120n * WAD, "a size there is").to.be.true;
      reach("too few", isShort);
      reach("enough", !isShort && !isTooSmall(given.fund));
    },
    { normal: 300, deep: 3_000 },
  );

  it("takes an address without code as a policy that does not answer", async function () {
    const [given] = fc.sample(guarded, { numRuns: 1, seed: 1 });
    const reading = { ...readingOf(given!), policy: ZeroAddress };
    const decision = await guard.decide(reading, given!.fund, given!.context, MAINTENANCE);
    expectDecision(decision, outcomeOf(given!, blockedByPolicy(given!), false));
  });
});
