// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice The few cheatcodes the Solidity tests use.
interface IVm {
    /// @notice Sets the block's time {s}.
    function warp(uint256 timestamp) external;
    /// @notice Makes the next call come from `sender`.
    function prank(address sender) external;
    /// @notice Makes all calls come from `sender` until {stopPrank}.
    function startPrank(address sender) external;
    function stopPrank() external;
    /// @notice Sets the chain's id.
    function chainId(uint256 id) external;
    /// @notice Makes the test fail unless the next call lets `emitter` emit the event emitted after this, to the last bit.
    function expectEmit(address emitter) external;
    /// @notice Remembers the whole chain.
    function snapshotState() external returns (uint256 id);
    /// @notice Returns to what {snapshotState} remembered.
    function revertToState(uint256 id) external returns (bool success);
    /// @notice Returns the address of a private key.
    function addr(uint256 privateKey) external pure returns (address);
    /// @notice Signs a digest.
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    /// @notice Returns the creation code of a built contract, `path/File.sol:Name`.
    function getCode(string calldata artifact) external view returns (bytes memory);
    /// @notice Appends a line to a file below a directory that the configuration lets tests write to.
    function writeLine(string calldata path, string calldata data) external;
}

/// @dev Where the test runner answers.
IVm constant VM = IVm(address(uint160(uint256(keccak256("hevm cheat code")))));
