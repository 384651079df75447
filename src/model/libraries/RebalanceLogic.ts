import { MAX_UINT256, uint256 } from "./Checked.js";
import * as CostCurve from "./CostCurve.js";
import type { Curve } from "./CostCurve.js";
import { divWadDown, mulWad, mulWadDown, mulWadUp, WAD, withSignOf } from "./FixedPoint.js";
import { abs, ceilDiv, max, min, saturatingSub, sqrtUp } from "./Math.js";
import * as NavMath from "./NavMath.js";
import type { Fund } from "./NavMath.js";
import {
  Action,
  Blocker,
  noDecision,
  Reason,
  type BandParameters,
  type Decision,
  type RebalanceContext,
} from "./Rebalance.js";

/** {1} A gap to target below 0.01 % of the target notional is not worth a trade. */
export const DUST = 10n ** 14n;
/** {usd} The venue rounds a trade's cost up by less than this many wei. */
export const COST_ROUNDING = 4n;
/**
 * {s} The bounds of a reduction double when it has been blocked for this long, an emergency's tip when its price is this
 * old, and so on.
 */
export const WIDENING_TIME = 600n;
/** {1} They never widen beyond this many times. */
export const MAX_WIDENING = 4n * WAD;
/** {1} An emergency trade may be this many times larger than others. */
export const EMERGENCY_SIZE = 4n;
/** {1} Of equity that a tip takes at most: 1 %. */
export const MAX_TIP_OF_EQUITY = WAD / 100n;

/** Decides what is due. */
export function decide(fund: Fund, target: bigint, bands: BandParameters, context: RebalanceContext): Decision {
  const nothing = { ...noDecision(), dueAt: _nextByTime(bands, context) };
  // One rebalance per token and block: standing on both sides of one must never pay.
  if (NavMath.isTooSmall(fund) || context.rebalancedAt === context.timestamp) return nothing;
  const reason = reasonFor(fund, target, bands, context);
  const trade = reason === Reason.None ? undefined : _decideTrade(fund, target, bands, context, reason);
  // A trade that is blocked must not keep the position from winning on.
  if (trade?.action === Action.Trade || !_isMarkingDue(fund, context)) return trade ?? nothing;
  return {
    ...nothing,
    action: Action.Trade,
    reason: Reason.Marking,
    complete: !context.unfinished,
    dueAt: context.timestamp,
  };
}

/** The trade toward target, or what blocks it; `undefined` where the gap is not worth a trade at all. */
function _decideTrade(
  fund: Fund,
  target: bigint,
  bands: BandParameters,
  context: RebalanceContext,
  reason: Reason,
): Decision | undefined {
  const tip = reason === Reason.Emergency ? _fullTip(fund, target, bands, context) : 0n;
  const { wanted, reachable, sign } = _tradeToTarget(fund, target, tip);
  if (_isDust(fund, target, wanted)) return undefined;
  const isReduction = sign < 0n === target > 0n;
  let slippage = bands.maxSlippage;
  let { maxTrade } = context;
  if (isReduction) {
    const wider = widening(context.blockedSince, context.timestamp);
    slippage = mulWadDown(bands.emergencySlippage, wider);
    if (reason === Reason.Emergency) maxTrade = mulWadDown(EMERGENCY_SIZE * maxTrade, wider);
  }
  const { traded, blocker } = _cut(fund, context, min(reachable, maxTrade), sign, isReduction, slippage);
  const size = divWadDown(traded, fund.price);
  // A chunk of the largest size allowed is worth its while however large the fund is.
  const isBlocked = size === 0n || (traded < min(wanted, maxTrade) && _isDust(fund, target, traded));
  const decision: Decision = {
    ...noDecision(),
    reason,
    sizeDelta: withSignOf(size, sign),
    maxCost: ceilDiv(mulWadUp(traded, slippage) + COST_ROUNDING, fund.unit),
    dueAt: context.timestamp,
  };
  if (isBlocked) {
    // No reduction lowers leverage where its cost outruns the relief.
    return { ...decision, action: Action.Blocked, blocker: blocker === Blocker.None ? Blocker.Cost : blocker };
  }
  return {
    ...decision,
    action: Action.Trade,
    complete: traded === wanted,
    tip: traded < wanted ? (tip * traded) / wanted : tip,
  };
}

/** {usd} The part of a trade that its cost bound and the venue leave, and what has cut it, if anything. */
function _cut(
  fund: Fund,
  context: RebalanceContext,
  wanted: bigint,
  sign: bigint,
  isReduction: boolean,
  slippage: bigint,
): { traded: bigint; blocker: Blocker } {
  let traded = min(wanted, _withinSlippage(fund.curve, sign > 0n, slippage));
  let blocker = traded < wanted ? Blocker.Cost : Blocker.None;
  let room = context.maxReduction;
  if (!isReduction) room = sign > 0n ? context.maxLong : context.maxShort;
  if (divWadDown(traded, fund.price) > room) {
    traded = mulWadDown(room, fund.price);
    blocker = isReduction ? Blocker.Reduction : Blocker.Increase;
  }
  if (isReduction && divWadDown(traded, fund.price) < context.minReduction) {
    return { traded: 0n, blocker: Blocker.Reduction };
  }
  return { traded, blocker };
}

/** Why a rebalance is due by leverage and time alone, whether or not a trade is worth its while. */
export function reasonFor(fund: Fund, target: bigint, bands: BandParameters, context: RebalanceContext): Reason {
  const { rebalancedAt, timestamp } = context;
  const real = abs(NavMath.notional(fund)) * WAD;
  const onTarget = mulWadDown(abs(target), fund.equity);
  if (real > onTarget * bands.emergencyBand) return Reason.Emergency;
  if (context.unfinished) return timestamp >= rebalancedAt + bands.cooldown ? Reason.Continuation : Reason.None;
  if (real > onTarget * bands.upperBand || real < onTarget * bands.lowerBand) return Reason.Drift;
  return rebalancedAt < boundaryBefore(bands, timestamp) ? Reason.Scheduled : Reason.None;
}

/** {s} The latest scheduled boundary at or before `timestamp`. */
export function boundaryBefore(bands: Pick<BandParameters, "period" | "offset">, timestamp: bigint): bigint {
  return timestamp - (uint256(timestamp - bands.offset) % bands.period);
}

/**
 * {1} How much wider bounds are that began to widen at `since`, WAD: 1 for this very second, and where nothing has begun.
 */
export function widening(since: bigint, timestamp: bigint): bigint {
  if (since === 0n) return WAD;
  const overdue = saturatingSub(timestamp, since);
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

/** {s} */
function _nextByTime(bands: BandParameters, context: RebalanceContext): bigint {
  const { unfinished, rebalancedAt, timestamp } = context;
  return unfinished
    ? max(rebalancedAt + bands.cooldown, timestamp + 1n)
    : boundaryBefore(bands, timestamp) + bands.period;
}

/** {collateral} The tip for closing the whole gap. */
function _fullTip(fund: Fund, target: bigint, bands: BandParameters, context: RebalanceContext): bigint {
  const gap = uint256(abs(NavMath.notional(fund)) - mulWadDown(abs(target), fund.equity));
  const wider = widening(context.priceUpdatedAt, context.timestamp);
  const earned = mulWadDown(gap, mulWadDown(bands.tipRate, wider));
  const affordable = mulWadDown(fund.equity, min(MAX_TIP_OF_EQUITY, context.tipsLeft));
  return min(min(earned, affordable) / fund.unit, bands.tipCap);
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
 * Whether profit has used up so much of the venue's reserve that marking the account again would at least double what the
 * fund may still win.
 */
function _isMarkingDue(fund: Fund, { remainingProfit, remainingProfitIfMarked }: RebalanceContext): boolean {
  return fund.size !== 0n && remainingProfitIfMarked > 2n * remainingProfit;
}

/**
 * Whether a trade is not worth its while: a small part of target, or so small that the venue's rounding of its cost to a
 * whole unit could move leverage by as much.
 */
function _isDust(fund: Fund, target: bigint, traded: bigint): boolean {
  const least = mulWadDown(mulWadDown(abs(target), fund.equity), DUST);
  const rounding = (2n * abs(NavMath.notional(fund)) * fund.unit) / fund.equity;
  return traded <= least || traded <= rounding;
}
