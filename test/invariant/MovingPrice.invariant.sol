// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {MockSuite} from "./base/MockSuite.sol";
import {PriceHandler} from "./handlers/PriceHandler.sol";

/// @title MovingPrice
/// @notice The same people while prices step, gap, crash and rally.
contract MovingPrice is MockSuite {
    function setUp() external {
        _build();
        _add(address(new PriceHandler(world, keeper, liquidators)));
    }

    function invariant_movingPrice() external view {
        _checkAll();
    }

    function afterInvariant() external {
        _end("cache/invariant-MovingPrice.txt");
    }

    function _states() internal pure override returns (bytes32[] memory names) {
        names = new bytes32[](21);
        names[0] = "state:Settled";
        names[1] = "state:dead oracle";
        names[2] = "state:empty fund";
        names[3] = "state:paused";
        names[4] = "state:halted";
        names[5] = "state:liquidated";
        names[6] = "state:trader liquidated";
        names[7] = "state:profit at its reserve";
        names[8] = "state:Unfinished";
        names[9] = "rebalance:Continuation";
        names[10] = "rebalance:Drift";
        names[11] = "rebalance:Emergency";
        names[14] = "rebalance:Marking";
        names[15] = "rebalance:partial";
        names[13] = "state:wiped out";
        names[12] = "rebalance:wiped out";
        names[16] = "state:debts";
        names[17] = "state:blocked";
        names[18] = "blocked:Cost";
        names[19] = "blocked:Increase";
        names[20] = "price rises quietly";
    }
}
