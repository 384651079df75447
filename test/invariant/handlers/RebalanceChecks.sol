// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Action, Blocker, Decision, Reason} from "../../../contracts/types/Rebalance.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Due} from "../base/Due.sol";
import {Invariant} from "../base/Invariant.sol";
import {Sight, Sights} from "../base/Sight.sol";

/// @title RebalanceChecks
/// @notice What one rebalance must keep, and when it must be possible, judged apart from the contracts' own decision.
library RebalanceChecks {
    using Due for Sight;
    using Sights for Sight;

    /// @param tip {collateral} What the caller got, or is owed.
    function rebalanced(Sight memory b, Sight memory a, Decision memory decision, uint256 tip) internal view {
        Invariant.equal(10, "the tip is not the preview's", tip, decision.tip);
        Invariant.holds(6, "traded something else", a.position.size - b.position.size == decision.sizeDelta);
        Invariant.holds(6, "twice in a block", b.rebalancedAt != block.timestamp);
        Invariant.equal(9, "a rebalance changed the supply", a.supply, b.supply);
        Invariant.holds(10, "complete or not", (a.phase == Phase.Unfinished) == !decision.complete);
        bool isTrade = decision.sizeDelta != 0;
        Invariant.equal(19, "what blocked is remembered", a.known.blockedAt, isTrade ? 0 : b.known.blockedAt);
        Invariant.equal(6, "the schedule", a.rebalancedAt, isTrade ? block.timestamp : b.rebalancedAt);
        int256 spent = int256(tip * b.unit) + b.cost(decision.sizeDelta);
        Invariant.atMost(12, "the venue charged less than its cost", a.net() + spent, b.net());
        Invariant.atMost(17, "a rebalance cost more than its bound", b.units, a.units + tip + decision.maxCost);
        // Nobody may take more out of a fund than cost and a capped tip.
        Invariant.atMost(4, "a tip beyond its cap", tip, b.bands().tipCap);
        if (decision.reason != Reason.Emergency) Invariant.equal(4, "a tip outside an emergency", tip, 0);
        if (isTrade) check05_towardTarget(b, a, decision);
    }

    function check05_towardTarget(Sight memory b, Sight memory a, Decision memory decision) internal pure {
        uint256 target = SignedMath.abs(a.target);
        Invariant.holds(5, "on the other side", a.position.size == 0 || (a.position.size > 0) == (a.target > 0));
        (uint256 before, uint256 then) = (b.leverage(), _planned(b, a, decision));
        if (decision.complete) return Invariant.near(5, "a complete one landed elsewhere", then, target, target / 1000);
        // A partial trade may round over the target by one unit of equity, never more.
        if (before > target) {
            Invariant.atMost(5, "moved away from target", then, before);
            Invariant.atMost(5, "passed the target downward", target, then + a.leverageStep());
        } else {
            Invariant.atMost(5, "moved away from target", before, then);
            Invariant.atMost(5, "passed the target upward", then, target + a.leverageStep());
        }
    }

    /// @dev {1} Leverage afterwards, had the trade cost what the venue's curve says: that is what a decision can know, WAD.
    function _planned(Sight memory b, Sight memory a, Decision memory decision) private pure returns (uint256) {
        if (b.isExact()) return a.leverage();
        uint256 spent = decision.tip * b.unit + b.curveCost(decision.sizeDelta);
        return b.equity <= spent ? 0 : (a.notional() * 1e18) / (b.equity - spent);
    }

    /// @dev The reason is worked out apart, with room for rounding at each bound.
    function check06_dueWhenItMustBe(Sight memory b, Decision memory decision) internal view {
        if (decision.action == Action.Settle) {
            return Invariant.holds(6, "would settle a solvent fund", b.isWipedOut());
        }
        if (decision.action == Action.Trade) {
            Invariant.holds(6, "due at a halted market", !b.position.halted);
            return Invariant.holds(6, "due for no reason", b.mayBe(decision.reason));
        }
        Invariant.holds(6, "a wiped-out fund is not to be settled", !b.isWipedOut() || b.position.halted);
        if (decision.action == Action.Blocked) return check19_blockedForAReason(b, decision);
        if (b.isTooSmall() || b.rebalancedAt == block.timestamp) return;
        bool isWanted = b.mustBe() && b.gap() >= b.onePercent();
        Invariant.holds(6, "not due though a bound is passed", !isWanted);
    }

    /// @dev Whatever is named as blocking is what blocks, and a reduction waits for its price no longer than bounds widen.
    function check19_blockedForAReason(Sight memory b, Decision memory decision) internal view {
        if (decision.blocker == Blocker.Halted) {
            return Invariant.holds(19, "blocked by a market that lives", b.position.halted);
        }
        Invariant.holds(19, "a halted market is not what blocks", !b.position.halted);
        if (decision.blocker == Blocker.Refused) {
            return Invariant.holds(19, "blocked by a refusal that is over", b.isRefusedLately());
        }
        Invariant.holds(19, "blocked without being wanted", b.mayBe(decision.reason));
        if (decision.blocker == Blocker.Reduction) {
            return Invariant.holds(19, "blocked though such pieces are taken", b.isReduction() && !b.hasPiece());
        }
        Invariant.holds(19, "the token does not reduce by itself", !b.isBeyondHardBand());
        if (decision.blocker == Blocker.Increase) {
            return Invariant.holds(19, "blocked though there is room", !b.isReduction() && !b.hasRoom());
        }
        // The policy answers.
        Invariant.holds(19, "blocked by nothing there is", decision.blocker == Blocker.Cost);
        Invariant.holds(19, "blocked though the cost is within its bound", !b.isAffordable() || b.isOutrun());
        bool isWidened = b.isKnownBlocked() && block.timestamp - b.known.blockedSince >= Due.WIDENING_TAKES;
        Invariant.holds(19, "a reduction waits too long", !b.isReduction() || !isWidened || b.isOutrun());
    }

    /// @dev A report changes what is remembered and nothing else.
    function check19_reported(Sight memory b, Sight memory a, Blocker blocker) internal view {
        uint256 since = b.isKnownBlocked() ? b.known.blockedSince : block.timestamp;
        Invariant.equal(19, "since when it is blocked", a.known.blockedSince, since);
        Invariant.equal(19, "when it was last found blocked", a.known.blockedAt, block.timestamp);
        Invariant.holds(19, "what blocks", a.known.blocker == blocker);
        Invariant.equal(19, "a report cost something", a.equity, b.equity);
        Invariant.equal(19, "a report changed the supply", a.supply, b.supply);
        Invariant.equal(19, "a report counts as a rebalance", a.rebalancedAt, b.rebalancedAt);
        Invariant.holds(19, "a report traded", a.position.size == b.position.size);
    }

    /// @dev What nobody had announced has a name from now on, and a time to try again.
    function check19_refusalIsKnown(Decision memory decision) internal view {
        bool isNamed = decision.action == Action.Blocked && decision.blocker == Blocker.Refused;
        Invariant.holds(19, "a refusal is not known", isNamed);
        Invariant.equal(19, "when to try again", decision.dueAt, block.timestamp + Due.REFUSAL_PAUSE);
    }
}
