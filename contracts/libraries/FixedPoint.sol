// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev {1} One, as every price, size and rate of this system counts it.
uint256 constant WAD = 1e18;

/// @title FixedPoint
/// @notice The few roundings the other libraries are written in. The direction is in the name, so that a reader of a
/// formula sees whom it favours.
library FixedPoint {
    /// @dev Returns x * y / d, rounded down. The product may exceed 256 bits: for shares and other unbounded amounts.
    function mulDivDown(uint256 x, uint256 y, uint256 d) internal pure returns (uint256) {
        return Math.mulDiv(x, y, d);
    }

    /// @dev Returns x * y / d, rounded up. The product may exceed 256 bits.
    function mulDivUp(uint256 x, uint256 y, uint256 d) internal pure returns (uint256) {
        return Math.mulDiv(x, y, d, Math.Rounding.Ceil);
    }

    /// @dev Returns x * y / WAD, rounded down. Reverts when the product exceeds 256 bits, which no price, size, rate or
    /// dollar amount comes near; so do the two below.
    function mulWadDown(uint256 x, uint256 y) internal pure returns (uint256) {
        return (x * y) / WAD;
    }

    /// @dev Returns x * y / WAD, rounded up.
    function mulWadUp(uint256 x, uint256 y) internal pure returns (uint256) {
        return (x * y + (WAD - 1)) / WAD;
    }

    /// @dev Returns x * WAD / y, rounded down.
    function divWadDown(uint256 x, uint256 y) internal pure returns (uint256) {
        return (x * WAD) / y;
    }

    /// @dev Returns `magnitude` with the sign of `sign`; zero counts as positive.
    function withSignOf(uint256 magnitude, int256 sign) internal pure returns (int256) {
        int256 value = SafeCast.toInt256(magnitude);
        return sign < 0 ? -value : value;
    }

    /// @dev Returns x * y / WAD with the product's sign, rounded toward zero.
    function mulWad(int256 x, int256 y) internal pure returns (int256) {
        return (x * y) / int256(WAD);
    }
}
