// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Invariant} from "../base/Invariant.sol";
import {VM} from "../base/IVm.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {TokenChecks} from "../base/TokenChecks.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title OutageHandler
/// @notice Feeds that die in every way there is, and come back with the price they had; and outages so long that anyone
/// may settle.
contract OutageHandler is Handler {
    using Sights for Sight;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](4);
        names[0] = "feed dies";
        names[1] = "feed revives";
        names[2] = "settled, feed dead";
        names[3] = "settled, market halted";
    }

    /// @dev Most of the time a dead feed comes back: not all that follows shall be refused.
    function outage(uint256 seed, uint256 how, uint256 what) external observed {
        what %= 10;
        if (what < 3) _long(seed, how);
        else if (what == 3) _die(seed % world.marketCount(), how);
        else _revive(seed, how);
    }

    /// @dev The feed of the market `seed` says, or of the next one; where none is dead, one dies.
    function _revive(uint256 seed, uint256 how) private {
        uint256 count = world.marketCount();
        for (uint256 i = 0; i < count; ++i) {
            uint256 market = ((seed % count) + i) % count;
            if (!world.isDead(market)) continue;
            world.repeat(market);
            return world.did("feed revives");
        }
        _die(seed % count, how);
    }

    function _die(uint256 market, uint256 how) private {
        int256 answer = world.lastAnswer(market);
        uint256 updatedAt = block.timestamp;
        uint256 fault = how % 7;
        if (fault == 0) answer = 0;
        if (fault == 1) answer = -answer;
        if (fault == 2) answer = 1e25; // beyond the upper bound
        if (fault == 3) updatedAt = 0;
        if (fault == 4) updatedAt = block.timestamp + 1 + (how % 1 days);
        if (fault == 5) updatedAt = block.timestamp - 26 hours - 1;
        world.kill(market, answer, updatedAt, fault == 6);
        world.did("feed dies");
    }

    /// @dev Reported, waited for, settled by a stranger; a moment too early it is refused. A market that has expired is dead
    /// for good, so all of it is undone afterwards.
    function _long(uint256 seed, uint256 how) private {
        ILeveragedToken token = _token(seed);
        Sight memory b = world.look(token);
        if (!b.isLive()) return;
        uint256 before = VM.snapshotState();
        // An outage that was reported and passed unseen would count from its own start.
        venue.reportOutage(b.market);
        bool isHalted = how % 7 > 2;
        if (isHalted) world.play(world.indexOf(b.market), true, false, 0);
        else _die(world.indexOf(b.market), 7 * (how >> 3) + ((how >> 3) % 3)); // not a fault that heals by itself
        uint256 third = venue.terms(b.market).outageDelay / 3;
        for (uint256 i = 0; i < 3; ++i) {
            venue.reportOutage(b.market);
            world.wait_(third);
        }
        (bool ok, ) = address(token).call(abi.encodeCall(ILeveragedToken.settle, ()));
        Invariant.holds(16, "settled before the outage was long enough", !ok);
        world.wait_(1);
        token.settle();
        TokenChecks.check20_moneyCameHome(world, token);
        // Whatever the feed says from now on, the market closes at the price it has expired at.
        uint256 price = venue.marketState(b.market).outage.price;
        world.wait_(1 days);
        world.publish(world.indexOf(b.market), int256(b.position.price / 1e10) * 2);
        _settleOthers(token);
        Invariant.equal(20, "the closing price moved", venue.marketState(b.market).outage.price, price);
        TokenChecks.check02_allCanLeave(world, token);
        VM.revertToState(before);
        world.did(isHalted ? bytes32("settled, market halted") : bytes32("settled, feed dead"));
    }

    function _settleOthers(ILeveragedToken token) private {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].market() != token.market() || all[i].state().phase == Phase.Settled) continue;
            all[i].settle();
            TokenChecks.check20_moneyCameHome(world, all[i]);
        }
    }
}
