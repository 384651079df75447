// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FundMark, Order, OrderKind} from "../types/Fund.sol";
import {Decision} from "../types/Rebalance.sol";
import {ILeveragedToken} from "./ILeveragedToken.sol";

/// @title IFundDesk
/// @notice Answers a token need not carry in its own code: what a rebalance would do, what the fund is worth, what a mint
/// or redeem comes to and how large it may be. One desk serves all tokens. Its answers depend on what the token says of itself
/// and on its account, and on refusals of the venue's that it has seen for itself.
interface IFundDesk {
    /// @notice Emitted when a venue was found to refuse reductions, `since` {s} the first such report of a row; 0 when it was
    /// found to take them.
    event RefusalReported(ILeveragedToken indexed token, uint256 since);

    /// @notice Tries a small reduction of `token`'s position, undoes it, and takes note if the venue refuses it. Anyone may call;
    /// reports more than two hours apart are no row. Reverts when the price is not valid.
    function reportRefusal(ILeveragedToken token) external;

    /// @notice Returns {s} since when `token`'s venue is known to refuse reductions; 0 where it is not.
    function refusedSince(ILeveragedToken token) external view returns (uint256);

    /// @notice Reads token and account, and decides; of a settled token, that nothing is due. Reverts when the
    /// price is not valid.
    /// @return mark What it was decided on; zeros of a settled token.
    /// @return decision What `rebalance()` does.
    function decide(ILeveragedToken token) external view returns (FundMark memory mark, Decision memory decision);

    /// @notice Reverts unless the account of an unsettled token may be closed for good: equity is gone, the venue refuses
    /// reductions and has been reported to do so for the market's outage delay, the market is halted, or there is no valid
    /// price. How long the last two must have lasted is the venue's to judge.
    function requireSettleable(ILeveragedToken token) external;

    /// @notice Returns {usd/share} NAV of one whole token, WAD. Reverts when the price is not valid.
    function nav(ILeveragedToken token) external view returns (uint256);

    /// @notice Returns {1} real leverage, signed WAD. Reverts when the price is not valid.
    function leverage(ILeveragedToken token) external view returns (int256);

    /// @notice Returns {collateral} the fund's equity. Reverts when the price is not valid.
    function totalAssets(ILeveragedToken token) external view returns (uint256);

    /// @notice Returns {share} what `assets` {collateral} stand for at NAV, rounded down. Reverts when the price is not valid.
    function convertToShares(ILeveragedToken token, uint256 assets) external view returns (uint256);

    /// @notice Returns {collateral} what `shares` stand for at NAV, rounded down. Reverts when the price is not valid.
    function convertToAssets(ILeveragedToken token, uint256 shares) external view returns (uint256);

    /// @notice Returns what a mint or redeem of `amount` comes to, at the cost the venue quotes. Reverts as the call itself
    /// would, but for what bounds its size.
    /// @param amount {collateral} Of a deposit or withdrawal; {share} of a mint or redeem.
    function orderFor(ILeveragedToken token, OrderKind kind, uint256 amount) external view returns (Order memory);

    /// @notice Returns the largest deposit {collateral} that would succeed now, and the shares it mints; never reverts.
    function largestMint(ILeveragedToken token) external view returns (uint256 assets, uint256 shares);

    /// @notice Returns the most shares `owner` can redeem now, and the assets {collateral} they pay; never reverts.
    function largestRedeem(ILeveragedToken token, address owner) external view returns (uint256 shares, uint256 assets);

    /// @notice Returns {collateral} the most `owner` can withdraw now; never reverts.
    function largestWithdraw(ILeveragedToken token, address owner) external view returns (uint256 assets);
}
