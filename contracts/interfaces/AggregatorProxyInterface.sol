// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title AggregatorProxyInterface
/// @notice What a Chainlink proxy tells beyond a feed's own functions, by the name its users know.
// solhint-disable-next-line interface-starts-with-i
interface AggregatorProxyInterface {
    /// @notice Returns the present phase. It counts from 1 the aggregators there have been; `getRoundData` reads them all.
    function phaseId() external view returns (uint16);
}
