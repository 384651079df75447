// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IRebalancePolicy} from "../interfaces/IRebalancePolicy.sol";
import {Fund} from "../types/Fund.sol";
import {Action, Blocker, Decision, Reason, RebalanceContext} from "../types/Rebalance.sol";
import {TokenReading} from "../types/Token.sol";
import {CostCurve} from "./CostCurve.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";
import {NavMath} from "./NavMath.sol";
import {RebalanceLogic} from "./RebalanceLogic.sol";

/// @title RebalanceGuard
/// @notice What a token lets its policy do: a bad one can keep it from its target, and cost it no more than the bounds here.
library RebalanceGuard {
    using FixedPoint for uint256;
    using NavMath for Fund;

    /// @dev {gas} What a policy may use for its answer: ten times what {BandPolicy} does.
    uint256 internal constant POLICY_GAS = 300_000;
    /// @dev {1} Most a rebalance may cost of its notional, WAD.
    uint256 internal constant MAX_COST = 0.2e18;
    /// @dev {1} Most a tip may be of the notional its rebalance closes, WAD.
    uint256 internal constant MAX_TIP_RATE = 0.04e18;
    /// @dev {1} Over the emergency band, leverage at which the token reduces by itself where its policy does not, WAD.
    uint256 internal constant HARD_BAND = 1.25e18;
    /// @dev {1} Least price move to liquidation: closer to it the token reduces by itself too, WAD.
    uint256 internal constant MIN_LIQUIDATION_DISTANCE = 0.05e18;
    /// @dev {1} Part of the target by which a complete reduction may miss it, WAD.
    uint256 private constant TOLERANCE = 0.001e18;
    /// @dev {1} Least part of the gap to target that a policy's trade must close beyond the hard band, WAD.
    uint256 private constant LEAST_HELP = 0.01e18;
    /// @dev Words of a {Decision}.
    uint256 private constant WORDS = 8;

    /// @notice Thrown when the policy does not answer a call that cannot give it all the gas it may use.
    error RebalanceGuard_InsufficientGas(uint256 available, uint256 needed);

    /// @notice Returns the policy's decision where it is one the token allows, the token's own beyond the hard band, and
    /// otherwise that the policy blocks.
    /// @param maintenanceMargin {1} The venue's, now, WAD.
    function decide(
        TokenReading memory reading,
        Fund memory fund,
        RebalanceContext memory context,
        uint256 maintenanceMargin
    ) internal view returns (Decision memory decision) {
        (int256 target, uint256 emergency) = (reading.targetLeverage, reading.emergencyBand);
        bool isAllowed;
        (isAllowed, decision) = _ask(reading.policy, fund, target, context);
        isAllowed = isAllowed && _isAllowed(fund, target, decision, emergency, context.tipsLeft);
        // One rebalance per token and block: standing on both sides of one must never pay.
        bool isSecond = decision.action == Action.Trade && context.rebalancedAt == context.timestamp;
        if (!isAllowed || isSecond) {
            delete decision;
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Policy;
            decision.dueAt = context.timestamp;
        }
        if (!_isBeyondHardBand(fund, target, emergency, maintenanceMargin)) return decision;
        uint256 gap = _gap(fund, target);
        if (!_helps(fund, decision, gap)) return _ownReduction(fund, target, context, gap);
    }

    /// @notice Returns {1} the leverage from which a move by {MIN_LIQUIDATION_DISTANCE} leads to liquidation, WAD: with d
    /// the distance and m the maintenance margin, a long is liquidated where `1 - l d = m l (1 - d)`, a short where
    /// `1 - l d = m l (1 + d)`.
    function leverageAtDistance(bool isLong, uint256 maintenanceMargin) internal pure returns (uint256) {
        uint256 priceThen = isLong ? WAD - MIN_LIQUIDATION_DISTANCE : WAD + MIN_LIQUIDATION_DISTANCE;
        return WAD.mulDivDown(WAD, MIN_LIQUIDATION_DISTANCE + maintenanceMargin.mulDivUp(priceThen, WAD));
    }

    /// @dev Calls the policy with bounded gas and copies no more than a decision. What cannot be one counts as no answer.
    function _ask(
        IRebalancePolicy policy,
        Fund memory fund,
        int256 target,
        RebalanceContext memory context
    ) private view returns (bool answered, Decision memory decision) {
        uint256 needed = (POLICY_GAS * 64) / 63 + 10_000;
        bytes memory question = abi.encodeCall(IRebalancePolicy.decide, (fund, target, context));
        uint256[WORDS] memory words;
        uint256 gasLimit = POLICY_GAS;
        uint256 available = gasleft();
        assembly ("memory-safe") {
            answered := staticcall(gasLimit, policy, add(question, 0x20), mload(question), words, mul(WORDS, 0x20))
            answered := and(answered, gt(returndatasize(), sub(mul(WORDS, 0x20), 1)))
        }
        // Too little gas must not look as if the policy did not answer.
        if (!answered && available < needed) revert RebalanceGuard_InsufficientGas(available, needed);
        if (
            !answered ||
            words[0] > uint256(type(Action).max) ||
            words[1] > uint256(type(Reason).max) ||
            words[2] > uint256(type(Blocker).max) ||
            words[3] > 1
        ) return (false, decision);
        assembly ("memory-safe") {
            decision := words
        }
    }

    /// @dev Whether a trade goes toward target from somewhere else, and not past it, within the bounds of cost and tip.
    function _isAllowed(
        Fund memory fund,
        int256 target,
        Decision memory decision,
        uint256 emergency,
        uint256 tipsLeft
    ) private pure returns (bool) {
        if (decision.action == Action.None) return true;
        if (decision.action == Action.Blocked) return decision.blocker != Blocker.None;
        if (decision.action != Action.Trade) return false;
        if (decision.sizeDelta == 0) return decision.tip == 0;
        uint256 held = SignedMath.abs(fund.size);
        uint256 size = SignedMath.abs(decision.sizeDelta);
        // Beyond all the money there is, arithmetic would overflow.
        if (size > type(uint128).max || decision.tip > fund.equityDown()) return false;
        // A policy counts in dollars, of which the size is the whole wei of a coin.
        uint256 traded = (size + 1).mulWadUp(fund.price);
        uint256 mostCost = traded.mulWadUp(MAX_COST) + RebalanceLogic.COST_ROUNDING;
        if (traded > type(uint120).max || decision.maxCost > mostCost / fund.unit + 1) return false;

        bool isReduction = (decision.sizeDelta < 0) == (target > 0);
        uint256 notional = held.mulWadDown(fund.price);
        uint256 onTarget = SignedMath.abs(target).mulWadDown(fund.equity);
        // Half of what {BandPolicy} leaves alone: trades to and fro around target would cost the fund without end.
        uint256 most = SignedMath.abs(target).mulWadDown(fund.equity.mulWadDown(RebalanceLogic.DUST) + fund.unit) / 2;
        if (isReduction ? notional <= onTarget + most : onTarget <= notional + most) return false;
        uint256 cost = Math.min(CostCurve.costUp(fund.curve, decision.sizeDelta, fund.price), fund.equity);
        uint256 left = fund.equity - Math.min(cost + decision.tip * fund.unit, fund.equity);
        uint256 wanted = SignedMath.abs(target).mulWadDown(left);
        if (!isReduction) {
            return decision.tip == 0 && (held + size).mulWadDown(fund.price) <= wanted + most;
        }
        if (size > held || (held - size).mulWadUp(fund.price) + most < wanted) return false;
        if (decision.tip == 0) return true;
        uint256 real = SignedMath.abs(fund.leverage());
        uint256 mostTip = Math.min(traded.mulWadDown(MAX_TIP_RATE), fund.equity.mulWadDown(tipsLeft));
        return real > SignedMath.abs(target).mulWadDown(emergency) && decision.tip * fund.unit <= mostTip;
    }

    function _isBeyondHardBand(
        Fund memory fund,
        int256 target,
        uint256 emergency,
        uint256 maintenanceMargin
    ) private pure returns (bool) {
        uint256 most = Math.min(
            SignedMath.abs(target).mulWadDown(emergency).mulWadDown(HARD_BAND),
            leverageAtDistance(target > 0, maintenanceMargin)
        );
        // Where a venue's margin has risen beyond what the target leaves, there is nothing to reduce to.
        return !fund.isTooSmall() && SignedMath.abs(fund.leverage()) > Math.max(most, SignedMath.abs(target));
    }

    /// @dev {usd} What is above target.
    function _gap(Fund memory fund, int256 target) private pure returns (uint256) {
        return SignedMath.abs(fund.notional()) - SignedMath.abs(target).mulWadDown(fund.equity);
    }

    /// @dev Whether a decision, allowed already, closes a part of the gap that counts, at a cost the venue may keep to.
    function _helps(Fund memory fund, Decision memory decision, uint256 gap) private pure returns (bool) {
        if (decision.action != Action.Trade) return false;
        uint256 traded = SignedMath.abs(decision.sizeDelta).mulWadUp(fund.price);
        if (traded < gap.mulWadDown(LEAST_HELP)) return false;
        return CostCurve.costUp(fund.curve, decision.sizeDelta, fund.price) <= decision.maxCost * fund.unit;
    }

    /// @dev Back to target but for its own cost, or as far as the venue goes.
    function _ownReduction(
        Fund memory fund,
        int256 target,
        RebalanceContext memory context,
        uint256 gap
    ) private pure returns (Decision memory decision) {
        if (context.rebalancedAt == context.timestamp) {
            decision.dueAt = context.timestamp + 1;
            return decision;
        }
        uint256 size = Math.min(gap.divWadDown(fund.price), context.maxReduction);
        decision.reason = Reason.Emergency;
        decision.dueAt = context.timestamp;
        decision.sizeDelta = -FixedPoint.withSignOf(size, target);
        decision.maxCost = size.mulWadDown(fund.price).mulWadDown(MAX_COST) / fund.unit;
        if (size == 0 || size < context.minReduction) {
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Reduction;
        } else {
            decision.action = Action.Trade;
            decision.complete = size < context.maxReduction && _lands(fund, decision.sizeDelta);
        }
    }

    /// @dev Whether a reduction by the whole gap lands within tolerance of target: with E before it and E' after it, it leaves
    /// a notional of L E where L E' is the target. The venue rounds equity down to a unit, and the cost up.
    function _lands(Fund memory fund, int256 sizeDelta) private pure returns (bool) {
        uint256 cost = Math.ceilDiv(CostCurve.costUp(fund.curve, sizeDelta, fund.price), fund.unit);
        uint256 left = Math.saturatingSub(fund.equityDown(), cost) * fund.unit;
        return fund.equity * WAD <= left * (WAD + TOLERANCE);
    }
}
