// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {Phase, TokenState} from "../types/Token.sol";
import {Fill} from "../types/Venue.sol";
import {FundState} from "./FundState.sol";

/// @title Debts
/// @notice Payments to third parties. One that cannot be made now stays owed, so that a rebalance, a redeem or a settlement
/// never waits for it; what is owed is no part of equity.
abstract contract Debts is FundState {
    using SafeERC20 for IERC20;

    /// @inheritdoc ILeveragedToken
    mapping(address creditor => uint256) public override owed;

    /// @inheritdoc ILeveragedToken
    function payDebt(address creditor) external nonReentrant returns (uint256 amount) {
        amount = owed[creditor];
        bool isSettled = _state.phase == Phase.Settled;
        // An account may have left less than was owed out of it.
        if (isSettled) amount = Math.min(amount, IERC20(asset()).balanceOf(address(this)) - settledAssets);
        if (amount == 0) revert LeveragedToken_ZeroAmount();
        owed[creditor] -= amount;
        totalOwed -= amount;
        if (totalOwed == 0) _state.hasDebts = false;
        emit DebtPaid(creditor, amount);
        if (isSettled) IERC20(asset()).safeTransfer(creditor, amount);
        else _trade(0, 0, amount, false, creditor);
    }

    /// @dev Moves the account at whatever it costs: the only limit on the price of a holder's trade is the holder's own.
    function _trade(
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        address receiver
    ) internal returns (Fill memory) {
        return account.trade(market, sizeDelta, pay, take, moverPaysCost, type(int256).max, receiver);
    }

    /// @dev {collateral} What is left of an account's equity for the holders.
    function _lessDebts(TokenState memory current, uint256 equity) internal view returns (uint256) {
        return Math.saturatingSub(equity, _debts(current));
    }

    /// @dev Pays out of the account, or owes.
    function _payOrOwe(TokenState memory current, address creditor, uint256 amount) internal {
        if (amount == 0) return;
        try account.trade(market, 0, 0, amount, false, 0, creditor) {
            // Paid.
        } catch {
            owed[creditor] += amount;
            totalOwed += amount;
            current.hasDebts = true;
            emit DebtIncurred(creditor, amount);
        }
    }
}
