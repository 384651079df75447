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

    /// @dev Of contracts whose files need not be compiled for a name.
    bytes4 internal constant COST_ABOVE_VALUE = bytes4(keccak256("OrderMath_CostAboveValue(uint256,int256)"));
    bytes4 internal constant NOT_INVERTIBLE = bytes4(keccak256("OrderMath_LeverageNotInvertible(int256)"));
    bytes4 internal constant FILL_REJECTED = bytes4(keccak256("MockFuturesVenue_FillRejected(bytes32)"));
    bytes4 internal constant MOODY_REFUSED = bytes4(keccak256("MoodyVenue_Refused(int256)"));
    bytes4 internal constant PIECE_REFUSED = bytes4(keccak256("PartialAccount_Refused(uint256,uint256,uint256)"));
    bytes4 internal constant BALANCE_TOO_SMALL = bytes4(keccak256("ERC20InsufficientBalance(address,uint256,uint256)"));
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

    /// @notice Whether the market or the venue as such refuses: no price, halted, or fills rejected.
    function byMarket(Sight memory s, bytes4 error_) internal pure returns (bool) {
        if (isOracles(error_)) return !s.priced;
        if (error_ == IFuturesVenue.FuturesVenue_MarketHalted.selector) return s.priced && s.position.halted;
        if (error_ == MOODY_REFUSED) return s.refusing;
        return error_ == FILL_REJECTED && s.priced && !s.position.halted && s.failing;
    }

    /// @notice Whether a reduction is refused for its size, and the venue had said so.
    function ofPiece(Sight memory s, bytes memory result) internal pure returns (bool) {
        if (bytes4(result) != PIECE_REFUSED) return false;
        (uint256 reduction, uint256 least, uint256 most) = _threeNumbers(result);
        if (least != s.room.minReduction || most != s.room.maxReduction) return false;
        return reduction < least || reduction > most;
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
        if (isLimit(error_)) return s.markup > 0;
        if (error_ == ILeveragedToken.LeveragedToken_CapacityExceeded.selector) {
            return s.units + 1 + assets > (uint256(s.token.limits().capacity) * 1e18) / s.unit;
        }
        if (
            error_ == IFuturesVenue.FuturesVenue_OpenInterestCap.selector ||
            error_ == IFuturesVenue.FuturesVenue_InsufficientReserve.selector
        ) return assets > most;
        if (_isShortOf(error_) && s.isBeyondMaximum()) return true;
        // A fund too small keeps its own position, above target, beside the one a mint brings.
        bool isAbove = s.isTooSmall() && s.leverage() > _abs(s.target);
        return error_ == IFuturesVenue.FuturesVenue_InitialMargin.selector && isAbove;
    }

    /// @notice Whether a redeem of all that a holder has may be refused in a market that takes trades: it pays nothing, or is
    /// no piece the venue takes.
    function ofLeaving(Sight memory s, bytes memory result, uint256 shares) internal pure returns (bool) {
        if (ofPiece(s, result)) return true;
        bytes4 error_ = bytes4(result);
        if (error_ == IFuturesVenue.FuturesVenue_InitialMargin.selector) return s.isBeyondMaximum();
        bool isByCost = error_ == COST_ABOVE_VALUE || error_ == IFuturesVenue.FuturesVenue_CostAboveTake.selector;
        return isByCost && (s.mayPayNothing(shares) || s.isBeyondMaximum());
    }

    /// @notice Whether a redeem of `shares`, or of an amount, may be refused so.
    function ofRedeem(Sight memory s, bytes memory result, uint256 shares, bool isAmount) internal pure returns (bool) {
        bytes4 error_ = bytes4(result);
        if (s.phase == Phase.Settled) {
            // Of a settled token only an amount beyond what is left can be refused.
            return isAmount && error_ == ILeveragedToken.LeveragedToken_AmountNotReachable.selector;
        }
        if (byMarket(s, error_)) return true;
        if (!s.priced) return false;
        if (isAmount ? ofPiece(s, result) : ofLeaving(s, result, shares)) return true;
        if (isLimit(error_)) return s.markup > 0;
        if (_isShortOf(error_)) return isAmount && (s.markup > 0 || s.isBeyondMaximum());
        // A fund whose equity is gone would be closed, which a halted market refuses for so long.
        if (error_ == IFuturesVenue.FuturesVenue_OutageTooShort.selector) return s.position.halted && s.isWipedOut();
        return isAmount && error_ == ILeveragedToken.LeveragedToken_AmountNotReachable.selector;
    }

    /// @notice Whether a mover's own limit is what refuses.
    function isLimit(bytes4 error_) internal pure returns (bool) {
        return
            error_ == ILeveragedToken.LeveragedToken_BelowMinimum.selector ||
            error_ == ILeveragedToken.LeveragedToken_AboveMaximumAssets.selector ||
            error_ == ILeveragedToken.LeveragedToken_AboveMaximumShares.selector;
    }

    /// @dev An amount that was possible at the cost quoted may take more shares, or more margin, than there are.
    function _isShortOf(bytes4 error_) private pure returns (bool) {
        return
            error_ == BALANCE_TOO_SMALL ||
            error_ == IFuturesVenue.FuturesVenue_InsufficientMargin.selector ||
            error_ == IFuturesVenue.FuturesVenue_InitialMargin.selector;
    }

    function _threeNumbers(bytes memory result) private pure returns (uint256 a, uint256 b, uint256 c) {
        assembly ("memory-safe") {
            a := mload(add(result, 36))
            b := mload(add(result, 68))
            c := mload(add(result, 100))
        }
    }

    function _abs(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }
}
