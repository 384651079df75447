// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {NavMath} from "../libraries/NavMath.sol";
import {RebalanceGuard} from "../libraries/RebalanceGuard.sol";
import {FixedPoint, WAD} from "../libraries/FixedPoint.sol";
import {Fund} from "../types/Fund.sol";
import {Action, Blocker, Decision, RebalanceContext} from "../types/Rebalance.sol";
import {Phase, RebalanceState, TokenState} from "../types/Token.sol";
import {Position, Room} from "../types/Venue.sol";
import {Debts} from "./Debts.sol";

/// @title Decisions
/// @notice The one decision that `previewRebalance()` shows and `rebalance()` executes, and what is remembered of a trade
/// that was wanted and could not be done.
abstract contract Decisions is Debts {
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;

    /// @dev {s} A trade found blocked is known to be so for this long; a later report begins a new count.
    uint256 internal constant REPORT_LIFE = 1 hours;
    /// @dev {s} Between reports of a trade that stays blocked.
    uint256 internal constant REPORT_PERIOD = 10 minutes;
    /// @dev {s} Before a trade that the venue refused is shown as due again.
    uint256 internal constant REFUSAL_PAUSE = 1 minutes;

    /// @dev Reads account and state, and decides. The fund is filled by reference.
    function _decide(TokenState memory current, Fund memory fund) internal view returns (Decision memory decision) {
        (Position memory position, Room memory room) = account.snapshot(market, address(this));
        (uint256 supply, ) = _accrue(current);
        _fill(fund, position, supply, current.hasDebts);
        RebalanceState memory known = _rebalancing;
        if (fund.isWipedOut()) {
            decision.action = Action.Settle;
            decision.dueAt = block.timestamp;
        } else {
            decision = RebalanceGuard.decide(
                policy,
                fund,
                targetLeverage,
                _contextOf(current, known, position, room),
                _emergencyBand,
                room.maintenanceMargin,
                _tipsLeft(known)
            );
        }
        if (decision.action == Action.None) return decision;
        if (position.halted) {
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Halted;
        }
        if (!_isKnown(known)) return decision;
        if (decision.action == Action.Blocked) {
            uint256 next = known.blockedAt + REPORT_PERIOD;
            if (next > block.timestamp) decision.dueAt = next;
        } else if (known.blocker == Blocker.Refused && known.blockedAt + REFUSAL_PAUSE > block.timestamp) {
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Refused;
            decision.dueAt = known.blockedAt + REFUSAL_PAUSE;
        }
    }

    /// @dev Takes note that a due trade cannot be done, once in a while.
    function _report(Decision memory decision, Blocker blocker) internal {
        RebalanceState memory known = _rebalancing;
        if (!_isKnown(known)) known.blockedSince = uint32(block.timestamp);
        known.blockedAt = uint32(block.timestamp);
        known.blocker = blocker;
        _rebalancing = known;
        emit RebalanceBlocked(decision.reason, blocker, decision.sizeDelta, decision.maxCost, known.blockedSince);
    }

    /// @dev Forgets what blocked, and counts a tip of `tip` out of `equity` {collateral}.
    function _noteTrade(uint256 tip, uint256 equity) internal {
        RebalanceState memory known = _rebalancing;
        if (tip == 0 && known.blockedAt == 0) return;
        (known.blockedSince, known.blockedAt, known.blocker) = (0, 0, Blocker.None);
        if (tip != 0) {
            uint256 tipped = RebalanceGuard.MAX_TIPS_A_DAY - _tipsLeft(known) + tip.mulDivUp(WAD, equity);
            known.tipped = uint64(tipped);
            known.tipDay = uint32(block.timestamp / 1 days);
        }
        _rebalancing = known;
    }

    function _contextOf(
        TokenState memory current,
        RebalanceState memory known,
        Position memory position,
        Room memory room
    ) private view returns (RebalanceContext memory context) {
        context.maxTrade = known.maxTrade * WAD;
        context.maxLong = room.maxLong;
        context.maxShort = room.maxShort;
        context.minReduction = room.minReduction;
        context.maxReduction = room.maxReduction;
        context.remainingProfit = room.remainingProfit;
        context.remainingProfitIfMarked = room.remainingProfitIfMarked;
        context.priceUpdatedAt = position.priceUpdatedAt;
        context.rebalancedAt = current.rebalancedAt;
        if (_isKnown(known)) context.blockedSince = known.blockedSince;
        context.unfinished = current.phase == Phase.Unfinished;
        context.timestamp = block.timestamp;
    }

    /// @dev {1} Of equity, what may still be paid in tips today, WAD.
    function _tipsLeft(RebalanceState memory known) private view returns (uint256) {
        if (known.tipDay != block.timestamp / 1 days) return RebalanceGuard.MAX_TIPS_A_DAY;
        return RebalanceGuard.MAX_TIPS_A_DAY.saturatingSub(known.tipped);
    }

    function _isKnown(RebalanceState memory known) private view returns (bool) {
        return known.blockedAt != 0 && known.blockedAt + REPORT_LIFE >= block.timestamp;
    }
}
