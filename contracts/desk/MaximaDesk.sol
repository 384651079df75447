// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFundDesk} from "../interfaces/IFundDesk.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {FixedPoint, WAD} from "../libraries/FixedPoint.sol";
import {NavMath} from "../libraries/NavMath.sol";
import {OrderMath} from "../libraries/OrderMath.sol";
import {Fund, Order, OrderKind} from "../types/Fund.sol";
import {TokenReading} from "../types/Token.sol";
import {Position, Room} from "../types/Venue.sol";
import {RefusalDesk} from "./RefusalDesk.sol";

/// @title MaximaDesk
/// @notice The largest mint and redeem by venue, capacity and leverage.
abstract contract MaximaDesk is RefusalDesk {
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;

    /// @dev A deposit is made smaller to fit so often at most, each time by one part in so many more than seems necessary.
    uint256 private constant MAX_STEPS = 8;
    uint256 private constant STEP_BELOW = 1000;

    /// @inheritdoc IFundDesk
    function largestMint(ILeveragedToken token) external view returns (uint256 assets, uint256 shares) {
        try this.mintableAssets(token) returns (uint256 most) {
            if (most == 0) return (0, 0);
            assets = most;
        } catch {
            return (0, 0); // no valid price
        }
        try token.previewDeposit(assets) returns (uint256 minted) {
            return minted == 0 ? (0, 0) : (assets, minted);
        } catch {
            return (0, 0); // in the middle of a call
        }
    }

    /// @inheritdoc IFundDesk
    function largestRedeem(ILeveragedToken token, address owner) public view returns (uint256 shares, uint256 assets) {
        try this.redeemableShares(token, owner) returns (uint256 most) {
            shares = most;
        } catch {
            return (0, 0); // no valid price
        }
        try token.previewRedeem(shares) returns (uint256 paid) {
            return (shares, paid);
        } catch {
            return (0, 0); // it would cost all it is worth, or in the middle of a call
        }
    }

    /// @inheritdoc IFundDesk
    function largestWithdraw(ILeveragedToken token, address owner) external view returns (uint256 assets) {
        (, assets) = largestRedeem(token, owner);
        // What shares pay is not always an amount that can be asked for.
        try token.previewWithdraw(assets) returns (uint256 burnt) {
            return burnt <= token.balanceOf(owner) && this.isPieceTaken(token, assets) ? assets : 0;
        } catch {
            return 0;
        }
    }

    /// @notice Returns {collateral} the largest deposit by venue, capacity and leverage. Reverts when the price is not valid.
    function mintableAssets(ILeveragedToken token) external view returns (uint256) {
        TokenReading memory reading = token.reading();
        if (_isSettled(reading) || reading.state.mintPaused) return 0;
        (Position memory position, Room memory room) = reading.account.snapshot(reading.market, address(token));
        if (position.halted) return 0;
        Fund memory fund;
        _fill(fund, position, reading);
        if (fund.isWipedOut()) return 0;
        uint256 target = SignedMath.abs(reading.targetLeverage);
        uint256 most = reading.targetLeverage > 0 ? room.maxLong : room.maxShort;
        if (OrderMath.comesAtTarget(fund, reading.targetLeverage)) {
            if (!fund.isTooSmall()) return 0;
            most = (most * fund.price) / target;
        } else {
            if (SignedMath.abs(fund.leverage()) > target.mulWadDown(reading.emergencyBand)) return 0;
            most = (most * fund.equity) / SignedMath.abs(fund.size);
        }
        uint256 capacity = (uint256(reading.state.capacity) * WAD) / reading.unit;
        capacity = capacity.saturatingSub(fund.equityUp());
        uint256 assets = Math.min(capacity, most / reading.unit);
        if (position.isExact) return assets;
        return _fitting(token, assets, reading.targetLeverage > 0 ? room.maxLong : room.maxShort, capacity);
    }

    /// @notice Returns {share} the most `owner` can redeem at once; none where the venue takes no reduction as small, or is
    /// known to refuse them all. Reverts when the price is not valid.
    function redeemableShares(ILeveragedToken token, address owner) external view returns (uint256 shares) {
        TokenReading memory reading = token.reading();
        shares = token.balanceOf(owner);
        if (_isSettled(reading)) return shares;
        (Position memory position, Room memory room) = reading.account.snapshot(reading.market, address(token));
        if (position.halted || refusedSince(token) != 0) return 0;
        Fund memory fund;
        _fill(fund, position, reading);
        uint256 held = SignedMath.abs(position.size);
        // A fund whose equity is gone is settled by its redeem.
        if (room.maxReduction < held && !fund.isWipedOut()) {
            // Of this value the redeem closes no more, rounded up as it is.
            uint256 most = room.maxReduction.mulDivDown(fund.equityDown(), held);
            shares = Math.min(shares, fund.toSharesDown(most));
            // All shares would close the whole position, and one left over would be worth nothing.
            if (shares == reading.minted) shares /= 2;
        }
        // The last redeem closes the whole position, whatever its shares are worth.
        if (room.minReduction == 0 || shares == reading.minted) return shares;
        int256 sizeDelta = OrderMath.forRedeem(fund, shares, reading.state.redeemPpm).sizeDelta;
        if (SignedMath.abs(sizeDelta) < room.minReduction) return 0;
    }

    /// @notice Returns whether the venue takes a reduction as small as that of a withdrawal of `assets` {collateral}: who
    /// leaves last closes the whole position by shares, but by an amount only what backs it. Reverts when the price is not
    /// valid.
    function isPieceTaken(ILeveragedToken token, uint256 assets) external view returns (bool) {
        TokenReading memory reading = token.reading();
        if (_isSettled(reading)) return true;
        (, Room memory room) = reading.account.snapshot(reading.market, address(token));
        if (room.minReduction == 0) return true;
        return SignedMath.abs(this.orderFor(token, OrderKind.Withdraw, assets).sizeDelta) >= room.minReduction;
    }

    /// @dev {collateral} As much of a deposit as fits where the venue quotes its costs: one that pays for the trade makes
    /// position and fund grow by more than what is paid in.
    /// @param maxSize {base} By how much the position may grow, WAD.
    /// @param maxValue {collateral} By how much equity may.
    function _fitting(
        ILeveragedToken token,
        uint256 assets,
        uint256 maxSize,
        uint256 maxValue
    ) private view returns (uint256) {
        for (uint256 i = 0; i < MAX_STEPS; ++i) {
            Order memory order = this.orderFor(token, OrderKind.Deposit, assets);
            uint256 size = SignedMath.abs(order.sizeDelta);
            if (size <= maxSize && order.value <= maxValue) return assets;
            uint256 fitting = assets;
            if (size > maxSize) fitting = assets.mulDivDown(maxSize, size);
            if (order.value > maxValue) fitting = Math.min(fitting, assets.mulDivDown(maxValue, order.value));
            // Of a smaller trade a larger part may be paid for.
            assets = fitting - fitting / STEP_BELOW;
        }
        return 0;
    }
}
