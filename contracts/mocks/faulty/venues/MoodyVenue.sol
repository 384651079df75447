// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {MoodyAccount} from "./MoodyAccount.sol";

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
