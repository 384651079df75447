// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {MarketTerms} from "../interfaces/IFuturesVenue.sol";
import {ILeveragedTokenFactory} from "../interfaces/ILeveragedTokenFactory.sol";
import {FeeMath, Fees} from "./FeeMath.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";
import {Policy, RebalanceLogic} from "./RebalanceLogic.sol";
import {TokenNaming} from "./TokenNaming.sol";

/// @title TokenRules
/// @notice The ranges a new token must lie in, its venue's terms considered.
library TokenRules {
    using FixedPoint for uint256;

    /// @dev {1} Largest |target|, WAD.
    uint256 internal constant MAX_LEVERAGE = 5e18;
    /// @dev {1} Least price move from the emergency band to liquidation: the distance every mint and increase leaves.
    uint256 internal constant MIN_LIQUIDATION_DISTANCE = 0.05e18;
    /// @dev {1} Worst average fill a policy may accept.
    uint256 internal constant MAX_SLIPPAGE = 0.05e18;
    /// @dev {1} Largest tip rate.
    uint256 internal constant MAX_TIP_RATE = 0.01e18;

    /// @notice Reverts unless a token of this target, first price and policy may be created under `terms`.
    function validate(
        int256 leverage,
        uint256 initialNav,
        Policy memory policy,
        MarketTerms memory terms
    ) internal pure {
        uint256 target = SignedMath.abs(leverage);
        if (target == 0 || target > MAX_LEVERAGE || target % TokenNaming.HUNDREDTH != 0) {
            revert ILeveragedTokenFactory.Factory_Leverage(leverage);
        }
        if (initialNav == 0 || initialNav > 1e18 || 1e18 % initialNav != 0) {
            revert ILeveragedTokenFactory.Factory_InitialNav(initialNav);
        }
        _requireRange("period", policy.period, 1 hours, 30 days);
        _requireRange("offset", policy.offset, 0, policy.period - 1);
        _requireRange("cooldown", policy.cooldown, 1, policy.period);
        _requireRange("lowerBand", policy.lowerBand, 0, 0.99e18);
        _requireRange("upperBand", policy.upperBand, 1.01e18, policy.emergencyBand);
        _requireRange("maxSlippage", policy.maxSlippage, terms.takerFee, MAX_SLIPPAGE);
        _requireRange("emergencySlippage", policy.emergencySlippage, policy.maxSlippage, MAX_SLIPPAGE);
        _requireEmergencyBand(leverage, policy, terms);
        _requireTip(target, policy, terms);
    }

    /// @notice Reverts unless a mint and redeem round trip costs at least what the feed may hide from it.
    function validateFees(int256 leverage, Fees memory fees, MarketTerms memory terms) internal view {
        (uint256 roundTripCost, uint256 hiddenMove) = FeeMath.arbitrageBound(
            fees,
            SignedMath.abs(leverage),
            terms.takerFee,
            terms.oracle.deviationThreshold()
        );
        if (roundTripCost < hiddenMove) {
            revert ILeveragedTokenFactory.Factory_FeesBelowArbitrageBound(roundTripCost, hiddenMove);
        }
    }

    /// @dev The emergency band lies inside the venue's maximum leverage, and a stated distance before liquidation.
    function _requireEmergencyBand(int256 leverage, Policy memory policy, MarketTerms memory terms) private pure {
        uint256 target = SignedMath.abs(leverage);
        uint256 byMargin = (WAD - 1).mulDivDown(WAD, terms.initialMargin);
        uint256 byDistance = leverageAtDistance(leverage > 0, terms.maintenanceMargin);
        uint256 most = byMargin < byDistance ? byMargin : byDistance;
        _requireRange("emergencyBand", policy.emergencyBand, policy.upperBand, most.mulDivDown(WAD, target));
    }

    /// @notice Returns {1} the leverage from which a move by {MIN_LIQUIDATION_DISTANCE} leads to liquidation: with d the
    /// distance and m the maintenance margin, a long is liquidated where `1 - l d = m l (1 - d)`, a short where
    /// `1 - l d = m l (1 + d)`.
    function leverageAtDistance(bool isLong, uint256 maintenanceMargin) internal pure returns (uint256) {
        uint256 priceThen = isLong ? WAD - MIN_LIQUIDATION_DISTANCE : WAD + MIN_LIQUIDATION_DISTANCE;
        return WAD.mulDivDown(WAD, MIN_LIQUIDATION_DISTANCE + maintenanceMargin.mulDivUp(priceThen, WAD));
    }

    /// @dev At the very point of liquidation the tip for rebalancing is at least the liquidator's reward, so waiting never
    /// pays: rate (M - |L|) >= reward M with M the leverage there, and the caps in the same order. A tip is also bound to a
    /// part of equity, so the reward must be half of that part at most: that holds until leverage has doubled again.
    function _requireTip(uint256 target, Policy memory policy, MarketTerms memory terms) private pure {
        uint256 liquidated = WAD.mulDivDown(WAD, terms.maintenanceMargin);
        uint256 mostReward = RebalanceLogic.MAX_TIP_OF_EQUITY.mulDivDown(WAD, 2 * liquidated);
        _requireRange("liquidationReward", terms.liquidationReward, 0, mostReward);
        uint256 least = terms.liquidationReward.mulDivUp(liquidated, liquidated - target);
        _requireRange("tipRate", policy.tipRate, least, MAX_TIP_RATE);
        uint256 leastCap = terms.liquidationRewardCap == 0 ? 0 : terms.liquidationRewardCap + 1;
        _requireRange("tipCap", policy.tipCap, leastCap, type(uint128).max);
    }

    function _requireRange(string memory what, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) {
            revert ILeveragedTokenFactory.Factory_PolicyOutOfRange(what, value, min, max);
        }
    }
}
