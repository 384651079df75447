// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fault} from "../base/Fault.sol";
import {MarkupHandler} from "../handlers/faults/MarkupHandler.sol";
import {VenueSuite} from "./VenueSuite.sol";

/// @title AtDear
/// @notice Tokens at a venue that charges more than it quotes.
contract AtDear is VenueSuite {
    function setUp() external {
        _build(Fault.Dear);
        _add(address(new MarkupHandler(world)));
    }

    function invariant_atDear() external view {
        _checkInTurns();
    }

    function afterInvariant() external {
        _end("cache/invariant-AtDear.txt");
    }

    function _faultStates() internal pure override returns (bytes32[] memory names) {
        names = new bytes32[](3);
        names[0] = "mover paid beyond the quote";
        names[1] = "refused by the mover's limit";
        names[2] = "blocked, unannounced";
    }
}
