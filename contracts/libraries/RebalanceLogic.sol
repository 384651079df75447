// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {CostCurve, Curve} from "./CostCurve.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";
import {Fund, NavMath} from "./NavMath.sol";

/// @notice What a call of `rebalance()` would do.
enum Action {
    None,
    Trade,
    Settle
}

/// @notice Why a trade is due.
enum Reason {
    None,
    Scheduled,
    Drift,
    Emergency,
    Continuation
}

/// @notice When and how a token rebalances; fixed at creation.
/// @param period {s} Distance of the scheduled boundaries.
/// @param offset {s} First boundary after 00:00 UTC.
/// @param cooldown {s} Least time between the chunks of one rebalance.
/// @param lowerBand {1} Real leverage over target below which the token has drifted, WAD.
/// @param upperBand {1} The same, above which it has drifted, WAD.
/// @param emergencyBand {1} The same, above which it is an emergency, WAD.
/// @param maxSlippage {1} Worst average fill against index, WAD.
/// @param emergencySlippage {1} The same in an emergency, before widening, WAD.
/// @param tipRate {1} Of the notional gap an emergency rebalance closes, before growing, WAD.
/// @param tipCap {collateral} Most one emergency rebalance may pay its caller.
struct Policy {
    uint256 period;
    uint256 offset;
    uint256 cooldown;
    uint256 lowerBand;
    uint256 upperBand;
    uint256 emergencyBand;
    uint256 maxSlippage;
    uint256 emergencySlippage;
    uint256 tipRate;
    uint256 tipCap;
}

/// @notice What bounds a trade and how far the last rebalance came.
/// @param maxTrade {usd} Largest notional of one trade, WAD.
/// @param maxLong {base} Largest increase of a long the venue would take now, WAD.
/// @param maxShort {base} The same for a short.
/// @param winnable {usd} What the position may still win at the venue, WAD.
/// @param winnableIfMarked {usd} The same after any trade, WAD.
/// @param rebalancedAt {s} Time of the last rebalance.
/// @param unfinished Whether it was cut into chunks and more are to come.
/// @param priceUpdatedAt {s} Time of the price used.
struct Circumstances {
    uint256 maxTrade;
    uint256 maxLong;
    uint256 maxShort;
    uint256 winnable;
    uint256 winnableIfMarked;
    uint256 rebalancedAt;
    bool unfinished;
    uint256 priceUpdatedAt;
}

/// @notice The decision as data: what `previewRebalance()` shows and `rebalance()` executes.
/// @param action What the call does; None means it reverts.
/// @param reason Why.
/// @param complete Whether the trade lands on target or more chunks follow.
/// @param sizeDelta {base} The trade, WAD.
/// @param limitPrice {usd/base} Worst average fill accepted, WAD.
/// @param tip {collateral} Paid to the caller.
/// @param dueAt {s} When the next time-driven rebalance is due; now if one is due.
struct Decision {
    Action action;
    Reason reason;
    bool complete;
    int256 sizeDelta;
    uint256 limitPrice;
    uint256 tip;
    uint256 dueAt;
}

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
    /// @dev {collateral} The venue rounds a trade's cost up to a unit. Of fewer units of equity that would be more than half
    /// of the 0.1 % within which a trade lands, and the cost itself may take the other half.
    uint256 internal constant MIN_EQUITY = 2000;
    /// @dev {usd} The venue rounds a trade's cost up by less than this many wei.
    uint256 internal constant COST_ROUNDING = 4;
    /// @dev {s} An emergency's bounds and tip double when its price is this old, and so on.
    uint256 internal constant WIDENING_TIME = 10 minutes;
    /// @dev {1} They never widen beyond this many times.
    uint256 internal constant MAX_WIDENING = 4 * WAD;
    /// @dev {1} An emergency trade may be this many times larger than others.
    uint256 internal constant EMERGENCY_SIZE = 4;
    /// @dev {1} Of equity that a tip takes at most: 1 %.
    uint256 internal constant MAX_TIP_OF_EQUITY = 0.01e18;

    /// @notice Decides what is due. Pure in everything, `timestamp` included.
    function decide(
        Fund memory fund,
        int256 target,
        Policy memory policy,
        Circumstances memory facts,
        uint256 timestamp
    ) internal pure returns (Decision memory decision) {
        if (fund.isWipedOut()) {
            decision.action = Action.Settle;
            decision.dueAt = timestamp;
            return decision;
        }
        if (fund.isDust() || fund.equityDown() < MIN_EQUITY) return _nothing(policy, facts, timestamp);
        Reason reason = reasonFor(fund, target, policy, facts, timestamp);
        // One rebalance per token and block: standing on both sides of one must never pay.
        if (reason == Reason.None || facts.rebalancedAt == timestamp) return _nothing(policy, facts, timestamp);

        uint256 slippage = policy.maxSlippage;
        uint256 maxTrade = facts.maxTrade;
        if (reason == Reason.Emergency) {
            uint256 wider = widening(facts.priceUpdatedAt, timestamp);
            slippage = policy.emergencySlippage.mulWadDown(wider);
            maxTrade = (EMERGENCY_SIZE * maxTrade).mulWadDown(wider);
            decision.tip = _fullTip(fund, target, policy, wider);
        }
        uint256 wanted;
        uint256 traded;
        (wanted, traded, decision.sizeDelta) = _tradeToTarget(fund, target, decision.tip);
        bool isBuy = decision.sizeDelta > 0;
        traded = Math.min(Math.min(traded, maxTrade), _withinSlippage(fund.curve, isBuy, slippage));
        uint256 size = traded.divWadDown(fund.price);
        if (isBuy == (target > 0)) {
            uint256 room = isBuy ? facts.maxLong : facts.maxShort;
            if (size > room) {
                size = room;
                traded = room.mulWadDown(fund.price);
            }
        }
        if (_isDust(fund, target, traded) || size == 0) {
            if (reason != Reason.Scheduled || !_isMarkingDue(fund, facts)) return _nothing(policy, facts, timestamp);
            (traded, wanted, size) = (0, 0, 0);
        }

        decision.action = Action.Trade;
        decision.reason = reason;
        decision.complete = traded == wanted;
        decision.sizeDelta = FixedPoint.withSignOf(size, decision.sizeDelta);
        if (size != 0) decision.limitPrice = _limitPrice(fund.price, size, isBuy, slippage);
        if (traded < wanted) decision.tip = (decision.tip * traded) / wanted;
        decision.dueAt = timestamp;
    }

    /// @notice Returns why a rebalance is due by leverage and time alone, whether or not a trade is worth its while.
    function reasonFor(
        Fund memory fund,
        int256 target,
        Policy memory policy,
        Circumstances memory facts,
        uint256 timestamp
    ) internal pure returns (Reason) {
        uint256 real = SignedMath.abs(fund.notional()) * WAD;
        uint256 onTarget = SignedMath.abs(target).mulWadDown(fund.equity);
        if (real > onTarget * policy.emergencyBand) return Reason.Emergency;
        if (facts.unfinished) {
            return timestamp >= facts.rebalancedAt + policy.cooldown ? Reason.Continuation : Reason.None;
        }
        if (real > onTarget * policy.upperBand || real < onTarget * policy.lowerBand) return Reason.Drift;
        return facts.rebalancedAt < boundaryBefore(policy, timestamp) ? Reason.Scheduled : Reason.None;
    }

    /// @notice Returns {s} the latest scheduled boundary at or before `timestamp`.
    function boundaryBefore(Policy memory policy, uint256 timestamp) internal pure returns (uint256) {
        // An offset is less than a period, and that at most 30 days.
        unchecked {
            return timestamp - ((timestamp - policy.offset) % policy.period);
        }
    }

    /// @notice Returns {1} how much wider an emergency's bounds are, WAD: 1 for a price of this very second.
    function widening(uint256 priceUpdatedAt, uint256 timestamp) internal pure returns (uint256) {
        uint256 overdue = timestamp.saturatingSub(priceUpdatedAt);
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

    function _nothing(
        Policy memory policy,
        Circumstances memory facts,
        uint256 timestamp
    ) private pure returns (Decision memory decision) {
        decision.dueAt =
            facts.unfinished
                ? Math.max(facts.rebalancedAt + policy.cooldown, timestamp + 1)
                : boundaryBefore(policy, timestamp) + policy.period;
    }

    /// @dev {collateral} The tip for closing the whole gap.
    function _fullTip(
        Fund memory fund,
        int256 target,
        Policy memory policy,
        uint256 wider
    ) private pure returns (uint256) {
        uint256 gap = SignedMath.abs(fund.notional()) - SignedMath.abs(target).mulWadDown(fund.equity);
        uint256 earned = gap.mulWadDown(policy.tipRate.mulWadDown(wider));
        uint256 affordable = fund.equity.mulWadDown(MAX_TIP_OF_EQUITY);
        return Math.min(Math.min(earned, affordable) / fund.unit, policy.tipCap);
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

    /// @dev {usd/base} The worst average fill accepted, with room for the venue's rounding: a trade cut to the very bound
    /// must pass it.
    function _limitPrice(uint256 price, uint256 size, bool isBuy, uint256 slippage) private pure returns (uint256) {
        uint256 bound = price.mulWadUp(slippage) + (COST_ROUNDING * WAD) / size + 1;
        return isBuy ? price + bound : price.saturatingSub(bound);
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

    /// @dev Whether profit has used up so much of the venue's reserve that marking the account anew would at least double
    /// what the fund may still win. A fund that is always on target, such as 1x, would else stop gaining at +100 %.
    function _isMarkingDue(Fund memory fund, Circumstances memory facts) private pure returns (bool) {
        return fund.size != 0 && facts.winnableIfMarked > 2 * facts.winnable;
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
