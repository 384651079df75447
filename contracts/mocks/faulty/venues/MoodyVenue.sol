// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {Fill} from "../../../types/Venue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";

/// @title MoodyVenue
/// @notice Refuses trades at times, and nothing it says beforehand tells when.
contract MoodyVenue is AdapterVenue {
    /// @notice Whether it refuses now.
    bool public isRefusing;

    error MoodyVenue_Refused(int256 sizeDelta);

    constructor(IFuturesVenue inner_) AdapterVenue(inner_) {}

    function setRefusing(bool isRefusing_) external {
        isRefusing = isRefusing_;
    }

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new MoodyAccount(inner, market, owner);
    }
}

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
