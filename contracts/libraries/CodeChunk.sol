// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title CodeChunk
/// @notice Holds a part of another contract's creation code as its own code, behind a STOP so that it cannot be run.
contract CodeChunk {
    constructor(bytes memory part) {
        bytes memory runtime = bytes.concat(hex"00", part);
        assembly ("memory-safe") {
            return(add(runtime, 32), mload(runtime))
        }
    }
}
