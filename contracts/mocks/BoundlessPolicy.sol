// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IRebalancePolicy} from "../interfaces/IRebalancePolicy.sol";
import {RebalanceLogic} from "../libraries/RebalanceLogic.sol";
import {BandParameters} from "../types/BandParameters.sol";
import {Fund} from "../types/Fund.sol";
import {Decision, RebalanceContext} from "../types/Rebalance.sol";
import {MarketTerms} from "../types/Venue.sol";

/// @title BoundlessPolicy
/// @notice Decides as {BandPolicy} does, with parameters that it refuses as well: a backtest may leave out the schedule.
contract BoundlessPolicy is IRebalancePolicy {
    BandParameters private _parameters;

    constructor(BandParameters memory parameters) {
        _parameters = parameters;
    }

    /// @inheritdoc IRebalancePolicy
    function decide(
        Fund calldata fund,
        int256 target,
        RebalanceContext calldata context
    ) external view returns (Decision memory) {
        return RebalanceLogic.decide(fund, target, _parameters, context);
    }

    /// @inheritdoc IRebalancePolicy
    function bands() external view returns (uint256 lower, uint256 upper, uint256 emergency) {
        return (_parameters.lowerBand, _parameters.upperBand, _parameters.emergencyBand);
    }

    /// @inheritdoc IRebalancePolicy
    function requireSuitable(int256 target, MarketTerms calldata terms) external view {}
}
