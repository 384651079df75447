// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Limits, Phase} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Action, Decision, Policy, Reason} from "../../../contracts/libraries/RebalanceLogic.sol";
import {Invariant} from "../base/Invariant.sol";
import {Sight, Sights} from "../base/Sight.sol";

/// @title RebalanceChecks
/// @notice What one rebalance must keep, and when it must be possible, judged apart from the contracts' own decision.
library RebalanceChecks {
    using Sights for Sight;

    uint256 private constant WAD = 1e18;

    /// @param tip {collateral} What the caller got.
    function rebalanced(Sight memory b, Sight memory a, Decision memory decision, uint256 tip) internal view {
        Invariant.equal(10, "the tip is not the preview's", tip, decision.tip);
        Invariant.holds(6, "traded something else", a.shot.size - b.shot.size == decision.sizeDelta);
        Invariant.holds(6, "twice in a block", b.rebalancedAt != block.timestamp);
        Invariant.equal(9, "a rebalance changed the supply", a.supply, b.supply);
        Invariant.holds(10, "complete or not", (a.phase == Phase.Unfinished) == !decision.complete);
        uint256 spent = tip * b.unit + b.cost(decision.sizeDelta);
        Invariant.atMost(12, "the venue charged less than its cost", a.shot.equity + spent, b.shot.equity);
        // Nobody may take more out of a fund than cost and a capped tip.
        Policy memory policy = b.token.policy();
        Invariant.atMost(4, "a tip beyond its cap", tip, policy.tipCap);
        if (decision.reason != Reason.Emergency) Invariant.equal(4, "a tip outside an emergency", tip, 0);
        if (decision.sizeDelta != 0) check05_towardTarget(b, a, decision.complete);
    }

    function check05_towardTarget(Sight memory b, Sight memory a, bool isComplete) internal pure {
        uint256 target = SignedMath.abs(a.target);
        Invariant.holds(5, "on the other side", a.shot.size == 0 || (a.shot.size > 0) == (a.target > 0));
        (uint256 before, uint256 then) = (b.leverage(), a.leverage());
        if (isComplete) return Invariant.near(5, "a complete one landed elsewhere", then, target, target / 1000);
        // A partial trade may round over the target by one unit of equity, never more.
        if (before > target) {
            Invariant.atMost(5, "moved away from target", then, before);
            Invariant.atMost(5, "passed the target downward", target, then + a.leverageStep());
        } else {
            Invariant.atMost(5, "moved away from target", before, then);
            Invariant.atMost(5, "passed the target upward", then, target + a.leverageStep());
        }
    }

    /// @dev The reason is computed anew, with room for rounding at each bound; a trade of one percent of the fund is
    /// surely possible if nothing of the market's refuses it.
    function check06_dueWhenItMustBe(Sight memory b, Decision memory decision) internal view {
        if (decision.action == Action.Settle) {
            return Invariant.holds(6, "would settle a solvent fund", b.isWipedOut());
        }
        if (decision.action == Action.Trade) {
            Invariant.holds(6, "due at a halted market", !b.shot.halted);
            return Invariant.holds(6, "due for no reason", mayBeDue(b, decision.reason));
        }
        if (!b.isLive() || b.isDust()) return;
        Invariant.holds(6, "a wiped-out fund is not to be settled", !b.isWipedOut());
        if (b.units < 1e6 || b.rebalancedAt == block.timestamp || !mustBeDue(b)) return;
        Invariant.holds(6, "not due though a trade is possible", !isTradePossible(b));
    }

    function mayBeDue(Sight memory b, Reason reason) internal view returns (bool) {
        Policy memory policy = b.token.policy();
        uint256 ratio = (b.leverage() * WAD) / SignedMath.abs(b.target);
        if (reason == Reason.Emergency) return ratio + 1e9 > policy.emergencyBand;
        if (reason == Reason.Drift) return ratio + 1e9 > policy.upperBand || ratio < policy.lowerBand + 1e9;
        if (reason == Reason.Continuation) {
            return b.phase == Phase.Unfinished && block.timestamp >= b.rebalancedAt + policy.cooldown;
        }
        return reason == Reason.Scheduled && b.phase == Phase.Active && hasBoundaryPassed(b, policy);
    }

    function mustBeDue(Sight memory b) internal view returns (bool) {
        Policy memory policy = b.token.policy();
        uint256 ratio = (b.leverage() * WAD) / SignedMath.abs(b.target);
        if (ratio > policy.emergencyBand + 1e9) return true;
        if (b.phase == Phase.Unfinished) return block.timestamp >= b.rebalancedAt + policy.cooldown;
        return ratio > policy.upperBand + 1e9 || ratio + 1e9 < policy.lowerBand || hasBoundaryPassed(b, policy);
    }

    function hasBoundaryPassed(Sight memory b, Policy memory policy) internal view returns (bool) {
        return (block.timestamp - policy.offset) / policy.period > (b.rebalancedAt - policy.offset) / policy.period;
    }

    /// @dev Whether a trade toward target of one percent of the fund passes every bound.
    function isTradePossible(Sight memory b) internal view returns (bool) {
        uint256 target = SignedMath.abs(b.target);
        uint256 wanted = (b.shot.equity * target) / WAD;
        uint256 held = b.notional();
        uint256 least = wanted / 100;
        if (held > wanted ? held - wanted < least : wanted - held < least) return false;
        Limits memory limits = b.token.limits();
        if (limits.maxTrade < least) return false;
        bool isBuy = (held < wanted) == (b.target > 0);
        if (held < wanted) {
            uint256 room = ((isBuy ? b.shot.maxLong : b.shot.maxShort) * b.shot.price) / WAD;
            if (room < least) return false;
        }
        int256 sizeDelta = int256((least * WAD) / b.shot.price);
        uint256 perNotional = (b.cost(isBuy ? sizeDelta : -sizeDelta) * WAD) / least;
        // Where closing the position would cost nearly all equity, a reduction raises leverage.
        if ((perNotional * b.leverage()) / WAD > WAD / 2) return false;
        return perNotional + 1e12 < b.token.policy().maxSlippage;
    }
}
