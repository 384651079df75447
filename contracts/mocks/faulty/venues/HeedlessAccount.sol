// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {Fill} from "../../../types/Venue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";

/// @title HeedlessAccount
/// @notice An account of {HeedlessVenue}.
contract HeedlessAccount is AdapterAccount {
    /// @dev Of equity, what it takes for a trade that the account itself pays for.
    uint256 private constant PART = 5;

    constructor(IFuturesVenue inner_, bytes32 market_, address owner_) AdapterAccount(inner_, market_, owner_) {}

    function trade(
        bytes32 market_,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256,
        address receiver
    ) external override onlyOwner(market_) returns (Fill memory fill) {
        fill = inner.trade(market_, sizeDelta, pay, take, moverPaysCost, type(int256).max, receiver);
        if (pay != 0 || take != 0) return fill;
        uint256 taken = fill.equity / PART;
        fill.equity = inner.trade(market_, 0, 0, taken, false, 0, address(this)).equity;
        fill.cost += int256(taken);
    }
}
