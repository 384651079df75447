// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {MarkupAccount} from "./MarkupAccount.sol";

/// @title MarkupVenue
/// @notice Charges another part of the notional than it quotes, and says that its quotes are exact.
abstract contract MarkupVenue is AdapterVenue {
    /// @notice {1} Of notional, on top of what is quoted, WAD; negative where it pays for trading.
    int256 public markup;

    uint256 private immutable _unit;

    /// @param unit {usd} Value of one unit of collateral, WAD.
    constructor(IFuturesVenue inner_, uint256 unit, int256 markup_) AdapterVenue(inner_) {
        _unit = unit;
        markup = markup_;
    }

    function setMarkup(int256 markup_) external {
        markup = markup_;
    }

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new MarkupAccount(inner, market, owner, _unit);
    }
}
