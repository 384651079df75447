// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {FixedPoint} from "../../../libraries/FixedPoint.sol";
import {Fill, Position, Room} from "../../../types/Venue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";
import {PartialVenue} from "./PartialVenue.sol";

/// @title PartialAccount
/// @notice An account of {PartialVenue}.
contract PartialAccount is AdapterAccount {
    using FixedPoint for uint256;

    PartialVenue private immutable _venue = PartialVenue(msg.sender);

    error PartialAccount_Refused(uint256 reduction, uint256 least, uint256 most);

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
        (Position memory reading, Room memory room) = snapshot(market_, owner);
        if (sizeDelta != 0 && reading.size != 0 && (sizeDelta < 0) == (reading.size > 0)) {
            uint256 reduction = SignedMath.abs(sizeDelta);
            if (reduction < room.minReduction || reduction > room.maxReduction) {
                revert PartialAccount_Refused(reduction, room.minReduction, room.maxReduction);
            }
        }
        return inner.trade(market_, sizeDelta, pay, take, moverPaysCost, maxCost, receiver);
    }

    function snapshot(
        bytes32 market_,
        address owner_
    ) public view override returns (Position memory reading, Room memory room) {
        (reading, room) = super.snapshot(market_, owner_);
        uint256 held = SignedMath.abs(reading.size);
        room.minReduction = held.mulWadUp(_venue.least());
        room.maxReduction = held.mulWadDown(_venue.most());
    }
}
