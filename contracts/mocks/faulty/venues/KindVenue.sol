// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {MarkupVenue} from "./MarkupVenue.sol";

/// @title KindVenue
/// @notice Fills 0.3 % of notional better than it quotes, until it is told otherwise, so that a trade pays. Its accounts
/// need money to do so.
contract KindVenue is MarkupVenue {
    /// @param unit {usd} Value of one unit of collateral, WAD.
    constructor(IFuturesVenue inner_, uint256 unit) MarkupVenue(inner_, unit, -0.003e18) {}
}
