// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {Order, OrderKind} from "../types/Fund.sol";
import {Decision} from "../types/Rebalance.sol";
import {Debts} from "./Debts.sol";

/// @title FundViews
/// @notice What a token says of itself, by the desk: NAV, leverage, the views of ERC-4626 and the rebalance decision.
abstract contract FundViews is Debts {
    /// @inheritdoc ILeveragedToken
    function nav() external view nonReentrantView returns (uint256) {
        return desk.nav(this);
    }

    /// @inheritdoc ILeveragedToken
    function leverage() external view nonReentrantView returns (int256) {
        return desk.leverage(this);
    }

    /// @inheritdoc ILeveragedToken
    function previewRebalance() external view nonReentrantView returns (Decision memory decision) {
        (, decision) = desk.decide(this);
    }

    function totalAssets() public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return desk.totalAssets(this);
    }

    function previewDeposit(uint256 assets) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return _orderFor(OrderKind.Deposit, assets).shares;
    }

    function previewMint(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return _orderFor(OrderKind.Mint, shares).assets;
    }

    function previewWithdraw(
        uint256 assets
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return _orderFor(OrderKind.Withdraw, assets).shares;
    }

    function previewRedeem(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return _orderFor(OrderKind.Redeem, shares).assets;
    }

    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256 assets) {
        (assets, ) = desk.largestMint(this);
    }

    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256 shares) {
        (, shares) = desk.largestMint(this);
    }

    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256 shares) {
        (shares, ) = desk.largestRedeem(this, owner);
    }

    function maxWithdraw(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        return desk.largestWithdraw(this, owner);
    }

    function _convertToShares(uint256 assets, Math.Rounding) internal view override nonReentrantView returns (uint256) {
        return desk.convertToShares(this, assets);
    }

    function _convertToAssets(uint256 shares, Math.Rounding) internal view override nonReentrantView returns (uint256) {
        return desk.convertToAssets(this, shares);
    }

    /// @dev At the cost the venue quotes.
    function _orderFor(OrderKind kind, uint256 amount) internal view returns (Order memory) {
        return desk.orderFor(this, kind, amount);
    }
}
