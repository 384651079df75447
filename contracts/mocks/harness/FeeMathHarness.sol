// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FeeMath, Fees} from "../../libraries/FeeMath.sol";

/// @title FeeMathHarness
/// @notice Makes {FeeMath} callable.
contract FeeMathHarness {
    function dilution(uint256 supply, uint256 managementPpmPerYear, uint256 elapsed) external pure returns (uint256) {
        return FeeMath.dilution(supply, managementPpmPerYear, elapsed);
    }

    function feeUp(uint256 value, uint256 ppm) external pure returns (uint256) {
        return FeeMath.feeUp(value, ppm);
    }

    function withinCaps(Fees memory fees) external pure returns (bool) {
        return FeeMath.withinCaps(fees);
    }

    function arbitrageBound(
        Fees memory fees,
        uint256 leverage,
        uint256 takerFee,
        uint256 deviationThreshold
    ) external pure returns (uint256 roundTripCost, uint256 hiddenMove) {
        return FeeMath.arbitrageBound(fees, leverage, takerFee, deviationThreshold);
    }
}
