// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {BandParameters} from "../types/BandParameters.sol";
import {Fund} from "../types/Fund.sol";
import {Action, Blocker, Decision, Reason, RebalanceContext} from "../types/Rebalance.sol";
import {Curve} from "../types/Venue.sol";
import {CostCurve} from "./CostCurve.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";
import {NavMath} from "./NavMath.sol";

/// @title RebalanceLogic
/// @notice The one pure function that decides whether a fund trades back to target, why, and by how much.
library RebalanceLogic {
    using CostCurve for Curve;
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;

    /// @dev {1} A gap to target below 0.01 % of the target notional is not worth a trade. A tenth of the 0.1 % a complete
    /// rebalance must land within.
    uint256 internal constant DUST = 1e14;
    /// @dev {usd} The venue rounds a trade's cost up by less than this many wei.
    uint256 internal constant COST_ROUNDING = 4;
    /// @dev {s} The bounds of a reduction double when it has been blocked for this long, an emergency's tip when its price is
    /// this old, and so on.
    uint256 internal constant WIDENING_TIME = 10 minutes;
    /// @dev {1} They never widen beyond this many times.
    uint256 internal constant MAX_WIDENING = 4 * WAD;
    /// @dev {1} An emergency trade may be this many times larger than others.
    uint256 internal constant EMERGENCY_SIZE = 4;
    /// @dev {1} Of equity that a tip takes at most: 1 %.
    uint256 internal constant MAX_TIP_OF_EQUITY = 0.01e18;

    /// @notice Decides what is due.
    function decide(
        Fund memory fund,
        int256 target,
        BandParameters memory bands,
        RebalanceContext memory context
    ) internal pure returns (Decision memory decision) {
        decision.dueAt = _nextByTime(bands, context);
        // One rebalance per token and block: standing on both sides of one must never pay.
        if (fund.isTooSmall() || context.rebalancedAt == context.timestamp) return decision;
        Reason reason = reasonFor(fund, target, bands, context);
        bool isWanted = reason != Reason.None && _decideTrade(decision, fund, target, bands, context, reason);
        // A trade that is blocked must not keep the position from winning on.
        if (decision.action != Action.Trade && _isMarkingDue(fund, context)) {
            delete decision;
            decision.action = Action.Trade;
            decision.reason = Reason.Marking;
            decision.complete = !context.unfinished;
        } else if (!isWanted) {
            return decision;
        }
        decision.dueAt = context.timestamp;
    }

    /// @dev Fills in the trade toward target, or what blocks it.
    /// @return isWanted Whether the gap is worth a trade at all.
    function _decideTrade(
        Decision memory decision,
        Fund memory fund,
        int256 target,
        BandParameters memory bands,
        RebalanceContext memory context,
        Reason reason
    ) private pure returns (bool isWanted) {
        uint256 tip = reason == Reason.Emergency ? _fullTip(fund, target, bands, context) : 0;
        (uint256 wanted, uint256 traded, int256 sign) = _tradeToTarget(fund, target, tip);
        if (_isDust(fund, target, wanted)) return false;
        bool isReduction = (sign < 0) == (target > 0);
        uint256 slippage = bands.maxSlippage;
        uint256 maxTrade = context.maxTrade;
        if (isReduction) {
            uint256 wider = widening(context.blockedSince, context.timestamp);
            slippage = bands.emergencySlippage.mulWadDown(wider);
            if (reason == Reason.Emergency) maxTrade = (EMERGENCY_SIZE * maxTrade).mulWadDown(wider);
        }
        (traded, decision.blocker) = _cut(fund, context, Math.min(traded, maxTrade), sign, isReduction, slippage);
        uint256 size = traded.divWadDown(fund.price);
        // A chunk of the largest size allowed is worth its while however large the fund is.
        bool isBlocked = size == 0 || (traded < Math.min(wanted, maxTrade) && _isDust(fund, target, traded));
        decision.reason = reason;
        decision.sizeDelta = FixedPoint.withSignOf(size, sign);
        decision.maxCost = Math.ceilDiv(traded.mulWadUp(slippage) + COST_ROUNDING, fund.unit);
        if (isBlocked) {
            decision.action = Action.Blocked;
            // No reduction lowers leverage where its cost outruns the relief.
            if (decision.blocker == Blocker.None) decision.blocker = Blocker.Cost;
        } else {
            decision.action = Action.Trade;
            decision.blocker = Blocker.None;
            decision.complete = traded == wanted;
            decision.tip = traded < wanted ? (tip * traded) / wanted : tip;
        }
        return true;
    }

    /// @dev {usd} The part of a trade that its cost bound and the venue leave, and what has cut it, if anything.
    function _cut(
        Fund memory fund,
        RebalanceContext memory context,
        uint256 wanted,
        int256 sign,
        bool isReduction,
        uint256 slippage
    ) private pure returns (uint256 traded, Blocker blocker) {
        traded = Math.min(wanted, _withinSlippage(fund.curve, sign > 0, slippage));
        if (traded < wanted) blocker = Blocker.Cost;
        uint256 room = context.maxReduction;
        if (!isReduction) room = sign > 0 ? context.maxLong : context.maxShort;
        if (traded.divWadDown(fund.price) > room) {
            traded = room.mulWadDown(fund.price);
            blocker = isReduction ? Blocker.Reduction : Blocker.Increase;
        }
        if (isReduction && traded.divWadDown(fund.price) < context.minReduction) return (0, Blocker.Reduction);
    }

    /// @notice Returns why a rebalance is due by leverage and time alone, whether or not a trade is worth its while.
    function reasonFor(
        Fund memory fund,
        int256 target,
        BandParameters memory bands,
        RebalanceContext memory context
    ) internal pure returns (Reason) {
        uint256 real = SignedMath.abs(fund.notional()) * WAD;
        uint256 onTarget = SignedMath.abs(target).mulWadDown(fund.equity);
        if (real > onTarget * bands.emergencyBand) return Reason.Emergency;
        if (context.unfinished) {
            return context.timestamp >= context.rebalancedAt + bands.cooldown ? Reason.Continuation : Reason.None;
        }
        if (real > onTarget * bands.upperBand || real < onTarget * bands.lowerBand) return Reason.Drift;
        return context.rebalancedAt < boundaryBefore(bands, context.timestamp) ? Reason.Scheduled : Reason.None;
    }

    /// @notice Returns {s} the latest scheduled boundary at or before `timestamp`.
    function boundaryBefore(BandParameters memory bands, uint256 timestamp) internal pure returns (uint256) {
        // An offset is less than a period, and that at most 30 days.
        unchecked {
            return timestamp - ((timestamp - bands.offset) % bands.period);
        }
    }

    /// @notice Returns {1} how much wider bounds are that began to widen at `since`, WAD: 1 for this very second, and where
    /// nothing has begun.
    function widening(uint256 since, uint256 timestamp) internal pure returns (uint256) {
        if (since == 0) return WAD;
        uint256 overdue = timestamp.saturatingSub(since);
        return Math.min(WAD + (overdue * WAD) / WIDENING_TIME, MAX_WIDENING);
    }

    /// @notice Returns {usd/base} the index price at which real leverage would reach `bound`, funding aside, WAD, or 0 if
    /// no price does: `P' = T (E - Q P) / (Q (1 - T))`.
    /// @param bound {1} Signed leverage T, WAD.
    function triggerPrice(Fund memory fund, int256 bound) internal pure returns (uint256) {
        if (fund.size == 0 || bound == int256(WAD)) return 0;
        int256 free = SafeCast.toInt256(fund.equity) - fund.notional();
        int256 numerator = FixedPoint.mulWad(bound, free);
        int256 denominator = FixedPoint.mulWad(fund.size, int256(WAD) - bound);
        if (denominator == 0 || (numerator > 0) != (denominator > 0)) return 0;
        return SignedMath.abs(numerator).divWadDown(SignedMath.abs(denominator));
    }

    /// @dev {s}
    function _nextByTime(BandParameters memory bands, RebalanceContext memory context) private pure returns (uint256) {
        return
            context.unfinished
                ? Math.max(context.rebalancedAt + bands.cooldown, context.timestamp + 1)
                : boundaryBefore(bands, context.timestamp) + bands.period;
    }

    /// @dev {collateral} The tip for closing the whole gap.
    function _fullTip(
        Fund memory fund,
        int256 target,
        BandParameters memory bands,
        RebalanceContext memory context
    ) private pure returns (uint256) {
        uint256 gap = SignedMath.abs(fund.notional()) - SignedMath.abs(target).mulWadDown(fund.equity);
        uint256 wider = widening(context.priceUpdatedAt, context.timestamp);
        uint256 earned = gap.mulWadDown(bands.tipRate.mulWadDown(wider));
        uint256 affordable = fund.equity.mulWadDown(Math.min(MAX_TIP_OF_EQUITY, context.tipsLeft));
        return Math.min(Math.min(earned, affordable) / fund.unit, bands.tipCap);
    }

    /// @dev {usd}, {usd} The unsigned notional whose trade closes the gap, after its own cost and after the tip, and as much of
    /// it as can be; and a value with its sign. From `|N + n| = |L| (E - cost(n))`; a cost that outruns the relief leaves no
    /// root within the position, and then what can be traded is what brings leverage lowest.
    function _tradeToTarget(
        Fund memory fund,
        int256 target,
        uint256 tip
    ) private pure returns (uint256 wanted, uint256 reachable, int256 sign) {
        Curve memory curve = fund.curve;
        int256 real = fund.notional();
        uint256 equity = fund.equity - tip * fund.unit;
        int256 gap = FixedPoint.withSignOf(SignedMath.abs(target).mulWadDown(equity), target) - real;
        sign = gap < 0 ? -1 : int256(1);
        int256 scaledTarget = target * int256(CostCurve.SCALE / WAD);
        int256 linear = int256(CostCurve.SCALE) + FixedPoint.mulWad(scaledTarget * sign, SafeCast.toInt256(curve.fee));
        bool lands = linear > 0;
        if (lands) {
            wanted = (SignedMath.abs(gap) * CostCurve.SCALE) / uint256(linear);
            if (curve.hasImpact(FixedPoint.withSignOf(wanted, gap))) {
                uint256 quadratic = (2 * SignedMath.abs(scaledTarget) * SignedMath.abs(gap)) / curve.depth;
                (wanted, lands) = CostCurve.solve(
                    SignedMath.abs(gap),
                    linear + curve.skewSlope(scaledTarget),
                    FixedPoint.withSignOf(quadratic, target) * sign
                );
                // Where the formula finds its root among trades without impact, a rebate that nobody pays has put it there.
                lands = lands && curve.hasImpact(FixedPoint.withSignOf(wanted, gap));
            }
        }
        reachable = wanted;
        bool isReduction = (gap < 0) == (target > 0);
        if (isReduction && (!lands || wanted > SignedMath.abs(real))) {
            reachable = _deepestReduction(curve, real, equity);
            wanted = Math.max(SignedMath.abs(gap), reachable + 1);
        }
    }

    /// @dev {usd} The reduction m after which another unit of cost weighs more than the leverage it takes away:
    /// `N - sqrt(N^2 - 2D (E - fee N + N K / D))`, in the position's direction; below twice the skew impact is free.
    function _deepestReduction(Curve memory curve, int256 real, uint256 equity) private pure returns (uint256) {
        int256 n = SafeCast.toInt256(SignedMath.abs(real));
        int256 skew = real < 0 ? -curve.skew : curve.skew;
        int256 afterFee = SafeCast.toInt256(equity) - FixedPoint.mulWad(n, SafeCast.toInt256(curve.fee));
        if (afterFee <= 0) return 0;
        uint256 free = skew > 0 ? uint256(2 * skew) : 0;
        int256 relief = SafeCast.toInt256(2 * curve.depth) * afterFee + 2 * n * skew;
        if (relief <= 0) return Math.min(free, uint256(n));
        int256 radicand = n * n - relief;
        uint256 deepest = radicand <= 0 ? uint256(n) : uint256(n) - Math.sqrt(uint256(radicand), Math.Rounding.Ceil);
        return Math.min(Math.max(deepest, free), uint256(n));
    }

    /// @dev {usd} The largest notional whose average fill stays within `slippage` of index.
    function _withinSlippage(Curve memory curve, bool isBuy, uint256 slippage) private pure returns (uint256) {
        if (slippage < curve.fee) return 0;
        if (curve.depth == 0) return type(uint256).max;
        int256 skew = isBuy ? curve.skew : -curve.skew;
        int256 room = SafeCast.toInt256((2 * curve.depth).mulWadDown(slippage - curve.fee)) - 2 * skew;
        return room > 0 ? uint256(room) : 0;
    }

    /// @dev Whether profit has used up so much of the venue's reserve that marking the account again would at least double
    /// what the fund may still win. A fund that is always on target, such as 1x, would otherwise stop gaining at +100 %.
    function _isMarkingDue(Fund memory fund, RebalanceContext memory context) private pure returns (bool) {
        return fund.size != 0 && context.remainingProfitIfMarked > 2 * context.remainingProfit;
    }

    /// @dev Whether a trade is not worth its while: a small part of target, or so small that the venue's rounding of its cost
    /// to a whole unit could move leverage by as much.
    function _isDust(Fund memory fund, int256 target, uint256 traded) private pure returns (bool) {
        uint256 least = SignedMath.abs(target).mulWadDown(fund.equity).mulWadDown(DUST);
        // Equity is not zero here; it, a notional and a unit have at most 128, 200 and 40 bits.
        unchecked {
            uint256 rounding = (2 * SignedMath.abs(fund.notional()) * fund.unit) / fund.equity;
            return traded <= least || traded <= rounding;
        }
    }
}
