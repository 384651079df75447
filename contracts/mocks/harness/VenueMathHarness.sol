// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Account, VenueMath} from "../venue/VenueMath.sol";

/// @title VenueMathHarness
/// @notice Makes {VenueMath} callable.
contract VenueMathHarness {
    function fundingRate(
        int256 baseRate,
        uint256 skewRate,
        uint256 maxRate,
        int256 skew,
        uint256 depth
    ) external pure returns (int256) {
        return VenueMath.fundingRate(baseRate, skewRate, maxRate, skew, depth);
    }

    function profit(Account memory account, int256 net) external pure returns (int256) {
        return VenueMath.profit(account, net);
    }

    function value(Account memory account, int256 net, uint256 unit) external pure returns (int256) {
        return VenueMath.value(account, net, unit);
    }

    function remainingProfit(Account memory account, int256 worth, uint256 unit) external pure returns (uint256) {
        return VenueMath.remainingProfit(account, worth, unit);
    }

    function reserveFor(uint256 size, uint256 price) external pure returns (uint256) {
        return VenueMath.reserveFor(size, price);
    }

    function coveredBy(uint256 reserve, uint256 price) external pure returns (uint256) {
        return VenueMath.coveredBy(reserve, price);
    }

    function liquidationPrice(
        Account memory account,
        int256 funding,
        uint256 maintenance,
        uint256 unit
    ) external pure returns (uint256) {
        return VenueMath.liquidationPrice(account, funding, maintenance, unit);
    }
}
