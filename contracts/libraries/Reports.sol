// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Action, Blocker, Decision} from "../types/Rebalance.sol";
import {RebalanceState} from "../types/Token.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";

/// @title Reports
/// @notice What a token remembers of trades that were wanted and could not be done, and of the day's tips.
library Reports {
    using FixedPoint for uint256;
    using Math for uint256;

    /// @dev {s} A trade found blocked is known to be so for this long; a later report begins a new count. Long enough for a
    /// keeper that acts on nothing but the rounds of a feed that speaks once an hour.
    uint256 internal constant LIFE = 2 hours;
    /// @dev {s} Between reports of a trade that stays blocked.
    uint256 internal constant PERIOD = 10 minutes;
    /// @dev {s} Before a trade that the venue refused is shown as due again.
    uint256 internal constant REFUSAL_PAUSE = 1 minutes;
    /// @dev {1} Most the tips of one day may be of equity, WAD.
    uint256 internal constant MAX_TIPS_A_DAY = 0.02e18;

    /// @notice Returns whether a trade is known to be blocked.
    function isFresh(RebalanceState memory known) internal view returns (bool) {
        return known.blockedAt != 0 && known.blockedAt + LIFE >= block.timestamp;
    }

    /// @notice Corrects a decision by what is known: a refusal that the venue did not announce, and when a call is useful.
    function remind(RebalanceState memory known, Decision memory decision) internal view {
        if (!isFresh(known)) return;
        if (decision.action == Action.Blocked) {
            uint256 next = known.blockedAt + PERIOD;
            if (next > block.timestamp) decision.dueAt = next;
        } else if (
            decision.action == Action.Trade &&
            known.blocker == Blocker.Refused &&
            known.blockedAt + REFUSAL_PAUSE > block.timestamp
        ) {
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Refused;
            decision.dueAt = known.blockedAt + REFUSAL_PAUSE;
        }
    }

    /// @notice Takes note that a due trade is blocked.
    function note(RebalanceState memory known, Blocker blocker) internal view {
        if (!isFresh(known)) known.blockedSince = uint32(block.timestamp);
        known.blockedAt = uint32(block.timestamp);
        known.blocker = blocker;
    }

    /// @notice Forgets what blocked, once a trade is done.
    function forget(RebalanceState memory known) internal pure {
        (known.blockedSince, known.blockedAt, known.blocker) = (0, 0, Blocker.None);
    }

    /// @notice Returns {1} what may still be paid in tips today, of equity, WAD.
    function tipsLeft(RebalanceState memory known) internal view returns (uint256) {
        if (known.tipDay != block.timestamp / 1 days) return MAX_TIPS_A_DAY;
        return MAX_TIPS_A_DAY.saturatingSub(known.tipped);
    }

    /// @notice Counts a tip of `tip` out of `equity`, in one unit.
    function countTip(RebalanceState memory known, uint256 tip, uint256 equity) internal view {
        uint256 tipped = MAX_TIPS_A_DAY - tipsLeft(known) + tip.mulDivUp(WAD, equity);
        known.tipped = uint64(tipped);
        known.tipDay = uint32(block.timestamp / 1 days);
    }
}
