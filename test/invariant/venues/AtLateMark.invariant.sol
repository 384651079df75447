// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fault} from "../base/Fault.sol";
import {MarkHandler} from "../handlers/faults/MarkHandler.sol";
import {HostileHandler} from "../handlers/HostileHandler.sol";
import {VenueSuite} from "./VenueSuite.sol";

/// @title AtLateMark
/// @notice Tokens at a venue whose mark follows the index with a delay.
contract AtLateMark is VenueSuite {
    function setUp() external {
        _build(Fault.LateMark);
        _add(address(new MarkHandler(world)));
        _add(address(new HostileHandler(world)));
    }

    function invariant_atLateMark() external view {
        _checkInTurns();
    }

    function afterInvariant() external {
        _end("cache/invariant-AtLateMark.txt");
    }

    function _faultStates() internal pure override returns (bytes32[] memory names) {
        names = new bytes32[](3);
        names[0] = "state:mark behind";
        names[1] = "mover was paid by the venue";
        names[2] = "blocked, unannounced";
    }
}
