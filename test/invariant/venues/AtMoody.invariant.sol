// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fault} from "../base/Fault.sol";
import {MoodHandler} from "../handlers/faults/MoodHandler.sol";
import {VenueSuite} from "./VenueSuite.sol";

/// @title AtMoody
/// @notice Tokens at a venue that refuses trades without having said so.
contract AtMoody is VenueSuite {
    function setUp() external {
        _build(Fault.Moody);
        _add(address(new MoodHandler(world)));
    }

    function invariant_atMoody() external view {
        _checkInTurns();
    }

    function afterInvariant() external {
        _end("cache/invariant-AtMoody.txt");
    }

    function _faultStates() internal pure override returns (bytes32[] memory names) {
        names = new bytes32[](3);
        names[0] = "state:refusing";
        names[1] = "refused without a word";
        names[2] = "blocked, unannounced";
    }
}
