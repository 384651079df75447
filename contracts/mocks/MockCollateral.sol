// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title MockCollateral
/// @notice A dollar with permit, of 6 to 18 decimals, that its owner mints: "mock USDC".
contract MockCollateral is ERC20, ERC20Permit, Ownable {
    /// @notice Thrown at creation when the token would have decimals no leveraged token accepts.
    error MockCollateral_InvalidDecimals(uint8 decimals);

    uint8 private immutable _decimals;

    constructor(
        string memory name_,
        string memory symbol_,
        uint8 decimals_
    ) ERC20(name_, symbol_) ERC20Permit(name_) Ownable(msg.sender) {
        if (decimals_ < 6 || decimals_ > 18) revert MockCollateral_InvalidDecimals(decimals_);
        _decimals = decimals_;
    }

    /// @notice Mints `amount` {collateral} to `to`.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}
