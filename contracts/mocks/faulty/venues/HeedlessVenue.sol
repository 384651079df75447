// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {HeedlessAccount} from "./HeedlessAccount.sol";

/// @title HeedlessVenue
/// @notice Takes a fifth of equity for a trade that moves no money, whatever cost it was bound to.
contract HeedlessVenue is AdapterVenue {
    constructor(IFuturesVenue inner_) AdapterVenue(inner_) {}

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new HeedlessAccount(inner, market, owner);
    }
}
