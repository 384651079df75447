// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fault} from "../base/Fault.sol";
import {Suite} from "../base/Suite.sol";
import {VenueChecks} from "../base/VenueChecks.sol";
import {PriceHandler} from "../handlers/PriceHandler.sol";

/// @title VenueSuite
/// @notice A long and a short at a venue with one fault, while prices move.
abstract contract VenueSuite is Suite {
    function _build(Fault fault) internal {
        _found(fault);
        _people();
        _add(address(new PriceHandler(world, keeper, liquidators)));
    }

    /// @dev The exchange's books are the other suites' matter: they and what a token is worth are checked in turns.
    function _checkInTurns() internal view {
        uint256 turn = world.turn();
        if (turn % 2 == 0) VenueChecks.check01_conservation(world);
        else _checkValue(turn / 2);
        _checkShares();
    }

    function _states() internal pure override returns (bytes32[] memory names) {
        bytes32[] memory own = _faultStates();
        names = new bytes32[](10 + own.length);
        names[0] = "state:Settled";
        names[1] = "state:dead oracle";
        names[2] = "state:empty fund";
        names[3] = "state:halted";
        names[4] = "state:debts";
        names[5] = "state:blocked";
        names[6] = "rebalance:Drift";
        names[7] = "rebalance:Emergency";
        names[8] = "rebalance:Continuation";
        names[9] = "rebalance:partial";
        for (uint256 i = 0; i < own.length; ++i) names[10 + i] = own[i];
    }

    /// @dev What must be reached at this venue and no other.
    function _faultStates() internal pure virtual returns (bytes32[] memory);
}
