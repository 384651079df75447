// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title ITraderUnderTest
/// @notice What tests call of `MockTrader`: an account of its own at the venue.
interface ITraderUnderTest {
    function trade(bytes32 market, int256 sizeDelta, int256 marginDelta) external returns (uint256 margin);
    function execute(address target, bytes calldata data) external returns (bytes memory result);
}
