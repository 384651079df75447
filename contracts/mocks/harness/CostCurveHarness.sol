// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {CostCurve, Curve} from "../../libraries/CostCurve.sol";

/// @title CostCurveHarness
/// @notice Makes {CostCurve} callable.
contract CostCurveHarness {
    function costUp(Curve memory curve, int256 sizeDelta, uint256 price) external pure returns (uint256) {
        return CostCurve.costUp(curve, sizeDelta, price);
    }

    function impactUp(Curve memory curve, int256 n) external pure returns (uint256) {
        return CostCurve.impactUp(curve, n);
    }

    function hasImpact(Curve memory curve, int256 n) external pure returns (bool) {
        return CostCurve.hasImpact(curve, n);
    }

    function skewSlope(Curve memory curve, int256 factor) external pure returns (int256) {
        return CostCurve.skewSlope(curve, factor);
    }

    function solve(uint256 a, int256 b, int256 c) external pure returns (uint256 root, bool exists) {
        return CostCurve.solve(a, b, c);
    }
}
