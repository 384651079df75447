// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FeeMath} from "../../libraries/FeeMath.sol";
import {Fees, TokenState} from "../../types/Token.sol";

/// @title FeeMathHarness
/// @notice Makes {FeeMath} callable.
contract FeeMathHarness {
    function dilution(uint256 supply, uint256 managementPpmPerYear, uint256 elapsed) external pure returns (uint256) {
        return FeeMath.dilution(supply, managementPpmPerYear, elapsed);
    }

    function accrue(
        TokenState memory state,
        uint256 minted
    ) external view returns (uint256 supply, uint256 pending, uint256 timestamp) {
        (supply, pending) = FeeMath.accrue(state, minted);
        timestamp = block.timestamp;
    }

    function feeUp(uint256 shares, uint256 ppm) external pure returns (uint256) {
        return FeeMath.feeUp(shares, ppm);
    }

    function withoutFeeDown(uint256 gross, uint256 ppm) external pure returns (uint256) {
        return FeeMath.withoutFeeDown(gross, ppm);
    }

    function withFeeUp(uint256 net, uint256 ppm) external pure returns (uint256) {
        return FeeMath.withFeeUp(net, ppm);
    }

    function withinCaps(Fees memory fees) external pure returns (bool) {
        return FeeMath.withinCaps(fees);
    }

    function arbitrageBound(
        uint256 leverage,
        uint256 takerFee,
        uint256 deviationThreshold
    ) external pure returns (uint256) {
        return FeeMath.arbitrageBound(leverage, takerFee, deviationThreshold);
    }
}
