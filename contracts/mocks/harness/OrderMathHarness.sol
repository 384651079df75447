// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fund} from "../../libraries/NavMath.sol";
import {Order, OrderMath} from "../../libraries/OrderMath.sol";

/// @title OrderMathHarness
/// @notice Makes {OrderMath} callable.
contract OrderMathHarness {
    function forMint(
        Fund memory fund,
        int256 target,
        uint256 shares,
        uint256 feePpm
    ) external pure returns (Order memory order) {
        return OrderMath.forMint(fund, target, shares, feePpm);
    }

    function forDeposit(
        Fund memory fund,
        int256 target,
        uint256 assets,
        uint256 feePpm
    ) external pure returns (Order memory order) {
        return OrderMath.forDeposit(fund, target, assets, feePpm);
    }

    function forRedeem(Fund memory fund, uint256 shares, uint256 feePpm) external pure returns (Order memory order) {
        return OrderMath.forRedeem(fund, shares, feePpm);
    }

    function forLastRedeem(Fund memory fund, uint256 shares) external pure returns (Order memory order) {
        return OrderMath.forLastRedeem(fund, shares);
    }

    function forWithdraw(
        Fund memory fund,
        uint256 assets,
        uint256 feePpm
    ) external pure returns (Order memory order, bool exists) {
        return OrderMath.forWithdraw(fund, assets, feePpm);
    }
}
