import { attempt } from "../ModelRevert.js";
import type { TokenReading } from "../token/TokenTypes.js";
import { uint256 } from "./Checked.js";
import * as CostCurve from "./CostCurve.js";
import { divWadDown, mulDivDown, mulDivUp, mulWadDown, mulWadUp, WAD, withSignOf } from "./FixedPoint.js";
import { abs, ceilDiv, max, min, saturatingSub } from "./Math.js";
import * as NavMath from "./NavMath.js";
import type { Fund } from "./NavMath.js";
import { Action, Blocker, noDecision, Reason, type Decision, type RebalanceContext } from "./Rebalance.js";
import { COST_ROUNDING, DUST } from "./RebalanceLogic.js";

/** {1} Most a rebalance may cost of its notional, WAD. */
export const MAX_COST = WAD / 5n;
/** {1} Most a tip may be of the notional its rebalance closes, WAD. */
export const MAX_TIP_RATE = WAD / 25n;
/** {1} Over the emergency band, leverage at which the token reduces by itself where its policy does not, WAD. */
export const HARD_BAND = (5n * WAD) / 4n;
/** {1} Least price move to liquidation: closer to it the token reduces by itself too, WAD. */
export const MIN_LIQUIDATION_DISTANCE = WAD / 20n;
/** {1} Part of the target by which a complete reduction may miss it, WAD. */
const TOLERANCE = WAD / 1000n;
/** {1} Least part of the gap to target that a policy's trade must close beyond the hard band, WAD. */
const LEAST_HELP = WAD / 100n;
const MAX_UINT120 = (1n << 120n) - 1n;
const MAX_UINT128 = (1n << 128n) - 1n;

/**
 * The policy's decision where it is one the token allows, the token's own beyond the hard band, and otherwise that the
 * policy blocks. How much gas a policy uses, and whether its answer is a decision at all, is not modelled: a policy here
 * decides or reverts.
 * @param maintenanceMargin {1} The venue's, now, WAD.
 */
export function decide(
  reading: Pick<TokenReading, "policy" | "targetLeverage" | "emergencyBand">,
  fund: Fund,
  context: RebalanceContext,
  maintenanceMargin: bigint,
): Decision {
  const { targetLeverage: target, emergencyBand: emergency } = reading;
  let decision = attempt(() => reading.policy.decide(fund, target, context));
  // One rebalance per token and block: standing on both sides of one must never pay.
  const isSecond = decision?.action === Action.Trade && context.rebalancedAt === context.timestamp;
  if (decision === undefined || isSecond || !_isAllowed(fund, target, decision, emergency, context.tipsLeft)) {
    decision = {
      ...noDecision(),
      action: Action.Blocked,
      blocker: Blocker.Policy,
      dueAt: context.timestamp,
    };
  }
  if (!_isBeyondHardBand(fund, target, emergency, maintenanceMargin)) return decision;
  const gap = _gap(fund, target);
  return _helps(fund, decision, gap) ? decision : _ownReduction(fund, target, context, gap);
}

/**
 * {1} The leverage from which a move by {@link MIN_LIQUIDATION_DISTANCE} leads to liquidation, WAD: with d the distance and
 * m the maintenance margin, a long is liquidated where `1 - l d = m l (1 - d)`, a short where `1 - l d = m l (1 + d)`.
 */
export function leverageAtDistance(isLong: boolean, maintenanceMargin: bigint): bigint {
  const priceThen = isLong ? WAD - MIN_LIQUIDATION_DISTANCE : WAD + MIN_LIQUIDATION_DISTANCE;
  return mulDivDown(WAD, WAD, MIN_LIQUIDATION_DISTANCE + mulDivUp(maintenanceMargin, priceThen, WAD));
}

/** Whether a trade goes toward target and not past it, within the bounds of cost and tip. */
function _isAllowed(fund: Fund, target: bigint, decision: Decision, emergency: bigint, tipsLeft: bigint): boolean {
  const { action, sizeDelta, tip } = decision;
  if (action === Action.None) return true;
  if (action === Action.Blocked) return decision.blocker !== Blocker.None;
  if (action !== Action.Trade) return false;
  if (sizeDelta === 0n) return tip === 0n;
  const held = abs(fund.size);
  const size = abs(sizeDelta);
  // Beyond all the money there is, arithmetic would overflow.
  if (size > MAX_UINT128 || tip > NavMath.equityDown(fund)) return false;
  // A policy counts in dollars, of which the size is the whole wei of a coin.
  const traded = mulWadUp(size + 1n, fund.price);
  const mostCost = mulWadUp(traded, MAX_COST) + COST_ROUNDING;
  if (traded > MAX_UINT120 || decision.maxCost > mostCost / fund.unit + 1n) return false;

  const isReduction = sizeDelta < 0n === target > 0n;
  const notional = mulWadDown(held, fund.price);
  const onTarget = mulWadDown(abs(target), fund.equity);
  // Half of what {@link BandPolicy} leaves alone: trades to and fro around target would cost the fund without end.
  const most = mulWadDown(abs(target), mulWadDown(fund.equity, DUST) + fund.unit) / 2n;
  if (isReduction ? notional <= onTarget + most : onTarget <= notional + most) return false;
  const cost = min(CostCurve.costUp(fund.curve, sizeDelta, fund.price), fund.equity);
  const left = fund.equity - min(cost + tip * fund.unit, fund.equity);
  const wanted = mulWadDown(abs(target), left);
  if (!isReduction) return tip === 0n && mulWadDown(held + size, fund.price) <= wanted + most;
  if (size > held || mulWadUp(held - size, fund.price) + most < wanted) return false;
  if (tip === 0n) return true;
  const real = abs(NavMath.leverage(fund));
  const mostTip = min(mulWadDown(traded, MAX_TIP_RATE), mulWadDown(fund.equity, tipsLeft));
  return real > mulWadDown(abs(target), emergency) && tip * fund.unit <= mostTip;
}

function _isBeyondHardBand(fund: Fund, target: bigint, emergency: bigint, maintenanceMargin: bigint): boolean {
  const most = min(
    mulWadDown(mulWadDown(abs(target), emergency), HARD_BAND),
    leverageAtDistance(target > 0n, maintenanceMargin),
  );
  // Where a venue's margin has risen beyond what the target leaves, there is nothing to reduce to.
  return !NavMath.isTooSmall(fund) && abs(NavMath.leverage(fund)) > max(most, abs(target));
}

/** {usd} What is above target. */
function _gap(fund: Fund, target: bigint): bigint {
  return uint256(abs(NavMath.notional(fund)) - mulWadDown(abs(target), fund.equity));
}

/** Whether a decision, allowed already, closes a part of the gap that counts, at a cost the venue may keep to. */
function _helps(fund: Fund, { action, sizeDelta, maxCost }: Decision, gap: bigint): boolean {
  if (action !== Action.Trade) return false;
  if (mulWadUp(abs(sizeDelta), fund.price) < mulWadDown(gap, LEAST_HELP)) return false;
  return CostCurve.costUp(fund.curve, sizeDelta, fund.price) <= maxCost * fund.unit;
}

/** Back to target but for its own cost, or as far as the venue goes. */
function _ownReduction(fund: Fund, target: bigint, context: RebalanceContext, gap: bigint): Decision {
  if (context.rebalancedAt === context.timestamp) return { ...noDecision(), dueAt: context.timestamp + 1n };
  const size = min(divWadDown(gap, fund.price), context.maxReduction);
  const decision: Decision = {
    ...noDecision(),
    reason: Reason.Emergency,
    sizeDelta: -withSignOf(size, target),
    maxCost: mulWadDown(mulWadDown(size, fund.price), MAX_COST) / fund.unit,
    dueAt: context.timestamp,
  };
  if (size === 0n || size < context.minReduction) {
    return { ...decision, action: Action.Blocked, blocker: Blocker.Reduction };
  }
  return {
    ...decision,
    action: Action.Trade,
    complete: size < context.maxReduction && _lands(fund, decision.sizeDelta),
  };
}

/**
 * Whether a reduction by the whole gap lands within tolerance of target: with E before it and E' after it, it leaves a
 * notional of L E where L E' is the target. The venue rounds equity down to a unit, and the cost up.
 */
function _lands(fund: Fund, sizeDelta: bigint): boolean {
  const cost = ceilDiv(CostCurve.costUp(fund.curve, sizeDelta, fund.price), fund.unit);
  const left = saturatingSub(NavMath.equityDown(fund), cost) * fund.unit;
  return fund.equity * WAD <= left * (WAD + TOLERANCE);
}
