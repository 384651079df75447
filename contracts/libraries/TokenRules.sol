// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedTokenFactory} from "../interfaces/ILeveragedTokenFactory.sol";
import {IRebalancePolicy} from "../interfaces/IRebalancePolicy.sol";
import {Fees, Limits} from "../types/Token.sol";
import {MarketTerms} from "../types/Venue.sol";
import {FeeMath} from "./FeeMath.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";
import {RebalanceGuard} from "./RebalanceGuard.sol";
import {TokenNaming} from "./TokenNaming.sol";

/// @title TokenRules
/// @notice The ranges a new token must lie in, its venue's terms considered.
library TokenRules {
    using FixedPoint for uint256;

    /// @dev {1} Largest |target|, WAD.
    uint256 internal constant MAX_LEVERAGE = 5e18;
    /// @dev {whole usd} Smallest bound of a rebalance trade: a smaller one, or one meant in other units, stops a token.
    uint256 internal constant MIN_MAX_TRADE = 1000;

    /// @notice Reverts unless a token of this target, first price and policy may be created under `terms`.
    function validate(
        int256 leverage,
        uint256 initialNav,
        IRebalancePolicy policy,
        MarketTerms memory terms
    ) internal view {
        uint256 target = SignedMath.abs(leverage);
        if (target == 0 || target > MAX_LEVERAGE || target % TokenNaming.HUNDREDTH != 0) {
            revert ILeveragedTokenFactory.Factory_Leverage(leverage);
        }
        if (initialNav == 0 || initialNav > 1e18 || 1e18 % initialNav != 0) {
            revert ILeveragedTokenFactory.Factory_InitialNav(initialNav);
        }
        policy.requireSuitable(leverage, terms);
        _requireEmergencyBand(leverage, policy, terms);
    }

    /// @notice Reverts where a move that the feed hides would pay for the fees of a mint and redeem round trip, at the largest
    /// leverage at which shares are minted.
    function validateFees(
        int256 leverage,
        Fees memory fees,
        IRebalancePolicy policy,
        MarketTerms memory terms
    ) internal view {
        (, , uint256 emergency) = policy.bands();
        uint256 least = FeeMath.arbitrageBound(
            SignedMath.abs(leverage).mulWadUp(emergency),
            terms.takerFee,
            terms.oracle.deviationThreshold()
        );
        uint256 roundTrip = (uint256(fees.mintPpm) + fees.redeemPpm) * (WAD / FeeMath.PPM);
        if (roundTrip < least) revert ILeveragedTokenFactory.Factory_FeesBelowArbitrageBound(roundTrip, least);
    }

    /// @notice Reverts unless a rebalance can still trade under `limits`.
    function validateLimits(Limits memory limits) internal pure {
        if (limits.maxTrade < MIN_MAX_TRADE) {
            revert ILeveragedTokenFactory.Factory_MaxTradeTooSmall(limits.maxTrade, MIN_MAX_TRADE);
        }
    }

    /// @dev The emergency band lies inside the venue's maximum leverage, and a stated distance before liquidation.
    function _requireEmergencyBand(int256 leverage, IRebalancePolicy policy, MarketTerms memory terms) private view {
        (, , uint256 emergency) = policy.bands();
        uint256 byMargin = (WAD - 1).mulDivDown(WAD, terms.initialMargin);
        uint256 byDistance = RebalanceGuard.leverageAtDistance(leverage > 0, terms.maintenanceMargin);
        uint256 most = (byMargin < byDistance ? byMargin : byDistance).mulDivDown(WAD, SignedMath.abs(leverage));
        if (emergency < WAD || emergency > most) {
            revert ILeveragedTokenFactory.Factory_EmergencyBand(emergency, WAD, most);
        }
    }
}
