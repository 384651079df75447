// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Curve} from "../types/Venue.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title CostCurve
/// @notice Cost of a trade against index: `fee |n| + max(0, n (2K + n) / 2D)` with n the signed notional traded, K the
/// skew and D the depth. Impact is charged and never paid out: a rebate for reducing skew could be earned by a round
/// trip around somebody else's trade.
library CostCurve {
    using FixedPoint for uint256;

    /// @dev {1} The scale {solve} works in: thirty digits, so that no amount a collateral can hold loses its last unit.
    uint256 internal constant SCALE = 1e30;

    /// @notice Returns {usd} the cost of trading `sizeDelta` {base} at `price` {usd/base}, rounded up: venue over fund.
    function costUp(Curve memory curve, int256 sizeDelta, uint256 price) internal pure returns (uint256) {
        uint256 traded = SignedMath.abs(sizeDelta).mulWadUp(price);
        uint256 fee = traded.mulWadUp(curve.fee);
        if (curve.depth == 0) return fee;
        return fee + impactUp(curve, FixedPoint.withSignOf(traded, sizeDelta));
    }

    /// @notice Returns {usd} the price impact of trading the signed notional `n` {usd}, rounded up. Depth must not be 0.
    function impactUp(Curve memory curve, int256 n) internal pure returns (uint256) {
        int256 product = n * (2 * curve.skew + n);
        return product > 0 ? Math.ceilDiv(uint256(product), 2 * curve.depth) : 0;
    }

    /// @notice Returns whether trading the signed notional `n` {usd} moves the price against the trader.
    function hasImpact(Curve memory curve, int256 n) internal pure returns (bool) {
        if (curve.depth == 0) return false;
        return n * (2 * curve.skew + n) > 0;
    }

    /// @notice Returns {1} `factor * skew / depth` on {SCALE}: the slope the standing skew adds to a linear cost.
    /// @param factor {1} Signed, on {SCALE}.
    function skewSlope(Curve memory curve, int256 factor) internal pure returns (int256) {
        uint256 slope = (SignedMath.abs(factor) * SignedMath.abs(curve.skew)) / curve.depth;
        return (factor < 0) == (curve.skew < 0) ? SafeCast.toInt256(slope) : -SafeCast.toInt256(slope);
    }

    /// @notice Returns {scale of a} the root `2a / (b + sqrt(b^2 + c))` of the quadratic every priced trade leads to,
    /// rounded down, and whether it exists.
    /// @param a Right-hand side, in any unit: the root comes in the same one.
    /// @param b {1} Linear coefficient on {SCALE}.
    /// @param c {1} Quadratic term on {SCALE}; negative when the trade reduces.
    function solve(uint256 a, int256 b, int256 c) internal pure returns (uint256 root, bool exists) {
        int256 radicand = b * b + c * int256(SCALE);
        if (radicand < 0) return (0, false);
        int256 denominator = b + SafeCast.toInt256(Math.sqrt(uint256(radicand), Math.Rounding.Ceil));
        if (denominator <= 0) return (0, false);
        return ((2 * a * SCALE) / uint256(denominator), true);
    }
}
