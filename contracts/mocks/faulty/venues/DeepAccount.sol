// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {Fill} from "../../../types/Venue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";

/// @title DeepAccount
/// @notice An account of {DeepVenue}.
contract DeepAccount is AdapterAccount {
    /// @dev Calls within calls before the gas is used.
    uint256 private constant DEPTH = 5;
    /// @dev {gas} As much as a trade at a real exchange may take.
    uint256 private constant EFFORT = 1_000_000;

    constructor(IFuturesVenue inner_, bytes32 market_, address owner_) AdapterAccount(inner_, market_, owner_) {}

    function trade(
        bytes32 market_,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256 maxCost,
        address receiver
    ) external override onlyOwner(market_) returns (Fill memory) {
        this.dig(DEPTH);
        return inner.trade(market_, sizeDelta, pay, take, moverPaysCost, maxCost, receiver);
    }

    /// @notice Uses the gas of a trade, so many calls further down.
    function dig(uint256 levels) external view {
        if (levels != 0) return this.dig(levels - 1);
        uint256 before = gasleft();
        while (before - gasleft() < EFFORT) {
            // What a real exchange does with it is of no matter here.
        }
    }
}
