// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title ExactExp
/// @notice exp in thirty decimals, apart from the contracts' series: halved until small, summed until nothing is added,
/// squared back.
library ExactExp {
    uint256 internal constant ONE = 1e30;

    /// @notice Returns exp(x), x and result on {ONE}, rounded up: by less than 1e-24 of it for x below 8.
    function expUp(uint256 x) internal pure returns (uint256 result) {
        uint256 small = x / 256 + 1;
        uint256 term = ONE;
        result = ONE + 2;
        for (uint256 i = 1; term != 0; ++i) {
            term = (term * small) / (ONE * i);
            result += term + 1;
        }
        for (uint256 i = 0; i < 8; ++i) result = (result * result) / ONE + 1;
    }
}
