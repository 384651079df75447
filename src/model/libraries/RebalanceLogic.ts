import { MAX_UINT256, uint256 } from "./Checked.js";
import * as CostCurve from "./CostCurve.js";
import type { Curve } from "./CostCurve.js";
import { divWadDown, mulWad, mulWadDown, mulWadUp, WAD, withSignOf } from "./FixedPoint.js";
import { abs, max, min, saturatingSub, sqrtUp } from "./Math.js";
import * as NavMath from "./NavMath.js";
import type { Fund } from "./NavMath.js";
import { Action, Reason, type Circumstances, type Decision, type Policy } from "./Rebalance.js";

/** {1} A gap to target below 0.01 % of the target notional is not worth a trade. */
export const DUST = 10n ** 14n;
/** {collateral} Of fewer units of equity the venue's rounding of a cost is too large a part for a trade to land on target. */
export const MIN_EQUITY = 2000n;
/** {usd} The venue rounds a trade's cost up by less than this many wei. */
export const COST_ROUNDING = 4n;
/** {s} An emergency's bounds and tip double when its price is this old, and so on. */
export const WIDENING_TIME = 600n;
/** {1} They never widen beyond this many times. */
export const MAX_WIDENING = 4n * WAD;
/** {1} An emergency trade may be this many times larger than others. */
export const EMERGENCY_SIZE = 4n;
/** {1} Of equity that a tip takes at most: 1 %. */
export const MAX_TIP_OF_EQUITY = WAD / 100n;

/** No action, as Solidity's empty struct. */
export function noDecision(): Decision {
  return {
    action: Action.None,
    reason: Reason.None,
    complete: false,
    sizeDelta: 0n,
    limitPrice: 0n,
    tip: 0n,
    dueAt: 0n,
  };
}

/** Decides what is due. Pure in everything, `timestamp` {s} included. */
export function decide(fund: Fund, target: bigint, policy: Policy, facts: Circumstances, timestamp: bigint): Decision {
  const decision = noDecision();
  if (NavMath.isWipedOut(fund)) {
    decision.action = Action.Settle;
    decision.dueAt = timestamp;
    return decision;
  }
  if (NavMath.isDust(fund) || NavMath.equityDown(fund) < MIN_EQUITY) return _nothing(policy, facts, timestamp);
  const reason = reasonFor(fund, target, policy, facts, timestamp);
  // One rebalance per token and block: standing on both sides of one must never pay.
  if (reason === Reason.None || facts.rebalancedAt === timestamp) return _nothing(policy, facts, timestamp);

  let slippage = policy.maxSlippage;
  let maxTrade = facts.maxTrade;
  if (reason === Reason.Emergency) {
    const wider = widening(facts.priceUpdatedAt, timestamp);
    slippage = mulWadDown(policy.emergencySlippage, wider);
    maxTrade = mulWadDown(EMERGENCY_SIZE * maxTrade, wider);
    decision.tip = _fullTip(fund, target, policy, wider);
  }
  const toTarget = _tradeToTarget(fund, target, decision.tip);
  let { wanted } = toTarget;
  const isBuy = toTarget.sign > 0n;
  let traded = min(min(toTarget.reachable, maxTrade), _withinSlippage(fund.curve, isBuy, slippage));
  let size = divWadDown(traded, fund.price);
  if (isBuy === target > 0n) {
    const room = isBuy ? facts.maxLong : facts.maxShort;
    if (size > room) {
      size = room;
      traded = mulWadDown(room, fund.price);
    }
  }
  if (_isDust(fund, target, traded) || size === 0n) {
    if (reason !== Reason.Scheduled || !_isMarkingDue(fund, facts)) return _nothing(policy, facts, timestamp);
    traded = wanted = size = 0n;
  }

  decision.action = Action.Trade;
  decision.reason = reason;
  decision.complete = traded === wanted;
  decision.sizeDelta = withSignOf(size, toTarget.sign);
  if (size !== 0n) decision.limitPrice = _limitPrice(fund.price, size, isBuy, slippage);
  if (traded < wanted) decision.tip = (decision.tip * traded) / wanted;
  decision.dueAt = timestamp;
  return decision;
}

/** Why a rebalance is due by leverage and time alone, whether or not a trade is worth its while. */
export function reasonFor(fund: Fund, target: bigint, policy: Policy, facts: Circumstances, timestamp: bigint): Reason {
  const real = abs(NavMath.notional(fund)) * WAD;
  const onTarget = mulWadDown(abs(target), fund.equity);
  if (real > onTarget * policy.emergencyBand) return Reason.Emergency;
  if (facts.unfinished) {
    return timestamp >= facts.rebalancedAt + policy.cooldown ? Reason.Continuation : Reason.None;
  }
  if (real > onTarget * policy.upperBand || real < onTarget * policy.lowerBand) return Reason.Drift;
  return facts.rebalancedAt < boundaryBefore(policy, timestamp) ? Reason.Scheduled : Reason.None;
}

/** {s} The latest scheduled boundary at or before `timestamp`. */
export function boundaryBefore(policy: Policy, timestamp: bigint): bigint {
  return timestamp - (uint256(timestamp - policy.offset) % policy.period);
}

/** {1} How much wider an emergency's bounds are, WAD: 1 for a price of this very second. */
export function widening(priceUpdatedAt: bigint, timestamp: bigint): bigint {
  const overdue = saturatingSub(timestamp, priceUpdatedAt);
  return min(WAD + (overdue * WAD) / WIDENING_TIME, MAX_WIDENING);
}

/**
 * {usd/base} The index price at which real leverage would reach `bound`, funding aside, WAD, or 0 if no price does:
 * `P' = T (E - Q P) / (Q (1 - T))`.
 * @param bound {1} Signed leverage T, WAD.
 */
export function triggerPrice(fund: Fund, bound: bigint): bigint {
  if (fund.size === 0n || bound === WAD) return 0n;
  const free = fund.equity - NavMath.notional(fund);
  const numerator = mulWad(bound, free);
  const denominator = mulWad(fund.size, WAD - bound);
  if (denominator === 0n || numerator > 0n !== denominator > 0n) return 0n;
  return divWadDown(abs(numerator), abs(denominator));
}

function _nothing(policy: Policy, facts: Circumstances, timestamp: bigint): Decision {
  const decision = noDecision();
  decision.dueAt = facts.unfinished
    ? max(facts.rebalancedAt + policy.cooldown, timestamp + 1n)
    : boundaryBefore(policy, timestamp) + policy.period;
  return decision;
}

/** {collateral} The tip for closing the whole gap. */
function _fullTip(fund: Fund, target: bigint, policy: Policy, wider: bigint): bigint {
  const gap = uint256(abs(NavMath.notional(fund)) - mulWadDown(abs(target), fund.equity));
  const earned = mulWadDown(gap, mulWadDown(policy.tipRate, wider));
  const affordable = mulWadDown(fund.equity, MAX_TIP_OF_EQUITY);
  return min(min(earned, affordable) / fund.unit, policy.tipCap);
}

interface ToTarget {
  /** {usd} The unsigned notional whose trade closes the gap, after its own cost and after the tip. */
  readonly wanted: bigint;
  /** {usd} As much of it as can be. */
  readonly reachable: bigint;
  /** A value with the trade's sign. */
  readonly sign: bigint;
}

/**
 * From `|N + n| = |L| (E - cost(n))`; a cost that outruns the relief leaves no root within the position, and then what can be
 * traded is what brings leverage lowest.
 */
function _tradeToTarget(fund: Fund, target: bigint, tip: bigint): ToTarget {
  const { curve } = fund;
  const real = NavMath.notional(fund);
  const equity = fund.equity - tip * fund.unit;
  const gap = withSignOf(mulWadDown(abs(target), equity), target) - real;
  const sign = gap < 0n ? -1n : 1n;
  const scaledTarget = target * (CostCurve.SCALE / WAD);
  const linear = CostCurve.SCALE + mulWad(scaledTarget * sign, curve.fee);
  let wanted = 0n;
  let lands = linear > 0n;
  if (lands) {
    wanted = uint256(abs(gap) * CostCurve.SCALE) / linear;
    if (CostCurve.hasImpact(curve, withSignOf(wanted, gap))) {
      const quadratic = uint256(2n * abs(scaledTarget) * abs(gap)) / curve.depth;
      const slope = linear + CostCurve.skewSlope(curve, scaledTarget);
      const root = CostCurve.solve(abs(gap), slope, withSignOf(quadratic, target) * sign);
      wanted = root ?? 0n;
      // Where the formula finds its root among trades without impact, a rebate that nobody pays has put it there.
      lands = root !== undefined && CostCurve.hasImpact(curve, withSignOf(wanted, gap));
    }
  }
  const isReduction = gap < 0n === target > 0n;
  if (isReduction && (!lands || wanted > abs(real))) {
    const reachable = _deepestReduction(curve, real, equity);
    return { wanted: max(abs(gap), reachable + 1n), reachable, sign };
  }
  return { wanted, reachable: wanted, sign };
}

/** {usd/base} The worst average fill accepted, with room for the venue's rounding. */
function _limitPrice(price: bigint, size: bigint, isBuy: boolean, slippage: bigint): bigint {
  const bound = mulWadUp(price, slippage) + (COST_ROUNDING * WAD) / size + 1n;
  return isBuy ? price + bound : saturatingSub(price, bound);
}

/**
 * {usd} The reduction m after which another unit of cost weighs more than the leverage it takes away:
 * `N - sqrt(N^2 - 2D (E - fee N + N K / D))`, in the position's direction; below twice the skew impact is free.
 */
function _deepestReduction(curve: Curve, real: bigint, equity: bigint): bigint {
  const n = abs(real);
  const skew = real < 0n ? -curve.skew : curve.skew;
  const afterFee = equity - mulWad(n, curve.fee);
  if (afterFee <= 0n) return 0n;
  const free = skew > 0n ? 2n * skew : 0n;
  const relief = 2n * curve.depth * afterFee + 2n * n * skew;
  if (relief <= 0n) return min(free, n);
  const radicand = n * n - relief;
  const deepest = radicand <= 0n ? n : n - sqrtUp(radicand);
  return min(max(deepest, free), n);
}

/** {usd} The largest notional whose average fill stays within `slippage` of index. */
function _withinSlippage(curve: Curve, isBuy: boolean, slippage: bigint): bigint {
  if (slippage < curve.fee) return 0n;
  if (curve.depth === 0n) return MAX_UINT256;
  const skew = isBuy ? curve.skew : -curve.skew;
  const room = mulWadDown(2n * curve.depth, slippage - curve.fee) - 2n * skew;
  return room > 0n ? room : 0n;
}

/**
 * Whether profit has used up so much of the venue's reserve that marking the account anew would at least double what the
 * fund may still win.
 */
function _isMarkingDue(fund: Fund, facts: Circumstances): boolean {
  return fund.size !== 0n && facts.winnableIfMarked > 2n * facts.winnable;
}

function _isDust(fund: Fund, target: bigint, traded: bigint): boolean {
  const least = mulWadDown(mulWadDown(abs(target), fund.equity), DUST);
  const rounding = (2n * abs(NavMath.notional(fund)) * fund.unit) / fund.equity;
  return traded <= least || traded <= rounding;
}
