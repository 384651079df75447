// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {ILeveragedToken, Phase} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Action, Decision, Reason} from "../../../contracts/libraries/RebalanceLogic.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";
import {RebalanceChecks} from "./RebalanceChecks.sol";

/// @title KeeperHandler
/// @notice Anyone who rebalances, collects fees, settles what is to be settled and reports outages. Every attempt is made,
/// due or not: whether it had to succeed is judged afterwards.
contract KeeperHandler is Handler {
    using Sights for Sight;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](6);
        names[0] = "rebalance";
        names[1] = "rebalance not due";
        names[2] = "rebalance:Scheduled";
        names[3] = "collect fees";
        names[4] = "settle refused";
        names[5] = "report outage";
    }

    /// @dev One token and, a cooldown later, what was left of its trade; or all tokens, as keepers do.
    function rebalance(uint256 seed, bool all) external observed {
        ILeveragedToken[] memory tokens = world.tokens();
        for (uint256 i = 0; all && i < tokens.length; ++i) _rebalance(tokens[i]);
        if (all) return;
        ILeveragedToken token = tokens[seed % tokens.length];
        _rebalance(token);
        if (seed % 2 == 0 || token.state().phase != Phase.Unfinished) return;
        world.wait_(token.policy().cooldown);
        _rebalance(token);
    }

    /// @dev What else anyone may do for a token.
    function serve(uint256 what, uint256 tokenSeed) external observed {
        what %= 3;
        if (what == 0) _collectFees(tokenSeed);
        else if (what == 1) _settle(tokenSeed);
        else _reportOutage(tokenSeed);
    }

    function _rebalance(ILeveragedToken token) private touchesOnly(token.market(), address(token)) {
        Sight memory b = world.look(token);
        (bool previewed, bytes memory preview) = _read(
            address(token),
            abi.encodeCall(ILeveragedToken.previewRebalance, ())
        );
        uint256 owned = collateral.balanceOf(world.KEEPER());
        (bool ok, bytes memory result) = _callAs(
            world.KEEPER(),
            address(token),
            abi.encodeCall(ILeveragedToken.rebalance, ())
        );
        if (b.phase == Phase.Settled) return _refused(ok, result, ILeveragedToken.LeveragedToken_Settled.selector);
        if (!b.priced) {
            Invariant.holds(13, "rebalanced without a price", !previewed && !ok);
            if (!Refusals.isOracles(bytes4(result))) revert Invariant.UnexpectedRevert("rebalance", result);
            return;
        }
        Decision memory decision = abi.decode(preview, (Decision));
        RebalanceChecks.check06_dueWhenItMustBe(b, decision);
        if (b.shot.halted) return _refused(ok, result, IFuturesVenue.FuturesVenue_MarketHalted.selector);
        if (decision.action == Action.None) {
            _refused(ok, result, ILeveragedToken.LeveragedToken_NotDue.selector);
            return world.did("rebalance not due");
        }
        if (b.failing && decision.action == Action.Trade) return _refused(ok, result, Refusals.FILL_REJECTED);
        if (!ok) revert Invariant.UnexpectedRevert("rebalance", result);
        _count(decision);
        Sight memory a = world.look(token);
        uint256 tip = collateral.balanceOf(world.KEEPER()) - owned;
        if (decision.action == Action.Settle) {
            Invariant.holds(8, "a wiped-out fund did not settle", a.phase == Phase.Settled && b.isWipedOut());
            return;
        }
        RebalanceChecks.rebalanced(b, a, decision, tip);
    }

    function _collectFees(uint256 tokenSeed) private {
        ILeveragedToken token = _token(tokenSeed);
        Sight memory b = world.look(token);
        uint256 held = token.balanceOf(world.collector());
        uint256 shares = token.collectFees();
        Sight memory a = world.look(token);
        Invariant.equal(9, "fees changed the supply", a.supply, b.supply);
        Invariant.equal(9, "not all pending shares were collected", a.minted, b.supply);
        Invariant.equal(9, "the collector got something else", token.balanceOf(world.collector()) - held, shares);
        world.did("collect fees");
    }

    function _settle(uint256 tokenSeed) private {
        ILeveragedToken token = _token(tokenSeed);
        Sight memory b = world.look(token);
        (bool ok, bytes memory result) = address(token).call(abi.encodeCall(ILeveragedToken.settle, ()));
        if (ok) {
            bool isDead = !b.priced || b.shot.halted;
            Invariant.holds(16, "settled a live and solvent token", isDead || b.isWipedOut());
            if (isDead) world.did("state:settled in an outage");
            return;
        }
        bytes4 error_ = bytes4(result);
        bool isExpected = error_ == ILeveragedToken.LeveragedToken_Settled.selector && b.phase == Phase.Settled;
        if (error_ == ILeveragedToken.LeveragedToken_NotSettleable.selector) {
            isExpected = b.isLive() && !b.isWipedOut();
        }
        if (error_ == IFuturesVenue.FuturesVenue_OutageTooShort.selector) {
            isExpected = b.phase != Phase.Settled && (!b.priced || b.shot.halted);
        }
        if (!isExpected) revert Invariant.UnexpectedRevert("settle", result);
        world.did("settle refused");
    }

    function _reportOutage(uint256 marketSeed) private {
        venue.reportOutage(world.marketAt(marketSeed % world.marketCount()).id);
        world.did("report outage");
    }

    function _refused(bool ok, bytes memory result, bytes4 expected) private pure {
        if (ok) revert Invariant.UnexpectedSuccess("rebalance");
        if (bytes4(result) != expected) revert Invariant.UnexpectedRevert("rebalance", result);
    }

    function _count(Decision memory decision) private {
        world.did("rebalance");
        if (decision.action == Action.Settle) return world.did("rebalance:wiped out");
        if (decision.reason == Reason.Scheduled) world.did("rebalance:Scheduled");
        if (decision.reason == Reason.Drift) world.did("rebalance:Drift");
        if (decision.reason == Reason.Emergency) world.did("rebalance:Emergency");
        if (decision.reason == Reason.Continuation) world.did("rebalance:Continuation");
        if (decision.sizeDelta == 0) world.did("rebalance:marking only");
        if (!decision.complete) world.did("rebalance:partial");
    }
}
