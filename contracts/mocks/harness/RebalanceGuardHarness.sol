// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {RebalanceGuard} from "../../libraries/RebalanceGuard.sol";
import {Fund} from "../../types/Fund.sol";
import {Decision, RebalanceContext} from "../../types/Rebalance.sol";
import {TokenReading} from "../../types/Token.sol";

/// @title RebalanceGuardHarness
/// @notice Makes {RebalanceGuard} callable.
contract RebalanceGuardHarness {
    function decide(
        TokenReading memory reading,
        Fund memory fund,
        RebalanceContext memory context,
        uint256 maintenanceMargin
    ) external view returns (Decision memory decision) {
        return RebalanceGuard.decide(reading, fund, context, maintenanceMargin);
    }

    function leverageAtDistance(bool isLong, uint256 maintenanceMargin) external pure returns (uint256) {
        return RebalanceGuard.leverageAtDistance(isLong, maintenanceMargin);
    }
}
