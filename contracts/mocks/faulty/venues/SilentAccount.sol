// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";

/// @title SilentAccount
/// @notice An account of {SilentVenue}.
contract SilentAccount is AdapterAccount {
    using SafeERC20 for IERC20;

    constructor(IFuturesVenue inner_, bytes32 market_, address owner_) AdapterAccount(inner_, market_, owner_) {}

    function close(bytes32 market_) external override onlyOwner(market_) returns (uint256 paid) {
        try inner.close(market_) returns (uint256 left) {
            paid = left;
            collateral.safeTransfer(owner, paid);
        } catch {
            // The fault: the caller takes this for an account that was worth nothing.
        }
    }
}
