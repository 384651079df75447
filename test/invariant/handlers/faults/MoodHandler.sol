// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../../../../contracts/interfaces/ILeveragedToken.sol";
import {Invariant} from "../../base/Invariant.sol";
import {VM} from "../../base/IVm.sol";
import {Sight, Sights} from "../../base/Sight.sol";
import {TokenChecks} from "../../base/TokenChecks.sol";
import {World} from "../../base/World.sol";
import {Handler} from "../Handler.sol";

/// @title MoodHandler
/// @notice A venue that refuses trades and says nothing of it, for a while or for so long that anyone settles.
contract MoodHandler is Handler {
    using Sights for Sight;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](3);
        names[0] = "refuses";
        names[1] = "refuses no more";
        names[2] = "settled, refused for days";
    }

    function change(uint256 how, uint256 tokenSeed) external observed {
        how %= 8;
        if (how == 0) return _outlast(tokenSeed);
        bool isRefusing = how < 4;
        world.front().setRefusing(isRefusing);
        world.did(isRefusing ? bytes32("refuses") : bytes32("refuses no more"));
    }

    /// @dev Reductions are tried and refused at least every two hours until that has lasted for the outage delay; a second
    /// earlier nobody settles. All of it is undone afterwards.
    function _outlast(uint256 tokenSeed) private {
        ILeveragedToken token = _openOne(tokenSeed);
        if (address(token) == address(0)) return;
        uint256 before = VM.snapshotState();
        world.front().setRefusing(true);
        uint256 since = _report(token);
        uint256 end = since + token.venue().terms(token.market()).outageDelay - 1;
        while (block.timestamp + 2 hours <= end) {
            world.wait_(2 hours);
            Invariant.equal(19, "since when it refuses", _report(token), since);
        }
        world.wait_(end - block.timestamp);
        // Funding may have taken all there was meanwhile: that is settled at once.
        if (world.look(token).isWipedOut()) {
            VM.revertToState(before);
            return;
        }
        (bool ok, ) = address(token).call(abi.encodeCall(ILeveragedToken.settle, ()));
        Invariant.holds(16, "settled before it was refused for long enough", !ok);
        world.wait_(1);
        token.settle();
        TokenChecks.check20_moneyCameHome(world, token);
        TokenChecks.check02_allCanLeave(world, token);
        VM.revertToState(before);
        world.did("settled, refused for days");
    }

    /// @return since {s} When the first refusal of the row was put on record.
    function _report(ILeveragedToken token) private returns (uint256 since) {
        world.repeat(0);
        token.desk().reportRefusal(token);
        since = token.desk().refusedSince(token);
        Invariant.holds(19, "a refusal is not on record", since != 0);
    }

    /// @dev The token `seed` says, or the next one, that is open but for the venue's mood.
    function _openOne(uint256 seed) private view returns (ILeveragedToken) {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            ILeveragedToken token = all[((seed % all.length) + i) % all.length];
            Sight memory s = world.look(token);
            if (s.isLive() && !s.failing && !s.isTooSmall() && s.position.size != 0) return token;
        }
        return ILeveragedToken(address(0));
    }
}
