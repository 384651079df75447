// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IRebalancePolicy} from "../interfaces/IRebalancePolicy.sol";
import {FixedPoint, WAD} from "../libraries/FixedPoint.sol";
import {RebalanceLogic} from "../libraries/RebalanceLogic.sol";
import {BandParameters} from "../types/BandParameters.sol";
import {Fund} from "../types/Fund.sol";
import {Decision, RebalanceContext} from "../types/Rebalance.sol";
import {MarketTerms} from "../types/Venue.sol";

/// @title BandPolicy
/// @notice Back to target at every boundary of a schedule, and at any time once real leverage leaves a band around it. The
/// arithmetic is {RebalanceLogic}.
contract BandPolicy is IRebalancePolicy {
    using FixedPoint for uint256;

    /// @dev {1} Most a trade may cost of its notional, before widening, WAD.
    uint256 private constant MAX_SLIPPAGE = 0.05e18;
    /// @dev {1} Largest tip rate, WAD.
    uint256 private constant MAX_TIP_RATE = 0.01e18;
    /// @dev {1} Least lower band: a fund without a position, liquidated or never re-opened, is below it whatever its owner's
    /// schedule, WAD.
    uint256 private constant MIN_LOWER_BAND = 0.01e18;
    /// @dev {s} While a rebalance is cut into chunks, drift waits for the next one: never longer than this.
    uint256 private constant MAX_COOLDOWN = 1 hours;

    uint256 private immutable _period;
    uint256 private immutable _offset;
    uint256 private immutable _cooldown;
    uint256 private immutable _lowerBand;
    uint256 private immutable _upperBand;
    uint256 private immutable _emergencyBand;
    uint256 private immutable _maxSlippage;
    uint256 private immutable _emergencySlippage;
    uint256 private immutable _tipRate;
    uint256 private immutable _tipCap;

    /// @notice Thrown when a parameter is out of its range; `what` names it.
    error BandPolicy_OutOfRange(string what, uint256 value, uint256 min, uint256 max);

    constructor(BandParameters memory chosen) {
        _requireRange("period", chosen.period, 1 hours, 30 days);
        _requireRange("offset", chosen.offset, 0, chosen.period - 1);
        _requireRange("cooldown", chosen.cooldown, 1, MAX_COOLDOWN);
        _requireRange("lowerBand", chosen.lowerBand, MIN_LOWER_BAND, 0.99e18);
        _requireRange("upperBand", chosen.upperBand, 1.01e18, chosen.emergencyBand);
        _requireRange("maxSlippage", chosen.maxSlippage, 0, MAX_SLIPPAGE);
        _requireRange("emergencySlippage", chosen.emergencySlippage, chosen.maxSlippage, MAX_SLIPPAGE);
        _requireRange("tipRate", chosen.tipRate, 0, MAX_TIP_RATE);
        _requireRange("tipCap", chosen.tipCap, 0, type(uint128).max);
        _period = chosen.period;
        _offset = chosen.offset;
        _cooldown = chosen.cooldown;
        _lowerBand = chosen.lowerBand;
        _upperBand = chosen.upperBand;
        _emergencyBand = chosen.emergencyBand;
        _maxSlippage = chosen.maxSlippage;
        _emergencySlippage = chosen.emergencySlippage;
        _tipRate = chosen.tipRate;
        _tipCap = chosen.tipCap;
    }

    /// @inheritdoc IRebalancePolicy
    function decide(
        Fund calldata fund,
        int256 target,
        RebalanceContext calldata context
    ) external view returns (Decision memory) {
        return RebalanceLogic.decide(fund, target, parameters(), context);
    }

    /// @inheritdoc IRebalancePolicy
    function bands() external view returns (uint256 lower, uint256 upper, uint256 emergency) {
        return (_lowerBand, _upperBand, _emergencyBand);
    }

    /// @inheritdoc IRebalancePolicy
    /// @dev At the very point of liquidation the tip for rebalancing is at least the liquidator's reward, so waiting never
    /// pays: rate (M - |L|) >= reward M with M the leverage there, and the caps in the same order. A tip is also bound to a
    /// part of equity, so the reward must be half of that part at most: that holds until leverage has doubled again. And a
    /// reduction that is blocked by its cost is possible once its bound has widened.
    function requireSuitable(int256 target, MarketTerms calldata terms) external view {
        uint256 dearest = terms.takerFee + terms.maxImpact;
        _requireRange("maxSlippage", _maxSlippage, terms.takerFee, MAX_SLIPPAGE);
        uint256 least = dearest.mulDivUp(WAD, RebalanceLogic.MAX_WIDENING);
        _requireRange("emergencySlippage", _emergencySlippage, least, MAX_SLIPPAGE);
        uint256 liquidated = WAD.mulDivDown(WAD, terms.maintenanceMargin);
        uint256 mostReward = RebalanceLogic.MAX_TIP_OF_EQUITY.mulDivDown(WAD, 2 * liquidated);
        _requireRange("liquidationReward", terms.liquidationReward, 0, mostReward);
        uint256 leastRate = terms.liquidationReward.mulDivUp(liquidated, liquidated - SignedMath.abs(target));
        _requireRange("tipRate", _tipRate, leastRate, MAX_TIP_RATE);
        uint256 leastCap = terms.liquidationRewardCap == 0 ? 0 : terms.liquidationRewardCap + 1;
        _requireRange("tipCap", _tipCap, leastCap, type(uint128).max);
    }

    /// @notice Returns what this policy was created with.
    function parameters() public view returns (BandParameters memory) {
        return
            BandParameters({
                period: _period,
                offset: _offset,
                cooldown: _cooldown,
                lowerBand: _lowerBand,
                upperBand: _upperBand,
                emergencyBand: _emergencyBand,
                maxSlippage: _maxSlippage,
                emergencySlippage: _emergencySlippage,
                tipRate: _tipRate,
                tipCap: _tipCap
            });
    }

    function _requireRange(string memory what, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) revert BandPolicy_OutOfRange(what, value, min, max);
    }
}
