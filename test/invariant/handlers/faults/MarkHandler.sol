// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {World} from "../../base/World.sol";
import {Handler} from "../Handler.sol";

/// @title MarkHandler
/// @notice A mark that is behind the index, or ahead of it, and catches up. It is behind after every move of the price too.
contract MarkHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](2);
        names[0] = "mark moves away";
        names[1] = "mark catches up";
    }

    function mark(uint256 apart, bool catchesUp) external observed {
        uint256 index = uint256(world.lastAnswer(0)) * 1e10;
        world.front().setMark(catchesUp ? index : (index * _within(apart, 0.98e18, 1.02e18)) / 1e18);
        world.did(catchesUp ? bytes32("mark catches up") : bytes32("mark moves away"));
    }
}
