// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title CodeStorage
/// @notice Joins the parts that {CodeChunk}s hold. A token's creation code is too large to be part of the factory's own code.
library CodeStorage {
    /// @notice Returns the code held by `chunks`, in order.
    function read(address[] memory chunks) internal view returns (bytes memory code) {
        for (uint256 i = 0; i < chunks.length; ++i) {
            bytes memory part = chunks[i].code;
            bytes memory joined = new bytes(code.length + part.length - 1);
            assembly ("memory-safe") {
                mcopy(add(joined, 32), add(code, 32), mload(code))
                mcopy(add(add(joined, 32), mload(code)), add(part, 33), sub(mload(part), 1))
            }
            code = joined;
        }
    }
}
