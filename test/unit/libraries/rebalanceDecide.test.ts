import { expect } from "chai";
import { connect } from "../../support/connect.js";
import {
  boundaryBefore,
  dustOf,
  expectedOf,
  mostCostOf,
  reasonOf,
  type Expected,
} from "../../support/libraries/expectedDecision.js";
import { missing } from "../../support/libraries/expectedTrade.js";
import { chargedCost, exactCost, isTooSmall, notionalOf } from "../../support/libraries/fund.js";
import { chargeOf } from "../../support/libraries/orders.js";
import { isBelow, ratio, type Rational } from "../../support/libraries/rational.js";
import { argumentsOf, rebalance, type Case, type Decision } from "../../support/libraries/rebalances.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { abs, max, min, WAD } from "../../support/numbers.js";
import { Action, Blocker, Reason } from "../../support/outcomes.js";

const { ethers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");

const decide = async (given: Case): Promise<Decision> => logic.decide(...argumentsOf(given));
const NOTHING = {
  action: Action.None,
  reason: Reason.None,
  blocker: Blocker.None,
  complete: false,
  sizeDelta: 0n,
  maxCost: 0n,
  tip: 0n,
};

/** {s} When time alone makes the next rebalance due. */
function nextDue({ bands, context }: Case): bigint {
  const { unfinished, rebalancedAt, timestamp } = context;
  if (unfinished) return max(rebalancedAt + bands.cooldown, timestamp + 1n);
  return boundaryBefore(bands, timestamp) + bands.period;
}

const isMarkingDue = ({ fund, context }: Case): boolean =>
  fund.size !== 0n && context.remainingProfitIfMarked > 2n * context.remainingProfit;

/** What is decided where no trade can be done or is worth its while: marking, if that at least doubles what may be won. */
function withoutTrade(given: Case): Decision {
  const { context } = given;
  if (!isMarkingDue(given)) return { ...NOTHING, dueAt: nextDue(given) };
  const complete = !context.unfinished;
  return { ...NOTHING, action: Action.Trade, reason: Reason.Marking, complete, dueAt: context.timestamp };
}

function expectDecision(actual: Decision, expected: Decision) {
  const { action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt } = actual;
  expect({ action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt }).to.deep.equal(expected);
}

/** Whether `value` is too near `bound` for the contract's rounding not to matter. */
const isNear = (value: bigint | Rational, bound: bigint | Rational, tolerance: bigint) =>
  ratio(value).sub(bound).abs().compare(tolerance) <= 0;

/** {usd} Notional of so many wei of a coin, in wei. */
const worthOf = ({ fund }: Case, size: bigint) => ratio(size * fund.price, WAD);

/** The size is what is wanted less every cut, to the wei of a coin. */
function expectSize(given: Case, decision: Decision, expected: Expected) {
  const traded = worthOf(given, abs(decision.sizeDelta));
  const wei = worthOf(given, 1n);
  const isOf = (value: bigint) =>
    traded.sub(value).compare(expected.tolerance) <= 0 && traded.add(wei).sub(value).compare(-expected.tolerance) >= 0;
  const equity = given.fund.equity - expected.fullTip * given.fund.unit;
  // Where the trade comes so near to never landing that a wei moves it far, what counts is that it lands.
  const off = missing(given.fund, given.target, equity, expected.sign, traded).abs();
  const isLanding = expected.lands && off.compare(wei.mul(2n).add(2n * expected.tolerance)) <= 0;
  const message = `trades ${traded.toString()}, not ${expected.cut.toString()} of ${expected.wanted.toString()}`;
  expect(isOf(expected.cut) || isLanding, message).to.be.true;
  if (decision.sizeDelta !== 0n) expect(decision.sizeDelta > 0n ? 1n : -1n).to.equal(expected.sign);
}

/** The bound is slippage of what is traded and the roundings, and not a unit further. */
function expectMaxCost(given: Case, { sizeDelta, maxCost }: Decision, slippage: bigint) {
  const size = abs(sizeDelta);
  // What is traded has a part of the next wei of a coin.
  expect(maxCost >= mostCostOf(given, worthOf(given, size), slippage), "no less").to.be.true;
  expect(maxCost <= mostCostOf(given, worthOf(given, size + 1n), slippage), "no more").to.be.true;
}

describe("RebalanceLogic: decide", function () {
  reachingProperty(
    "trades exactly what lands on target after its cost and tip, cut to size, room and cost bound, which the venue's " +
      "charge keeps; says what blocks it where too little is left; and does nothing where the whole of it is dust",
    rebalance,
    {
      "a complete trade": 0.1,
      "a cut trade": 0.1,
      "an increase": 0.08,
      "a reduction": 0.1,
      "with impact": 0.1,
      "cut to room": 0.01,
      "cut to cost": 0.02,
      "no landing": 0.004,
      "a tip": 0.03,
      "a tip for a part": 0.01,
      "blocked by cost": 0.01,
      "blocked by the venue": 0.02,
      marking: 0.02,
      nothing: 0.05,
    },
    async (given, reach) => {
      const { fund, context } = given;
      const { timestamp } = context;
      const decision = await decide(given);
      if (isTooSmall(fund) || context.rebalancedAt === timestamp) {
        expectDecision(decision, { ...NOTHING, dueAt: nextDue(given) });
        return;
      }
      const reason = reasonOf(given);
      if (reason === undefined) return;
      const expected = reason === Reason.None ? undefined : expectedOf(given, reason);
      const dust = dustOf(given);
      if (expected !== undefined && isNear(expected.gap, dust, expected.tolerance)) return;
      if (expected === undefined || !isBelow(dust, expected.gap)) {
        expectDecision(decision, withoutTrade(given));
        reach("marking", decision.reason === Reason.Marking);
        reach("nothing", decision.action === Action.None);
        return;
      }
      const { cut, gap, tolerance, fullTip, maxTrade, slippage, isReduction } = expected;
      // What the venue and the cost bound leave must be all there may be, or not dust.
      const most = min(gap, maxTrade);
      const isDust = !isBelow(dust, cut);
      if (isNear(cut, dust, tolerance) || (isDust && cut !== most && isNear(cut, most, tolerance))) return;
      const least = isReduction ? context.minReduction : 0n;
      if (least > 0n && isNear(cut, worthOf(given, least), tolerance + fund.price / WAD + 1n)) return;
      const isBelowLeast = (cut * WAD) / fund.price < least;
      const isBlocked = isBelowLeast || (cut * WAD) / fund.price === 0n || (isDust && cut < most);
      if (isBlocked && isMarkingDue(given)) {
        expectDecision(decision, withoutTrade(given));
        return;
      }
      expect([decision.reason, decision.dueAt]).to.deep.equal([reason, timestamp]);
      if (isBlocked) {
        expect([decision.action, decision.complete, decision.tip]).to.deep.equal([Action.Blocked, false, 0n]);
        if (isBelowLeast) expect(decision.sizeDelta).to.equal(0n);
        else expectSize(given, decision, expected);
        expectMaxCost(given, decision, slippage);
        const blocker = isBelowLeast ? Blocker.Reduction : blockerOf(given, expected);
        if (blocker !== undefined) expect(decision.blocker).to.equal(blocker);
        reach("blocked by cost", decision.blocker === Blocker.Cost);
        reach("blocked by the venue", decision.blocker !== Blocker.Cost);
        return;
      }
      expect([decision.action, decision.blocker]).to.deep.equal([Action.Trade, Blocker.None]);
      expectSize(given, decision, expected);
      expectMaxCost(given, decision, slippage);
      expect(chargeOf(fund, decision.sizeDelta) <= decision.maxCost, "the charge is within its bound").to.be.true;
      const isCut = cut < expected.wanted;
      if (!isNear(nearestBound(given, expected), expected.wanted, tolerance)) {
        expect(decision.complete).to.equal(expected.lands && !isCut);
      }
      const perTip = ratio(fullTip * cut, max(gap, 1n));
      const tipSlack = 1n + (reason === Reason.Emergency ? 1n + 3n / fund.unit : 0n);
      const relative = perTip.mul(tolerance).div(max(gap, 1n));
      expect(perTip.sub(decision.tip).abs().compare(relative.add(tipSlack)) <= 0, "tip").to.be.true;

      reach("a complete trade", decision.complete);
      reach("a cut trade", isCut);
      reach("an increase", !isReduction);
      reach("a reduction", isReduction);
      const n = ratio(cut * expected.sign);
      reach("with impact", exactCost({ ...fund.curve, fee: 0n }, n).compare(0n) > 0);
      reach("cut to room", isCut && cut === (expected.room * fund.price) / WAD);
      reach("cut to cost", isCut && cut === expected.bySlippage);
      reach("no landing", !expected.lands);
      reach("a tip", decision.tip > 0n);
      reach("a tip for a part", decision.tip > 0n && isCut);
    },
    { normal: 500, deep: 5_000 },
  );

  /** {usd} Of all that may cut the trade, what comes nearest to what is wanted. */
  function nearestBound(given: Case, { wanted, maxTrade, bySlippage, room }: Expected): bigint {
    const bounds = [maxTrade, bySlippage ?? maxTrade, (room * given.fund.price) / WAD];
    const distances = bounds.map((bound) => abs(bound - wanted));
    return bounds[distances.indexOf(distances.reduce(min))]!;
  }

  /** What cuts a trade last: the venue's room, else its cost. Undefined where both cut it to the same. */
  function blockerOf(given: Case, { wanted, maxTrade, bySlippage, room, tolerance, isReduction }: Expected) {
    const most = min(min(wanted, maxTrade), bySlippage ?? wanted);
    const roomNotional = worthOf(given, room);
    if (isNear(roomNotional, most, tolerance + given.fund.price / WAD + 1n)) return undefined;
    if (isBelow(roomNotional, most)) return isReduction ? Blocker.Reduction : Blocker.Increase;
    return Blocker.Cost;
  }

  reachingProperty(
    "moves leverage strictly toward target and never past it, and a complete trade to within 0.1 % of it",
    rebalance,
    { complete: 0.1, partial: 0.1 },
    async (given, reach) => {
      const { fund, target } = given;
      const { action, complete, sizeDelta, tip } = await decide(given);
      if (action !== Action.Trade || sizeDelta === 0n) return;
      const cost = ratio(chargedCost(fund.curve, sizeDelta, fund.price), fund.unit)
        .ceil()
        .mul(fund.unit);
      const equity = ratio(fund.equity - tip * fund.unit).sub(cost);
      expect(equity.compare(0n) > 0).to.be.true;
      const before = notionalOf(fund).div(fund.equity).mul(WAD);
      const after = notionalOf({ ...fund, size: fund.size + sizeDelta })
        .div(equity)
        .mul(WAD);
      const distance = (leverage: Rational) => leverage.sub(target).abs();
      expect(distance(after).compare(distance(before)) < 0, "nearer").to.be.true;
      if (complete) {
        expect(distance(after).mul(1_000n).compare(abs(target)) <= 0, "on target").to.be.true;
      } else {
        const isSameSide = after.sub(target).mul(before.sub(target)).compare(0n) >= 0;
        expect(isSameSide || distance(after).mul(1_000n).compare(abs(target)) <= 0, "not past it").to.be.true;
      }
      reach("complete", complete);
      reach("partial", !complete);
    },
    { normal: 400, deep: 3_000 },
  );
});
