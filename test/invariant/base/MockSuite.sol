// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {HostileHandler} from "../handlers/HostileHandler.sol";
import {LiquidityHandler} from "../handlers/LiquidityHandler.sol";
import {ReentrancyHandler} from "../handlers/ReentrancyHandler.sol";
import {Fault} from "./Fault.sol";
import {Suite} from "./Suite.sol";

/// @title MockSuite
/// @notice Tokens at the exchange itself, in two markets, and who has to do with the exchange alone.
abstract contract MockSuite is Suite {
    function _build() internal {
        _found(Fault.None);
        world.list("ETH", 3_000, 400_000_000);
        world.create(1, 1.5e18, type(uint64).max);
        world.create(1, 1e18, 5_000);
        _people();
        _add(address(new LiquidityHandler(world)));
        _add(address(new HostileHandler(world)));
        _add(address(new ReentrancyHandler(world)));
    }
}
