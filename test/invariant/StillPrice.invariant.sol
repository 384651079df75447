// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {MockSuite} from "./base/MockSuite.sol";

/// @title StillPrice
/// @notice Everybody does everything while no price ever moves: whatever anyone gains comes out of somebody's pocket.
contract StillPrice is MockSuite {
    function setUp() external {
        _build();
    }

    function invariant_stillPrice() external view {
        _checkAll();
    }

    function afterInvariant() external {
        _end("cache/invariant-StillPrice.txt");
    }

    function _states() internal pure override returns (bytes32[] memory names) {
        names = new bytes32[](7);
        names[0] = "state:Settled";
        names[1] = "state:dead oracle";
        names[2] = "state:empty fund";
        names[3] = "state:paused";
        names[4] = "state:halted";
        names[5] = "state:debts";
        names[6] = "state:blocked";
    }
}
