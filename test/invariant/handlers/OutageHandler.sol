// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Invariant} from "../base/Invariant.sol";
import {Sight, Sights} from "../base/Sight.sol";
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
        uint256 market = seed % world.marketCount();
        what %= 9;
        if (what == 0) return _long(seed, how);
        if (what < 4) return _die(market, how);
        if (!world.isDead(market)) return;
        world.repeat(market);
        world.did("feed revives");
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

    /// @dev Reported, waited for, settled by a stranger; a moment too early it is refused.
    function _long(uint256 seed, uint256 how) private {
        ILeveragedToken token = _token(seed);
        Sight memory b = world.look(token);
        if (!b.isLive()) return;
        uint256 market = world.indexOf(b.market);
        bool isHalted = how % 2 == 0;
        if (isHalted) world.play(market, true, false, 0);
        else _die(market, 7 * (how >> 3) + (how % 3)); // not a fault that heals by itself
        venue.reportOutage(b.market);
        world.wait_(venue.terms(b.market).outageDelay - 1);
        (bool ok, ) = address(token).call(abi.encodeCall(ILeveragedToken.settle, ()));
        Invariant.holds(16, "settled before the outage was long enough", !ok);
        world.wait_(1);
        token.settle();
        uint256 home = collateral.balanceOf(address(token)) - world.givenTo(address(token));
        Invariant.equal(20, "money stayed at the venue", venue.account(b.market, address(token)).margin, 0);
        Invariant.equal(20, "a position stayed", SignedMath.abs(venue.account(b.market, address(token)).size), 0);
        Invariant.equal(20, "what came home is nobody's", home, token.settledAssets() + token.totalOwed());
        world.did(isHalted ? bytes32("settled, market halted") : bytes32("settled, feed dead"));
        world.recoverAll();
    }
}
