// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFundDesk} from "../../../contracts/interfaces/IFundDesk.sol";
import {IFuturesVenue} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {VenueScenario} from "../../../contracts/mocks/venue/VenueScenario.sol";
import {Action, Blocker, Decision, Reason} from "../../../contracts/types/Rebalance.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Due} from "../base/Due.sol";
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
    using Due for Sight;
    using Sights for Sight;

    /// @dev One call, what its preview said, and the fund before it.
    /// @param owned {collateral} What the keeper had, and was owed by the token.
    struct Attempt {
        Sight b;
        bool previewed;
        bytes preview;
        uint256 owned;
        bool ok;
        bytes result;
    }

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](12);
        names[0] = "rebalance";
        names[1] = "rebalance not due";
        names[2] = "rebalance:Scheduled";
        names[3] = "collect fees";
        names[4] = "settle refused";
        names[5] = "report outage";
        names[6] = "blocked, reported";
        names[7] = "blocked, known already";
        names[8] = "blocked:Halted";
        names[9] = "blocked:Refused";
        names[10] = "blocked for an hour";
        names[11] = "report a refusal";
    }

    /// @dev One token and, a cooldown later, what was left of its trade; or all tokens, as keepers do.
    function rebalance(uint256 seed, bool all) external observed {
        ILeveragedToken[] memory tokens = world.tokens();
        for (uint256 i = 0; all && i < tokens.length; ++i) _rebalance(tokens[i]);
        if (all) return;
        ILeveragedToken token = tokens[seed % tokens.length];
        _rebalance(token);
        if (token.state().phase != Phase.Unfinished) return;
        world.wait_(world.look(token).bands().cooldown);
        _rebalance(token);
    }

    /// @dev A boundary passes while the market is halted, rejects fills, takes no increase or is dear; keepers go on calling.
    function stand(uint256 tokenSeed, uint256 how) external observed {
        ILeveragedToken token = _strayedToken(tokenSeed);
        Sight memory s = world.look(token);
        if (!s.isLive()) return;
        world.nextDay();
        uint256 market = world.indexOf(s.market);
        if (how % 4 == 0)
            _capOpenInterest(s.market, 0);
            // Four percent: more than a reduction may cost at once, and less than it may after half an hour.
        else world.play(market, how % 4 == 2, how % 4 == 1, how % 4 == 3 ? 40_000 : 0);
        for (uint256 minutes_ = 0; minutes_ <= 60; minutes_ += 10) {
            _rebalance(token);
            if (minutes_ == 0) _rebalance(token);
            if (how % 4 == 1 && minutes_ == 60) _reportRefusal(token);
            world.wait_(10 minutes);
        }
        world.play(market, false, false, 0);
        _capOpenInterest(s.market, venue.marketState(s.market).capacity.depth / 10);
        world.did("blocked for an hour");
    }

    /// @dev What else anyone may do for a token.
    function serve(uint256 what, uint256 tokenSeed) external observed {
        what %= 4;
        if (what == 0) _collectFees(tokenSeed);
        else if (what == 1) _settle(tokenSeed);
        else if (what == 2) _reportRefusal(_token(tokenSeed));
        else _reportOutage(tokenSeed);
    }

    function _rebalance(ILeveragedToken token) private touchesOnly(token.market(), world.traderOf(token)) {
        Attempt memory it;
        it.b = world.look(token);
        (it.previewed, it.preview) = _read(address(token), abi.encodeCall(ILeveragedToken.previewRebalance, ()));
        it.owned = _ownedByKeeper(token);
        (it.ok, it.result) = _callAs(world.KEEPER(), address(token), abi.encodeCall(ILeveragedToken.rebalance, ()));
        if (it.b.phase == Phase.Settled) return _refused(it, ILeveragedToken.LeveragedToken_Settled.selector);
        if (it.b.priced) return _judge(token, it, abi.decode(it.preview, (Decision)));
        Invariant.holds(13, "rebalanced without a price", !it.previewed && !it.ok);
        if (!Refusals.isOracles(bytes4(it.result))) revert Invariant.UnexpectedRevert("rebalance", it.result);
    }

    function _judge(ILeveragedToken token, Attempt memory it, Decision memory decision) private {
        Sight memory b = it.b;
        RebalanceChecks.check06_dueWhenItMustBe(b, decision);
        if (decision.action == Action.None) {
            _refused(it, ILeveragedToken.LeveragedToken_NotDue.selector);
            return world.did("rebalance not due");
        }
        if (decision.action == Action.Blocked && decision.dueAt > block.timestamp) {
            Invariant.holds(19, "known to be blocked without a report", b.isKnownBlocked());
            _refused(it, ILeveragedToken.LeveragedToken_Blocked.selector);
            return world.did("blocked, known already");
        }
        if (!it.ok) revert Invariant.UnexpectedRevert("rebalance", it.result);
        Sight memory a = world.look(token);
        if (decision.action == Action.Blocked) return _reported(b, a, decision.blocker);
        if (decision.action == Action.Settle) {
            world.did("rebalance:wiped out");
            return Invariant.holds(8, "a wiped-out fund did not settle", a.phase == Phase.Settled && b.isWipedOut());
        }
        if (b.failing) return _reported(b, a, Blocker.Refused);
        if (b.refusing && decision.sizeDelta != 0) return _refusedSilently(b, a);
        bool mayBeRefused =
            b.isOutrun() || b.isBeyondMaximum() || b.mayCostMoreThan(decision.sizeDelta, decision.maxCost);
        if (mayBeRefused && a.known.blocker == Blocker.Refused && a.known.blockedAt == block.timestamp) {
            return _refusedSilently(b, a);
        }
        _count(decision);
        RebalanceChecks.rebalanced(b, a, decision, _ownedByKeeper(token) - it.owned);
    }

    function _refusedSilently(Sight memory b, Sight memory a) private {
        _reported(b, a, Blocker.Refused);
        world.did("blocked, unannounced");
    }

    function _reported(Sight memory b, Sight memory a, Blocker blocker) private {
        RebalanceChecks.check19_reported(b, a, blocker);
        if (blocker == Blocker.Refused) RebalanceChecks.check19_refusalIsKnown(a.token.previewRebalance());
        world.did("blocked, reported");
        if (blocker == Blocker.Halted) world.did("blocked:Halted");
        if (blocker == Blocker.Cost) world.did("blocked:Cost");
        if (blocker == Blocker.Increase) world.did("blocked:Increase");
        if (blocker == Blocker.Refused) world.did("blocked:Refused");
        if (blocker == Blocker.Reduction) world.did("blocked:Reduction");
    }

    /// @dev The token `seed` says, or the next one that is a percent off its target, if there is one.
    function _strayedToken(uint256 seed) private view returns (ILeveragedToken token) {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            token = all[((seed % all.length) + i) % all.length];
            Sight memory s = world.look(token);
            if (s.isLive() && s.gap() > s.onePercent()) return token;
        }
        return _token(seed);
    }

    function _capOpenInterest(bytes32 id, uint40 cap) private {
        (bool ok, bytes memory result) = _govern(
            address(venue),
            abi.encodeCall(VenueScenario.setOpenInterestCap, (id, cap))
        );
        if (!ok) revert Invariant.UnexpectedRevert("cap open interest", result);
    }

    /// @dev {collateral} What the keeper has, and is owed by this token.
    function _ownedByKeeper(ILeveragedToken token) private view returns (uint256) {
        return collateral.balanceOf(world.KEEPER()) + token.owed(world.KEEPER());
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
            bool isDead = !b.priced || b.position.halted;
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
            isExpected = b.phase != Phase.Settled && (!b.priced || b.position.halted);
        }
        if (!isExpected) revert Invariant.UnexpectedRevert("settle", result);
        world.did("settle refused");
    }

    /// @dev A report of refusals tells what is so, and changes nothing else.
    function _reportRefusal(ILeveragedToken token) private {
        Sight memory b = world.look(token);
        (bool ok, bytes memory result) = address(token.desk()).call(abi.encodeCall(IFundDesk.reportRefusal, (token)));
        if (!ok) {
            if (!b.priced) return;
            revert Invariant.UnexpectedRevert("report a refusal", result);
        }
        Sight memory a = world.look(token);
        Invariant.equal(11, "a report of a refusal cost something", a.equity, b.equity);
        Invariant.holds(5, "a report of a refusal traded", a.position.size == b.position.size);
        bool isRefused = token.desk().refusedSince(token) != 0;
        if (!isRefused) return;
        bool isUnable = b.position.halted || b.isWipedOut() || b.isOutrun() || b.isBeyondMaximum();
        Invariant.holds(20, "refused by nothing there is", b.isRejecting() || isUnable);
        world.did("report a refusal");
    }

    function _reportOutage(uint256 marketSeed) private {
        venue.reportOutage(world.marketAt(marketSeed % world.marketCount()).id);
        world.did("report outage");
    }

    function _refused(Attempt memory it, bytes4 expected) private pure {
        if (it.ok) revert Invariant.UnexpectedSuccess("rebalance");
        if (bytes4(it.result) != expected) revert Invariant.UnexpectedRevert("rebalance", it.result);
    }

    function _count(Decision memory decision) private {
        world.did("rebalance");
        if (decision.reason == Reason.Scheduled) world.did("rebalance:Scheduled");
        if (decision.reason == Reason.Drift) world.did("rebalance:Drift");
        if (decision.reason == Reason.Emergency) world.did("rebalance:Emergency");
        if (decision.reason == Reason.Continuation) world.did("rebalance:Continuation");
        if (decision.reason == Reason.Marking) world.did("rebalance:Marking");
        if (!decision.complete) world.did("rebalance:partial");
    }
}
