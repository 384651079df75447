// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {LateMarkAccount} from "./LateMarkAccount.sol";

/// @title LateMarkVenue
/// @notice Marks accounts at a price that follows the index with a delay, and fills at the index: what a trade costs
/// against the mark may be negative.
contract LateMarkVenue is AdapterVenue {
    /// @notice {usd/base} Of every market, WAD; 0 for the index itself.
    uint256 public mark;

    uint256 private immutable _unit;

    /// @param unit {usd} Value of one unit of collateral, WAD.
    constructor(IFuturesVenue inner_, uint256 unit) AdapterVenue(inner_) {
        _unit = unit;
    }

    function setMark(uint256 mark_) external {
        mark = mark_;
    }

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new LateMarkAccount(inner, market, owner, _unit);
    }
}
