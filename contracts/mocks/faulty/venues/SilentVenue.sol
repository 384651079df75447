// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {SilentAccount} from "./SilentAccount.sol";

/// @title SilentVenue
/// @notice Never says that an account cannot be closed: it pays nothing, and keeps the account.
contract SilentVenue is AdapterVenue {
    constructor(IFuturesVenue inner_) AdapterVenue(inner_) {}

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new SilentAccount(inner, market, owner);
    }
}
