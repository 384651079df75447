// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fund} from "../types/Fund.sol";
import {Decision, RebalanceContext} from "../types/Rebalance.sol";
import {MarketTerms} from "../types/Venue.sol";

/// @title IRebalancePolicy
/// @notice When and by how much a fund trades back to its target. A token's policy is fixed at its creation; one policy
/// serves any number of tokens.
/// @dev What a token asks of it: an answer within the token's gas limit, which depends on nothing but the arguments and
/// what is fixed in the policy. What a token does not trust it with is checked by {RebalanceGuard}: direction, size,
/// cost bound and tip. Settlement is the token's own business, and so are minting and redeeming.
interface IRebalancePolicy {
    /// @notice Decides what is due for a fund that holds equity.
    /// @param target {1} Target leverage, signed WAD.
    function decide(
        Fund calldata fund,
        int256 target,
        RebalanceContext calldata context
    ) external view returns (Decision memory);

    /// @notice Returns the real leverage over target at which trades become due, WAD.
    /// @return lower {1} Below it; 0 if there is no such bound.
    /// @return upper {1} Above it; at most `emergency`.
    /// @return emergency {1} Above it nothing is minted, and a rebalance may pay a tip.
    function bands() external view returns (uint256 lower, uint256 upper, uint256 emergency);

    /// @notice Reverts with the policy's own error unless it can do its work for that target under those terms.
    function requireSuitable(int256 target, MarketTerms calldata terms) external view;
}
