// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {StingyAccount} from "./StingyAccount.sol";

/// @title StingyVenue
/// @notice Keeps a fifth of what an account is worth once its market has expired.
contract StingyVenue is AdapterVenue {
    constructor(IFuturesVenue inner_) AdapterVenue(inner_) {}

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new StingyAccount(inner, market, owner);
    }
}
