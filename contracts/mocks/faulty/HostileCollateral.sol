// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title HostileCollateral
/// @notice A collateral with a block list, which may also burn all gas when it is asked for one account's balance.
contract HostileCollateral is ERC20 {
    mapping(address account => bool) public isBlocked;
    address private _burnsFor;

    /// @notice Thrown when a blocked account is sent something.
    error HostileCollateral_Blocked(address account);

    constructor() ERC20("Hostile USD", "HUSD") {}

    /// @notice Blocks or unblocks what is sent to `account`.
    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    /// @notice From now on burns all gas when asked for the balance of `account`.
    function burnGasFor(address account) external {
        _burnsFor = account;
    }

    /// @notice Mints `amount` {collateral} to `to`.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function balanceOf(address account) public view override returns (uint256) {
        if (account == _burnsFor) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        return super.balanceOf(account);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (isBlocked[to]) revert HostileCollateral_Blocked(to);
        super._update(from, to, amount);
    }
}
