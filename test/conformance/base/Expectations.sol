// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VM} from "../../invariant/base/IVm.sol";

/// @title Expectations
/// @notice What a property says when it does not hold.
abstract contract Expectations {
    error NotEqual(string what, uint256 actual, uint256 expected);
    error TooMuch(string what, uint256 actual, uint256 most);
    error TooLittle(string what, uint256 actual, uint256 least);
    error NotSo(string what);
    error NotRefused(string what, bytes result);
    error RefusedOtherwise(string what, bytes actual, bytes expected);

    function expectEqual(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert NotEqual(what, actual, expected);
    }

    function expectAtMost(uint256 actual, uint256 most, string memory what) internal pure {
        if (actual > most) revert TooMuch(what, actual, most);
    }

    function expectAtLeast(uint256 actual, uint256 least, string memory what) internal pure {
        if (actual < least) revert TooLittle(what, actual, least);
    }

    function expect(bool holds, string memory what) internal pure {
        if (!holds) revert NotSo(what);
    }

    /// @dev Expects that `data`, sent by `caller`, is refused for any reason at all.
    function expectAnyRefusal(address caller, address to, bytes memory data, string memory what) internal {
        _refused(caller, to, data, what);
    }

    /// @dev Expects that `data`, sent by `caller`, is refused with exactly this error and these values.
    function expectRefusal(
        address caller,
        address to,
        bytes memory data,
        bytes memory expected,
        string memory what
    ) internal {
        bytes memory reason = _refused(caller, to, data, what);
        if (keccak256(reason) != keccak256(expected)) revert RefusedOtherwise(what, reason, expected);
    }

    /// @dev Expects that `data`, sent by `caller`, is refused with this error, whatever its values.
    function expectRefusalOf(
        address caller,
        address to,
        bytes memory data,
        bytes4 expected,
        string memory what
    ) internal {
        bytes memory reason = _refused(caller, to, data, what);
        if (bytes4(reason) != expected) revert RefusedOtherwise(what, reason, bytes.concat(expected));
    }

    function _refused(
        address caller,
        address to,
        bytes memory data,
        string memory what
    ) private returns (bytes memory reason) {
        bool success;
        VM.prank(caller);
        (success, reason) = to.call(data);
        if (success) revert NotRefused(what, reason);
    }
}
