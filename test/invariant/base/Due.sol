// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {BandParameters} from "../../../contracts/types/BandParameters.sol";
import {Blocker, Reason} from "../../../contracts/types/Rebalance.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {IBandsUnderTest} from "./IBandsUnderTest.sol";
import {Sight, Sights} from "./Sight.sol";

/// @title Due
/// @notice When a fund of a band policy must be rebalanced, and what may stand in the way, written apart from the contracts.
library Due {
    using Sights for Sight;

    uint256 internal constant WAD = 1e18;
    /// @dev {s} Bounds of a reduction grow from one to four times.
    uint256 internal constant WIDENING_TAKES = 30 minutes;
    /// @dev {s} Before a refused trade is tried again.
    uint256 internal constant REFUSAL_PAUSE = 1 minutes;
    /// @dev {1} Rounding at a bound, WAD.
    uint256 private constant ROOM = 1e9;

    function bands(Sight memory s) internal view returns (BandParameters memory) {
        return IBandsUnderTest(address(s.token.policy())).parameters();
    }

    function mayBe(Sight memory s, Reason reason) internal view returns (bool) {
        BandParameters memory p = bands(s);
        uint256 ratio = (s.leverage() * WAD) / SignedMath.abs(s.target);
        if (reason == Reason.Emergency) return ratio + ROOM > p.emergencyBand;
        if (reason == Reason.Drift) return ratio + ROOM > p.upperBand || ratio < p.lowerBand + ROOM;
        if (reason == Reason.Continuation) {
            return s.phase == Phase.Unfinished && block.timestamp >= s.rebalancedAt + p.cooldown;
        }
        if (reason == Reason.Marking) return s.room.remainingProfitIfMarked > 2 * s.room.remainingProfit;
        return reason == Reason.Scheduled && s.phase == Phase.Active && hasBoundaryPassed(s, p);
    }

    function mustBe(Sight memory s) internal view returns (bool) {
        BandParameters memory p = bands(s);
        uint256 ratio = (s.leverage() * WAD) / SignedMath.abs(s.target);
        if (ratio > p.emergencyBand + ROOM) return true;
        if (s.phase == Phase.Unfinished) return block.timestamp >= s.rebalancedAt + p.cooldown;
        return ratio > p.upperBand + ROOM || ratio + ROOM < p.lowerBand || hasBoundaryPassed(s, p);
    }

    function hasBoundaryPassed(Sight memory s, BandParameters memory p) internal view returns (bool) {
        return (block.timestamp - p.offset) / p.period > (s.rebalancedAt - p.offset) / p.period;
    }

    /// @notice {usd} What on target the position would be worth, WAD.
    function onTarget(Sight memory s) internal pure returns (uint256) {
        return (s.equity * SignedMath.abs(s.target)) / WAD;
    }

    /// @notice {usd} One percent of that, which is surely worth a trade.
    function onePercent(Sight memory s) internal pure returns (uint256) {
        return onTarget(s) / 100;
    }

    /// @notice {usd} Unsigned notional between position and target, WAD.
    function gap(Sight memory s) internal pure returns (uint256) {
        (uint256 held, uint256 wanted) = (s.notional(), onTarget(s));
        return held > wanted ? held - wanted : wanted - held;
    }

    /// @notice Whether leverage is above target.
    function isReduction(Sight memory s) internal pure returns (bool) {
        return s.notional() > onTarget(s);
    }

    /// @notice Whether the venue says it takes an increase of one percent, or of all that is wanted.
    function hasRoom(Sight memory s) internal pure returns (bool) {
        uint256 room = s.target > 0 ? s.room.maxLong : s.room.maxShort;
        return (room * s.position.price) / WAD > small(s);
    }

    /// @notice Whether such a trade's cost is well within its bound.
    function isAffordable(Sight memory s) internal view returns (bool) {
        return isAffordable(s, small(s));
    }

    /// @notice Whether the cost of closing `traded` {usd} of the gap is, by the curve that decisions are made on.
    function isAffordable(Sight memory s, uint256 traded) internal view returns (bool) {
        BandParameters memory p = bands(s);
        uint256 bound = p.maxSlippage;
        if (isReduction(s)) {
            uint256 elapsed = s.isKnownBlocked() ? block.timestamp - s.known.blockedSince : 0;
            if (elapsed > WIDENING_TAKES) elapsed = WIDENING_TAKES;
            bound = p.emergencySlippage + (p.emergencySlippage * elapsed * 3) / WIDENING_TAKES;
        }
        return perNotional(s, traded) + ROOM * 1000 < bound;
    }

    /// @notice Whether the venue says it takes the reduction that is wanted, or a part of it worth a trade.
    function hasPiece(Sight memory s) internal view returns (bool) {
        uint256 least = (s.room.minReduction * s.position.price) / WAD;
        uint256 most = (s.room.maxReduction * s.position.price) / WAD;
        if (most <= small(s) || most < least || gap(s) <= least) return false;
        return isBeyondHardBand(s) || (s.known.maxTrade * WAD > least && isAffordable(s, least));
    }

    /// @notice Whether the cost of a reduction outruns its relief, or nearly does: it may raise leverage.
    function isOutrun(Sight memory s) internal pure returns (bool) {
        return isReduction(s) && (perNotional(s, small(s)) * s.leverage()) / WAD > WAD / 2;
    }

    /// @notice {1} What it costs of its notional to close `traded` {usd} of the gap, WAD.
    function perNotional(Sight memory s, uint256 traded) internal pure returns (uint256) {
        if (traded == 0) return 0;
        int256 sizeDelta = int256((traded * WAD) / s.position.price);
        bool isBuy = isReduction(s) != (s.target > 0);
        return (s.curveCost(isBuy ? sizeDelta : -sizeDelta) * WAD) / traded;
    }

    /// @notice {usd} One percent of target, or all that is wanted if that is less, WAD.
    function small(Sight memory s) internal pure returns (uint256) {
        return gap(s) < onePercent(s) ? gap(s) : onePercent(s);
    }

    /// @notice Whether a venue that does not keep its quotes may ask more for a trade than it may cost.
    function mayCostMoreThan(Sight memory s, int256 sizeDelta, uint256 maxCost) internal pure returns (bool) {
        // Each part of a cost is rounded up to a unit.
        return !s.isExact() && s.cost(sizeDelta) + int256(3 * s.unit) > int256(maxCost * s.unit);
    }

    /// @notice Whether the venue refused a trade a moment ago.
    function isRefusedLately(Sight memory s) internal view returns (bool) {
        return s.known.blocker == Blocker.Refused && block.timestamp < s.known.blockedAt + REFUSAL_PAUSE;
    }

    /// @notice Whether leverage is so high that the token reduces by itself: five quarters of the emergency band, or five
    /// percent from liquidation.
    function isBeyondHardBand(Sight memory s) internal view returns (bool) {
        uint256 most = (SignedMath.abs(s.target) * bands(s).emergencyBand * 5) / 4 / WAD;
        uint256 maintenance = s.room.maintenanceMargin;
        uint256 byDistance = (WAD * WAD) / (0.05e18 + (maintenance * (s.target > 0 ? 95 : 105)) / 100);
        if (byDistance < most) most = byDistance;
        return !s.isTooSmall() && s.rebalancedAt != block.timestamp && s.leverage() > most + ROOM;
    }
}
