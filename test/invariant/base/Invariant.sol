// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Invariant
/// @notice How a check fails: with the number it has in INVARIANTS.md, in words, and the two values compared.
library Invariant {
    /// @notice Thrown when an invariant does not hold.
    error InvariantBroken(uint256 number, string what, uint256 left, uint256 right);
    /// @notice Thrown when a call reverted that should not have, or with another error.
    error UnexpectedRevert(string action, bytes reason);
    /// @notice Thrown when a call succeeded that should have been refused.
    error UnexpectedSuccess(string action);

    function holds(uint256 number, string memory what, bool condition) internal pure {
        if (!condition) revert InvariantBroken(number, what, 0, 0);
    }

    function equal(uint256 number, string memory what, uint256 left, uint256 right) internal pure {
        if (left != right) revert InvariantBroken(number, what, left, right);
    }

    function atMost(uint256 number, string memory what, uint256 left, uint256 right) internal pure {
        if (left > right) revert InvariantBroken(number, what, left, right);
    }

    function atMost(uint256 number, string memory what, int256 left, int256 right) internal pure {
        if (left > right) revert InvariantBroken(number, what, uint256(left), uint256(right));
    }

    function near(uint256 number, string memory what, uint256 left, uint256 right, uint256 tolerance) internal pure {
        if ((left > right ? left - right : right - left) > tolerance) revert InvariantBroken(number, what, left, right);
    }
}
