// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";

/// @title StingyAccount
/// @notice An account of {StingyVenue}.
contract StingyAccount is AdapterAccount {
    using SafeERC20 for IERC20;

    /// @dev Of what an account is worth, what is kept.
    uint256 private constant PART = 5;

    constructor(IFuturesVenue inner_, bytes32 market_, address owner_) AdapterAccount(inner_, market_, owner_) {}

    function close(bytes32 market_) external override onlyOwner(market_) returns (uint256 paid) {
        paid = inner.close(market_);
        if (inner.position(market_, address(this)).halted) paid -= paid / PART;
        collateral.safeTransfer(owner, paid);
    }
}
