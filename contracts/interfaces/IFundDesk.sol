// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FundMark} from "../types/Fund.sol";
import {Decision} from "../types/Rebalance.sol";
import {ILeveragedToken} from "./ILeveragedToken.sol";

/// @title IFundDesk
/// @notice Answers a token need not carry in its own code: what a rebalance would do, what the fund is worth, and the
/// largest mint and redeem. One desk serves all tokens. It holds nothing, and its answers depend on what the token says of
/// itself and on its account.
interface IFundDesk {
    /// @notice Reads token and account, and decides; of a settled token, that nothing is due. Reverts when the
    /// price is not valid.
    /// @return mark What it was decided on; zeros of a settled token.
    /// @return decision What `rebalance()` does.
    function decide(ILeveragedToken token) external view returns (FundMark memory mark, Decision memory decision);

    /// @notice Returns {usd/share} NAV of one whole token, WAD. Reverts when the price is not valid.
    function nav(ILeveragedToken token) external view returns (uint256);

    /// @notice Returns {1} real leverage, signed WAD. Reverts when the price is not valid.
    function leverage(ILeveragedToken token) external view returns (int256);

    /// @notice Returns the largest deposit {collateral} that would succeed now, and the shares it mints; never reverts.
    function largestMint(ILeveragedToken token) external view returns (uint256 assets, uint256 shares);

    /// @notice Returns the most shares `owner` can redeem now, and the assets {collateral} they pay; never reverts.
    function largestRedeem(ILeveragedToken token, address owner) external view returns (uint256 shares, uint256 assets);
}
