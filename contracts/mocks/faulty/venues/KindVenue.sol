// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {MarkupAccount} from "./MarkupAccount.sol";

/// @title KindVenue
/// @notice Fills 0.3 % of notional better than it quotes, so that a trade pays. Its accounts need money to do so.
contract KindVenue is AdapterVenue {
    uint256 private immutable _unit;

    /// @param unit {usd} Value of one unit of collateral, WAD.
    constructor(IFuturesVenue inner_, uint256 unit) AdapterVenue(inner_) {
        _unit = unit;
    }

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new MarkupAccount(inner, market, owner, -0.003e18, _unit);
    }
}
