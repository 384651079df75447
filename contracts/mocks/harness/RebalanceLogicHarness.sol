// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fund} from "../../libraries/NavMath.sol";
import {Circumstances, Decision, Policy, Reason, RebalanceLogic} from "../../libraries/RebalanceLogic.sol";

/// @title RebalanceLogicHarness
/// @notice Makes {RebalanceLogic} callable.
contract RebalanceLogicHarness {
    function decide(
        Fund memory fund,
        int256 target,
        Policy memory policy,
        Circumstances memory facts,
        uint256 timestamp
    ) external pure returns (Decision memory decision) {
        return RebalanceLogic.decide(fund, target, policy, facts, timestamp);
    }

    function reasonFor(
        Fund memory fund,
        int256 target,
        Policy memory policy,
        Circumstances memory facts,
        uint256 timestamp
    ) external pure returns (Reason) {
        return RebalanceLogic.reasonFor(fund, target, policy, facts, timestamp);
    }

    function boundaryBefore(Policy memory policy, uint256 timestamp) external pure returns (uint256) {
        return RebalanceLogic.boundaryBefore(policy, timestamp);
    }

    function widening(uint256 priceUpdatedAt, uint256 timestamp) external pure returns (uint256) {
        return RebalanceLogic.widening(priceUpdatedAt, timestamp);
    }

    function triggerPrice(Fund memory fund, int256 bound) external pure returns (uint256) {
        return RebalanceLogic.triggerPrice(fund, bound);
    }
}
