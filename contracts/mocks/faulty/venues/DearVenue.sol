// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {MarkupVenue} from "./MarkupVenue.sol";

/// @title DearVenue
/// @notice Charges 0.1 % of notional more than it quotes, until it is told otherwise.
contract DearVenue is MarkupVenue {
    /// @param unit {usd} Value of one unit of collateral, WAD.
    constructor(IFuturesVenue inner_, uint256 unit) MarkupVenue(inner_, unit, 0.001e18) {}
}
