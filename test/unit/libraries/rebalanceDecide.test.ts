import { expect } from "chai";
import { connect } from "../../support/connect.js";
import {
  boundaryBefore,
  dustOf,
  expectedOf,
  limitOf,
  reasonOf,
  type Expected,
} from "../../support/libraries/expectedDecision.js";
import { missing } from "../../support/libraries/expectedTrade.js";
import { chargedCost, exactCost, notionalOf } from "../../support/libraries/fund.js";
import { isEmpty } from "../../support/libraries/orders.js";
import { ratio, type Rational } from "../../support/libraries/rational.js";
import { argumentsOf, rebalance, type Case, type Decision } from "../../support/libraries/rebalances.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { abs, max, WAD } from "../../support/numbers.js";
import { Action, Reason } from "../../support/outcomes.js";

const { ethers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");

const decide = async (given: Case): Promise<Decision> => logic.decide(...argumentsOf(given));
const NOTHING = { action: Action.None, reason: Reason.None, complete: false, sizeDelta: 0n, limitPrice: 0n, tip: 0n };

/** {s} When time alone makes the next rebalance due. */
function nextDue({ policy, facts, timestamp }: Case): bigint {
  if (facts.unfinished) return max(facts.rebalancedAt + policy.cooldown, timestamp + 1n);
  return boundaryBefore(policy, timestamp) + policy.period;
}

function expectDecision(actual: Decision, expected: Decision) {
  const { action, reason, complete, sizeDelta, limitPrice, tip, dueAt } = actual;
  expect({ action, reason, complete, sizeDelta, limitPrice, tip, dueAt }).to.deep.equal(expected);
}

/** Whether `value` is too near `bound` for the contract's rounding not to matter. */
const isNear = (value: bigint | Rational, bound: bigint | Rational, tolerance: bigint) =>
  ratio(value).sub(bound).abs().compare(tolerance) <= 0;

/** {usd} Notional of the trade decided on, in wei. */
const tradedIn = (given: Case, { sizeDelta }: Decision) => ratio(abs(sizeDelta) * given.fund.price, WAD);

/** The trade is what is wanted less every cut, to the wei of a coin. */
function expectTrade(given: Case, decision: Decision, expected: Expected) {
  const traded = tradedIn(given, decision);
  const wei = ratio(given.fund.price, WAD);
  const isOf = (value: bigint) =>
    traded.sub(value).compare(expected.tolerance) <= 0 && traded.add(wei).sub(value).compare(-expected.tolerance) >= 0;
  const equity = given.fund.equity - expected.fullTip * given.fund.unit;
  // Where the trade comes so near to never landing that a wei moves it far, what counts is that it lands.
  const off = missing(given.fund, given.target, equity, expected.sign, traded).abs();
  const isLanding = expected.lands && off.compare(wei.mul(2n).add(2n * expected.tolerance)) <= 0;
  const message = `trades ${traded.toString()}, not ${expected.cut.toString()} of ${expected.wanted.toString()}`;
  expect(isOf(expected.cut) || isLanding, message).to.be.true;
  expect(decision.sizeDelta > 0n ? 1n : -1n).to.equal(expected.sign);
}

describe("RebalanceLogic: decide", function () {
  reachingProperty(
    "trades exactly what lands on target after its cost and tip, cut to size, room and slippage, at a limit the venue's " +
      "fill passes; and does nothing where that is dust",
    rebalance,
    {
      "a complete trade": 0.1,
      "a cut trade": 0.1,
      "an increase": 0.1,
      "a reduction": 0.15,
      "with impact": 0.1,
      "cut to room": 0.01,
      "cut to slippage": 0.02,
      "no landing": 0.004,
      "a tip": 0.03,
      "a tip for a part": 0.01,
      dust: 0.05,
      marking: 0.001,
      "not due": 0.05,
    },
    async (given, reach) => {
      const { fund, facts, timestamp } = given;
      const decision = await decide(given);
      const isSmall = isEmpty(fund) || fund.equity / fund.unit < 2_000n;
      if (fund.equity < fund.unit && !isEmpty(fund)) {
        expectDecision(decision, { ...NOTHING, action: Action.Settle, dueAt: timestamp });
        return;
      }
      const reason = isSmall ? Reason.None : reasonOf(given);
      if (reason === undefined) return;
      const nothing = { ...NOTHING, dueAt: nextDue(given) };
      if (reason === Reason.None || facts.rebalancedAt === timestamp) {
        expectDecision(decision, nothing);
        reach("not due");
        return;
      }
      const expected = expectedOf(given, reason);
      const { cut, wanted, tolerance, fullTip, slippage } = expected;
      if (isNear(cut, dustOf(given), tolerance)) return;
      if (dustOf(given).compare(cut) >= 0 || (cut * WAD) / fund.price === 0n) {
        reach("dust");
        const isMarking =
          reason === Reason.Scheduled && fund.size !== 0n && facts.winnableIfMarked > 2n * facts.winnable;
        reach("marking", isMarking);
        const marked = { ...NOTHING, action: Action.Trade, reason, complete: true, dueAt: timestamp };
        expectDecision(decision, isMarking ? marked : nothing);
        return;
      }
      expect([decision.action, decision.reason, decision.dueAt]).to.deep.equal([Action.Trade, reason, timestamp]);
      expectTrade(given, decision, expected);
      const isCut = cut < wanted;
      if (!isNear(cut, wanted, tolerance) || !isCut) {
        if (!isNear(nextBound(expected), wanted, tolerance)) {
          expect(decision.complete).to.equal(expected.lands && !isCut);
        }
      }
      const perTip = ratio(fullTip * cut, max(expected.gap, 1n));
      const tipSlack = 1n + (reason === Reason.Emergency ? 1n + 3n / fund.unit : 0n);
      const relative = perTip.mul(tolerance).div(max(expected.gap, 1n));
      expect(perTip.sub(decision.tip).abs().compare(relative.add(tipSlack)) <= 0, "tip").to.be.true;
      expectLimit(given, decision, slippage);

      reach("a complete trade", decision.complete);
      reach("a cut trade", isCut);
      reach("an increase", expected.room !== undefined);
      reach("a reduction", expected.room === undefined);
      const n = ratio(cut * expected.sign);
      reach("with impact", exactCost({ ...fund.curve, fee: 0n }, n).compare(0n) > 0);
      reach("cut to room", abs(decision.sizeDelta) === expected.room);
      reach("cut to slippage", isCut && cut === expected.bySlippage);
      reach("no landing", !expected.lands);
      reach("a tip", decision.tip > 0n);
      reach("a tip for a part", decision.tip > 0n && isCut);
    },
    { normal: 500, deep: 5_000 },
  );

  function nextBound({ bounds, wanted }: Expected): bigint {
    const distances = bounds.map((bound) => abs(bound - wanted));
    const nearest = distances.reduce((a, b) => (b < a ? b : a));
    return bounds[distances.indexOf(nearest)]!;
  }

  /** The limit is index and slippage and the roundings, and not a wei further; the venue's fill of this trade passes. */
  function expectLimit({ fund }: Case, { sizeDelta, limitPrice }: Decision, slippage: bigint) {
    const exact = limitOf(fund.price, sizeDelta, slippage);
    const perBase = ratio(chargedCost(fund.curve, sizeDelta, fund.price) * WAD, abs(sizeDelta));
    if (sizeDelta > 0n) {
      expect(exact.compare(limitPrice) <= 0 && exact.add(2n).compare(limitPrice) >= 0, "buying limit").to.be.true;
      const fill = ratio(fund.price).add(perBase);
      expect(fill.floor().compare(limitPrice) <= 0, "bought within the limit").to.be.true;
    } else {
      const floor = exact.compare(2n) < 0 ? ratio(0n) : exact.sub(2n);
      const most = exact.compare(0n) < 0 ? ratio(0n) : exact;
      expect(floor.compare(limitPrice) <= 0 && most.compare(limitPrice) >= 0, "selling limit").to.be.true;
      const fill = ratio(fund.price).sub(perBase);
      expect(fill.ceil().compare(limitPrice) >= 0, "sold within the limit").to.be.true;
    }
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
