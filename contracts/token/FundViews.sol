// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Snapshot} from "../interfaces/IFuturesVenue.sol";
import {ILeveragedToken, Phase, TokenState} from "../interfaces/ILeveragedToken.sol";
import {FeeMath} from "../libraries/FeeMath.sol";
import {FixedPoint, WAD} from "../libraries/FixedPoint.sol";
import {Fund, NavMath} from "../libraries/NavMath.sol";
import {Order, OrderMath} from "../libraries/OrderMath.sol";
import {Circumstances, Decision, RebalanceLogic} from "../libraries/RebalanceLogic.sol";
import {FundState} from "./FundState.sol";

/// @title FundViews
/// @notice What a token says of itself: NAV, leverage, the views of ERC-4626 and the rebalance decision. The functions
/// that price a redeem or decide a rebalance are the ones the actions execute.
abstract contract FundViews is FundState {
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;

    /// @inheritdoc ILeveragedToken
    function nav() external view nonReentrantView returns (uint256) {
        if (_state.phase == Phase.Settled) return _share(settledAssets, _unit * WAD, totalSupply());
        Fund memory fund = _readFund();
        return fund.navPerToken();
    }

    /// @inheritdoc ILeveragedToken
    function leverage() external view nonReentrantView returns (int256) {
        if (_state.phase == Phase.Settled) return 0;
        Fund memory fund = _readFund();
        return fund.equityDown() == 0 ? int256(0) : fund.leverage();
    }

    /// @inheritdoc ILeveragedToken
    function previewRebalance() external view nonReentrantView returns (Decision memory decision) {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) return decision;
        Snapshot memory shot = venue.snapshot(market, address(this));
        if (shot.halted) return decision;
        Fund memory fund;
        _fill(fund, shot, _accrue(current));
        return RebalanceLogic.decide(fund, targetLeverage, policy(), _circumstances(current, shot), block.timestamp);
    }

    function totalAssets() public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        if (_state.phase == Phase.Settled) return settledAssets;
        Fund memory fund = _readFund();
        return fund.equityDown();
    }

    function previewDeposit(uint256 assets) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForPreviewMint(current, fund);
        return OrderMath.forDeposit(fund, targetLeverage, assets, current.mintPpm).shares;
    }

    function previewMint(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForPreviewMint(current, fund);
        return OrderMath.forMint(fund, targetLeverage, shares, current.mintPpm).assets;
    }

    function previewWithdraw(
        uint256 assets
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForPreviewRedeem(current, fund);
        return assets == 0 ? 0 : _priceWithdraw(current, fund, assets).shares;
    }

    function previewRedeem(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForPreviewRedeem(current, fund);
        return _priceRedeem(current, fund, shares).assets;
    }

    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _maxOrder().assets;
    }

    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _maxOrder().shares;
    }

    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        uint256 shares = balanceOf(owner);
        if (!_isRedeemable()) return 0;
        // A redeem can cost more than it is worth at the edge of bankruptcy.
        try this.previewRedeem(shares) {
            return shares;
        } catch {
            return 0;
        }
    }

    function maxWithdraw(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        uint256 shares = maxRedeem(owner);
        if (shares == 0) return 0;
        uint256 assets = previewRedeem(shares);
        try this.previewWithdraw(assets) returns (uint256 burnt) {
            return burnt <= shares ? assets : 0;
        } catch {
            return 0;
        }
    }

    function _readForPreviewMint(TokenState memory current, Fund memory fund) internal view returns (bool halted) {
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        halted = _read(current, fund);
        if (fund.isWipedOut()) revert LeveragedToken_WipedOut();
    }

    function _readForPreviewRedeem(TokenState memory current, Fund memory fund) internal view {
        if (current.phase == Phase.Settled) return;
        _read(current, fund);
        if (fund.isWipedOut()) current.phase = Phase.Settled;
    }

    function _priceRedeem(
        TokenState memory current,
        Fund memory fund,
        uint256 shares
    ) internal view returns (Order memory order) {
        uint256 minted = totalSupply();
        if (current.phase == Phase.Settled) {
            order.shares = shares;
            order.assets = _share(shares, settledAssets, minted);
            return order;
        }
        return
            shares == minted
                ? OrderMath.forLastRedeem(fund, shares)
                : OrderMath.forRedeem(fund, shares, current.redeemPpm);
    }

    function _priceWithdraw(
        TokenState memory current,
        Fund memory fund,
        uint256 assets
    ) internal view returns (Order memory order) {
        uint256 minted = totalSupply();
        if (current.phase == Phase.Settled) {
            order.shares = minted;
            order.assets = assets;
            if (assets < settledAssets) order.shares = assets.mulDivUp(minted, settledAssets);
            // All shares for less than everything would leave the rest to whoever comes next, for none.
            if (order.shares == minted && assets != settledAssets) revert LeveragedToken_AmountNotReachable(assets);
            return order;
        }
        bool exists;
        (order, exists) = OrderMath.forWithdraw(fund, assets, current.redeemPpm);
        if (exists && order.shares < minted) return order;
        // Only leaving altogether reaches the last bit, as it pays no fee; for less it would forfeit the rest.
        order = OrderMath.forLastRedeem(fund, minted);
        uint256 fee = FeeMath.feeUp(fund.toAssetsDown(minted), current.redeemPpm);
        if (order.assets < assets || order.assets - assets > fee + 1) revert LeveragedToken_AmountNotReachable(assets);
        order.assets = assets;
    }

    /// @dev The largest mint that would succeed now, or an empty order.
    function _maxOrder() internal view returns (Order memory order) {
        if (_reentrancyGuardEntered()) return order;
        TokenState memory current = _state;
        if (current.phase == Phase.Settled || current.mintPaused) return order;
        uint256 supply = _accrue(current);
        Snapshot memory shot;
        try venue.snapshot(market, address(this)) returns (Snapshot memory shot_) {
            shot = shot_;
        } catch {
            return order;
        }
        Fund memory fund;
        _fill(fund, shot, supply);
        uint256 room = targetLeverage > 0 ? shot.maxLong : shot.maxShort;
        if (shot.halted) return order;
        if (fund.isDust()) {
            room = (room * shot.price) / SignedMath.abs(targetLeverage);
        } else {
            bool isTooHigh = SignedMath.abs(fund.leverage()) > _emergencyLeverage();
            if (fund.isWipedOut() || fund.size == 0 || isTooHigh) return order;
            room = (room * fund.equity) / SignedMath.abs(fund.size);
        }
        uint256 most = Math.min(uint256(_limits.capacity).saturatingSub(fund.equityUp()), room / _unit);
        Order memory largest = OrderMath.forDeposit(fund, targetLeverage, most, current.mintPpm);
        return largest.shares == 0 ? order : largest;
    }

    function _isRedeemable() internal view returns (bool) {
        if (_reentrancyGuardEntered()) return false;
        if (_state.phase == Phase.Settled) return true;
        try venue.snapshot(market, address(this)) returns (Snapshot memory shot) {
            return !shot.halted;
        } catch {
            return false;
        }
    }

    function _convertToShares(uint256 assets, Math.Rounding) internal view override nonReentrantView returns (uint256) {
        if (_state.phase == Phase.Settled) return _share(assets, totalSupply(), settledAssets);
        Fund memory fund = _readFund();
        return fund.toSharesDown(assets);
    }

    function _convertToAssets(uint256 shares, Math.Rounding) internal view override nonReentrantView returns (uint256) {
        if (_state.phase == Phase.Settled) return _share(shares, settledAssets, totalSupply());
        Fund memory fund = _readFund();
        return fund.isWipedOut() ? 0 : fund.toAssetsDown(shares);
    }

    /// @dev Part of a settled token's pro rata: amount * whole / base, rounded down, 0 of nothing.
    function _share(uint256 amount, uint256 whole, uint256 base) private pure returns (uint256) {
        return base == 0 ? 0 : amount.mulDivDown(whole, base);
    }

    /// @dev What {RebalanceLogic-decide} judges by beside the fund.
    function _circumstances(
        TokenState memory current,
        Snapshot memory shot
    ) internal view returns (Circumstances memory facts) {
        facts.maxTrade = _limits.maxTrade;
        facts.maxLong = shot.maxLong;
        facts.maxShort = shot.maxShort;
        facts.winnable = shot.winnable;
        facts.winnableIfMarked = shot.winnableIfMarked;
        facts.rebalancedAt = current.rebalancedAt;
        facts.unfinished = current.phase == Phase.Unfinished;
        facts.priceUpdatedAt = shot.priceUpdatedAt;
    }
}
