// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title MockBatcher
/// @notice Makes several calls in one transaction, as a contract that stands on both sides of something would.
contract MockBatcher {
    struct Call {
        address target;
        bytes data;
    }

    /// @notice Makes the calls in order and returns what each returned; reverts as the first that reverts.
    function run(Call[] calldata calls) external returns (bytes[] memory results) {
        results = new bytes[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool ok, bytes memory result) = calls[i].target.call(calls[i].data);
            if (!ok) {
                assembly ("memory-safe") {
                    revert(add(result, 32), mload(result))
                }
            }
            results[i] = result;
        }
    }
}
