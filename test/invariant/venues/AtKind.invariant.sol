// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fault} from "../base/Fault.sol";
import {MarkupHandler} from "../handlers/faults/MarkupHandler.sol";
import {VenueSuite} from "./VenueSuite.sol";

/// @title AtKind
/// @notice Tokens at a venue that pays for trades.
contract AtKind is VenueSuite {
    function setUp() external {
        _build(Fault.Kind);
        _add(address(new MarkupHandler(world)));
    }

    function invariant_atKind() external view {
        _checkInTurns();
    }

    function afterInvariant() external {
        _end("cache/invariant-AtKind.txt");
    }

    function _faultStates() internal pure override returns (bytes32[] memory names) {
        names = new bytes32[](1);
        names[0] = "mover was paid by the venue";
    }
}
