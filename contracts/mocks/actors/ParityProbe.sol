// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title ParityProbe
/// @notice Reads many views in one call, those that revert included.
contract ParityProbe {
    struct Call {
        address target;
        bytes data;
    }

    /// @param ok Whether the view answered.
    /// @param data What it returned, or reverted with.
    struct Answer {
        bool ok;
        bytes data;
    }

    /// @notice Reads `calls` in order, in one block.
    /// @return timestamp {s} That block's time.
    function read(Call[] calldata calls) external view returns (uint256 timestamp, Answer[] memory answers) {
        answers = new Answer[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            (answers[i].ok, answers[i].data) = calls[i].target.staticcall(calls[i].data);
        }
        timestamp = block.timestamp;
    }
}
