// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VM} from "./IVm.sol";

/// @title Artifacts
/// @notice Deploys contracts from what the build made of them. A test that names them by their interfaces alone is not
/// compiled together with them: what is tested is what is deployed, and a changed test builds in seconds.
library Artifacts {
    /// @notice Thrown when a constructor reverts.
    error Artifacts_NotDeployed(string artifact);

    /// @notice Creation code holds at most 24,576 bytes a chunk (EIP-170), one of which keeps the chunk from being run.
    uint256 internal constant CHUNK_BYTES = 24_575;

    /// @notice Deploys `artifact`, named `File.sol:Name`, with encoded constructor arguments.
    function deploy(string memory artifact, bytes memory args) internal returns (address deployed) {
        deployed = _create(bytes.concat(VM.getCode(artifact), args));
        if (deployed == address(0)) revert Artifacts_NotDeployed(artifact);
    }

    /// @notice Deploys the creation code of `artifact` as the chunks a factory joins.
    function deployChunks(string memory artifact) internal returns (address[] memory chunks) {
        bytes memory code = VM.getCode(artifact);
        chunks = new address[]((code.length + CHUNK_BYTES - 1) / CHUNK_BYTES);
        for (uint256 i = 0; i < chunks.length; ++i) {
            uint256 start = i * CHUNK_BYTES;
            uint256 size = code.length - start < CHUNK_BYTES ? code.length - start : CHUNK_BYTES;
            bytes memory part = new bytes(size);
            assembly ("memory-safe") {
                mcopy(add(part, 32), add(add(code, 32), start), size)
            }
            chunks[i] = deploy("CodeChunk.sol:CodeChunk", abi.encode(part));
        }
    }

    function _create(bytes memory code) private returns (address deployed) {
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
        }
    }
}
