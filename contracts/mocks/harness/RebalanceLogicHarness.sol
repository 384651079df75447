// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {RebalanceLogic} from "../../libraries/RebalanceLogic.sol";
import {BandParameters} from "../../types/BandParameters.sol";
import {Fund} from "../../types/Fund.sol";
import {Decision, Reason, RebalanceContext} from "../../types/Rebalance.sol";

/// @title RebalanceLogicHarness
/// @notice Makes {RebalanceLogic} callable.
contract RebalanceLogicHarness {
    function decide(
        Fund memory fund,
        int256 target,
        BandParameters memory bands,
        RebalanceContext memory context
    ) external pure returns (Decision memory decision) {
        return RebalanceLogic.decide(fund, target, bands, context);
    }

    function reasonFor(
        Fund memory fund,
        int256 target,
        BandParameters memory bands,
        RebalanceContext memory context
    ) external pure returns (Reason) {
        return RebalanceLogic.reasonFor(fund, target, bands, context);
    }

    function boundaryBefore(BandParameters memory bands, uint256 timestamp) external pure returns (uint256) {
        return RebalanceLogic.boundaryBefore(bands, timestamp);
    }

    function widening(uint256 since, uint256 timestamp) external pure returns (uint256) {
        return RebalanceLogic.widening(since, timestamp);
    }

    function triggerPrice(Fund memory fund, int256 bound) external pure returns (uint256) {
        return RebalanceLogic.triggerPrice(fund, bound);
    }
}
