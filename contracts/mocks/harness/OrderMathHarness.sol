// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {OrderMath} from "../../libraries/OrderMath.sol";
import {Fund, Order} from "../../types/Fund.sol";

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

    function forLastRedeem(
        Fund memory fund,
        uint256 shares,
        uint256 feePpm
    ) external pure returns (Order memory order) {
        return OrderMath.forLastRedeem(fund, shares, feePpm);
    }

    function forWithdraw(
        Fund memory fund,
        uint256 assets,
        uint256 feePpm
    ) external pure returns (Order memory order, bool exists) {
        return OrderMath.forWithdraw(fund, assets, feePpm);
    }

    function withCostOfMint(Order memory order, int256 cost) external pure returns (Order memory) {
        OrderMath.withCostOfMint(order, cost);
        return order;
    }

    function withCostOfDeposit(
        Order memory order,
        Fund memory fund,
        int256 cost,
        uint256 feePpm
    ) external pure returns (Order memory) {
        OrderMath.withCostOfDeposit(order, fund, cost, feePpm);
        return order;
    }

    function withCostOfRedeem(Order memory order, int256 cost) external pure returns (Order memory) {
        OrderMath.withCostOfRedeem(order, cost);
        return order;
    }

    function withCostOfWithdraw(
        Order memory order,
        Fund memory fund,
        int256 cost,
        uint256 feePpm
    ) external pure returns (Order memory) {
        OrderMath.withCostOfWithdraw(order, fund, cost, feePpm);
        return order;
    }
}
