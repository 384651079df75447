// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fault} from "../../base/Fault.sol";
import {World} from "../../base/World.sol";
import {Handler} from "../Handler.sol";

/// @title MarkupHandler
/// @notice A venue that changes by how much its charges miss its quotes: none at times, and at times by more than a
/// rebalance may cost.
contract MarkupHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](3);
        names[0] = "charges as quoted";
        names[1] = "charges otherwise";
        names[2] = "charges far otherwise";
    }

    function change(uint256 which) external observed {
        uint256[5] memory ppm = [uint256(0), 500, 1_000, 3_000, 12_000];
        which %= 5;
        int256 markup = int256(ppm[which]) * 1e12;
        world.front().setMarkup(world.fault() == Fault.Kind ? -markup : markup);
        bytes32[3] memory names = [bytes32("charges as quoted"), "charges otherwise", "charges far otherwise"];
        world.did(
            names[
                which == 0
                    ? 0
                    : which == 4
                        ? 2
                        : 1
            ]
        );
    }
}
