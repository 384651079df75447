// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {Fill} from "../../../types/Venue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";
import {MoodyVenue} from "./MoodyVenue.sol";

/// @title MoodyAccount
/// @notice An account of {MoodyVenue}.
contract MoodyAccount is AdapterAccount {
    MoodyVenue private immutable _venue = MoodyVenue(msg.sender);

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
        if (sizeDelta != 0 && _venue.isRefusing()) revert MoodyVenue.MoodyVenue_Refused(sizeDelta);
        return inner.trade(market_, sizeDelta, pay, take, moverPaysCost, maxCost, receiver);
    }
}
