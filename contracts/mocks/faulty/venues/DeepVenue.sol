// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {DeepAccount} from "./DeepAccount.sol";

/// @title DeepVenue
/// @notice Takes every trade, and much gas for it, many calls down: who brings too little of it runs out far from the token.
contract DeepVenue is AdapterVenue {
    constructor(IFuturesVenue inner_) AdapterVenue(inner_) {}

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new DeepAccount(inner, market, owner);
    }
}
