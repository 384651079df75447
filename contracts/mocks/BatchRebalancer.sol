// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";

/// @title BatchRebalancer
/// @notice Rebalances several tokens in one transaction, for measuring what a further one adds.
contract BatchRebalancer {
    /// @notice Calls `rebalance()` on each token; one that is not due fails them all.
    function rebalance(ILeveragedToken[] calldata tokens) external {
        for (uint256 i = 0; i < tokens.length; ++i) {
            tokens[i].rebalance();
        }
    }
}
