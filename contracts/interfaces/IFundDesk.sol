// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fund} from "../types/Fund.sol";
import {Decision} from "../types/Rebalance.sol";
import {FundTerms, RebalanceState, TokenState} from "../types/Token.sol";

/// @title IFundDesk
/// @notice Answers a token need not carry in its own code: what a rebalance would do, and the largest mint and redeem. One
/// desk serves all tokens; it holds nothing, and its answers depend on what it is given and on the token's account.
interface IFundDesk {
    /// @notice Reads the account and decides. Reverts when the price is not valid.
    /// @param owner The token, whose account is read.
    /// @param minted {share} Its total supply.
    /// @param owed {collateral} What it owes; no part of equity.
    /// @return fund As the account shows it, fee shares counted to now.
    /// @return decision What `rebalance()` does.
    function decide(
        FundTerms calldata terms,
        address owner,
        TokenState calldata state,
        RebalanceState calldata known,
        uint256 minted,
        uint256 owed
    ) external view returns (Fund memory fund, Decision memory decision);

    /// @notice Returns the largest mint that would succeed now. Reverts when the price is not valid.
    /// @return assets {collateral} For a deposit.
    /// @return shares {share} What that mints.
    function largestMint(
        FundTerms calldata terms,
        address owner,
        TokenState calldata state,
        uint256 minted,
        uint256 owed
    ) external view returns (uint256 assets, uint256 shares);

    /// @notice Returns {share} the most that can be redeemed at once; more than there are where the venue takes any
    /// reduction. Reverts when the price is not valid.
    function largestRedeem(FundTerms calldata terms, address owner, uint256 minted) external view returns (uint256);
}
