// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fault} from "../base/Fault.sol";
import {PieceHandler} from "../handlers/faults/PieceHandler.sol";
import {VenueSuite} from "./VenueSuite.sol";

/// @title AtPartial
/// @notice Tokens at a venue that takes reductions of some sizes only.
contract AtPartial is VenueSuite {
    function setUp() external {
        _build(Fault.Partial);
        _add(address(new PieceHandler(world)));
    }

    function invariant_atPartial() external view {
        _checkInTurns();
    }

    function afterInvariant() external {
        _end("cache/invariant-AtPartial.txt");
    }

    function _faultStates() internal pure override returns (bytes32[] memory names) {
        names = new bytes32[](2);
        names[0] = "piece refused";
        names[1] = "blocked:Reduction";
    }
}
