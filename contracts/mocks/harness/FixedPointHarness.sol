// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FixedPoint} from "../../libraries/FixedPoint.sol";

/// @title FixedPointHarness
/// @notice Makes {FixedPoint} callable.
contract FixedPointHarness {
    function mulDivDown(uint256 x, uint256 y, uint256 d) external pure returns (uint256) {
        return FixedPoint.mulDivDown(x, y, d);
    }

    function mulDivUp(uint256 x, uint256 y, uint256 d) external pure returns (uint256) {
        return FixedPoint.mulDivUp(x, y, d);
    }

    function mulWadDown(uint256 x, uint256 y) external pure returns (uint256) {
        return FixedPoint.mulWadDown(x, y);
    }

    function mulWadUp(uint256 x, uint256 y) external pure returns (uint256) {
        return FixedPoint.mulWadUp(x, y);
    }

    function divWadDown(uint256 x, uint256 y) external pure returns (uint256) {
        return FixedPoint.divWadDown(x, y);
    }

    function withSignOf(uint256 magnitude, int256 sign) external pure returns (int256) {
        return FixedPoint.withSignOf(magnitude, sign);
    }

    function mulWad(int256 x, int256 y) external pure returns (int256) {
        return FixedPoint.mulWad(x, y);
    }
}
