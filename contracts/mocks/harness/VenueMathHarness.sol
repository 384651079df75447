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

    function divUp(uint256 x, uint256 y) external pure returns (uint256) {
        return VenueMath.divUp(x, y);
    }

    function notionalDown(uint256 size, uint256 price) external pure returns (uint256) {
        return VenueMath.notionalDown(size, price);
    }

    function notionalUp(uint256 size, uint256 price) external pure returns (uint256) {
        return VenueMath.notionalUp(size, price);
    }

    function profit(Account memory account, int256 net) external pure returns (int256) {
        return VenueMath.profit(account, net);
    }

    function worth(Account memory account, int256 net, uint256 unit) external pure returns (int256) {
        return VenueMath.worth(account, net, unit);
    }

    function reserveFee(Account memory account, uint256 rate, uint256 until) external pure returns (uint256) {
        return VenueMath.reserveFee(account, rate, until);
    }

    function lessFee(int256 worth_, uint256 fee) external pure returns (int256) {
        return VenueMath.lessFee(worth_, fee);
    }

    function remainingProfit(Account memory account, int256 worth_, uint256 unit) external pure returns (uint256) {
        return VenueMath.remainingProfit(account, worth_, unit);
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
        uint256 fee,
        uint256 maintenance,
        uint256 unit
    ) external pure returns (uint256) {
        return VenueMath.liquidationPrice(account, funding, fee, maintenance, unit);
    }
}
