// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title AutomationCompatibleInterface
/// @notice What Chainlink Automation, and any service that follows it, calls; by the name its users know.
// solhint-disable-next-line interface-starts-with-i
interface AutomationCompatibleInterface {
    /// @notice Simulated off chain at every block.
    /// @param checkData Registered with the upkeep.
    /// @return upkeepNeeded Whether `performUpkeep` has something to do.
    /// @return performData What to call it with.
    function checkUpkeep(bytes calldata checkData) external returns (bool upkeepNeeded, bytes memory performData);

    /// @notice Sent as a transaction when `checkUpkeep` has said so; must check again.
    function performUpkeep(bytes calldata performData) external;
}
