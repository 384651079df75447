// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Sight, Sights} from "./Sight.sol";

/// @title Refusals
/// @notice Which error may be met when: the error alone never excuses a revert, the state must call for it.
library Refusals {
    using Sights for Sight;

    /// @dev `OrderMath_CostAboveValue(uint256,int256)` and `MockFuturesVenue_FillRejected(bytes32)`, whose files need not
    /// be compiled for a name.
    bytes4 internal constant COST_ABOVE_VALUE = bytes4(keccak256("OrderMath_CostAboveValue(uint256,int256)"));
    bytes4 internal constant NOT_INVERTIBLE = bytes4(keccak256("OrderMath_LeverageNotInvertible(int256)"));
    bytes4 internal constant FILL_REJECTED = bytes4(keccak256("MockFuturesVenue_FillRejected(bytes32)"));
    bytes4 internal constant ZERO_AMOUNT = bytes4(keccak256("MockFuturesVenue_ZeroAmount()"));
    bytes4 internal constant NOT_PAYABLE = bytes4(keccak256("MockFuturesVenue_NotPayable(uint256)"));
    bytes4 internal constant RESERVED = bytes4(keccak256("MockFuturesVenue_LiquidityReserved(uint256,uint256)"));

    /// @notice Whether an oracle said why there is no price, or an expired market that it has none.
    function isOracles(bytes4 error_) internal pure returns (bool) {
        return
            error_ == IFuturesVenue.FuturesVenue_NoClosingPrice.selector ||
            error_ == IPriceOracle.PriceOracle_FeedFailed.selector ||
            error_ == IPriceOracle.PriceOracle_IncompleteRound.selector ||
            error_ == IPriceOracle.PriceOracle_InvalidAnswer.selector ||
            error_ == IPriceOracle.PriceOracle_FutureTimestamp.selector ||
            error_ == IPriceOracle.PriceOracle_StalePrice.selector ||
            error_ == IPriceOracle.PriceOracle_OutOfBounds.selector;
    }

    /// @notice Whether the market as such refuses: no price, halted, or fills rejected.
    function byMarket(Sight memory s, bytes4 error_) internal pure returns (bool) {
        if (isOracles(error_)) return !s.priced;
        if (error_ == IFuturesVenue.FuturesVenue_MarketHalted.selector) return s.priced && s.position.halted;
        return error_ == FILL_REJECTED && s.priced && !s.position.halted && s.failing;
    }

    /// @notice Whether a mint for `assets` {collateral}, of which `shares` would come, may be refused so.
    /// @param most {collateral} What the token said it would take.
    function ofMint(
        Sight memory s,
        bytes4 error_,
        uint256 assets,
        uint256 shares,
        uint256 most
    ) internal view returns (bool) {
        if (error_ == ILeveragedToken.LeveragedToken_Settled.selector) return s.phase == Phase.Settled;
        if (s.phase == Phase.Settled) return false;
        if (byMarket(s, error_)) return true;
        if (!s.priced) return false;
        if (error_ == ILeveragedToken.LeveragedToken_WipedOut.selector) return s.isWipedOut();
        if (error_ == ILeveragedToken.LeveragedToken_MintPaused.selector) return s.paused;
        if (error_ == ILeveragedToken.LeveragedToken_NoPosition.selector)
            return s.position.size == 0 && !s.isTooSmall();
        if (error_ == ILeveragedToken.LeveragedToken_LeverageTooHigh.selector) {
            return s.leverage() > (_abs(s.target) * s.token.reading().emergencyBand) / 1e18;
        }
        if (error_ == NOT_INVERTIBLE) return s.leverage() >= 1000e18;
        if (error_ == ILeveragedToken.LeveragedToken_ZeroAmount.selector) return shares == 0;
        if (error_ == ILeveragedToken.LeveragedToken_CapacityExceeded.selector) {
            return s.units + 1 + assets > (uint256(s.token.limits().capacity) * 1e18) / s.unit;
        }
        if (
            error_ == IFuturesVenue.FuturesVenue_OpenInterestCap.selector ||
            error_ == IFuturesVenue.FuturesVenue_InsufficientReserve.selector
        ) return assets > most;
        // A fund too small keeps its own position, above target, beside the one a mint brings.
        bool isAbove = s.isTooSmall() && s.leverage() > _abs(s.target);
        return error_ == IFuturesVenue.FuturesVenue_InitialMargin.selector && isAbove;
    }

    /// @notice Whether a redeem of `shares`, or of an amount, may be refused so.
    function ofRedeem(Sight memory s, bytes4 error_, uint256 shares, bool isAmount) internal pure returns (bool) {
        if (s.phase == Phase.Settled) {
            // Of a settled token only an amount beyond what is left can be refused.
            return isAmount && error_ == ILeveragedToken.LeveragedToken_AmountNotReachable.selector;
        }
        if (byMarket(s, error_)) return true;
        if (!s.priced) return false;
        // A fund whose equity is gone would be closed, which a halted market refuses for so long.
        if (error_ == IFuturesVenue.FuturesVenue_OutageTooShort.selector) return s.position.halted && s.isWipedOut();
        if (error_ == COST_ABOVE_VALUE) return !isAmount && s.mayPayNothing(shares);
        return isAmount && error_ == ILeveragedToken.LeveragedToken_AmountNotReachable.selector;
    }

    function _abs(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }
}
