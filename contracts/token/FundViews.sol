// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {FixedPoint, WAD} from "../libraries/FixedPoint.sol";
import {NavMath} from "../libraries/NavMath.sol";
import {OrderMath} from "../libraries/OrderMath.sol";
import {Fund, Order} from "../types/Fund.sol";
import {Decision} from "../types/Rebalance.sol";
import {Phase, TokenState} from "../types/Token.sol";
import {Position} from "../types/Venue.sol";
import {Debts} from "./Debts.sol";

/// @title FundViews
/// @notice What a token says of itself: NAV, leverage, the views of ERC-4626 and the rebalance decision. The functions
/// that price a redeem or decide a rebalance are the ones the actions execute.
abstract contract FundViews is Debts {
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;
    using OrderMath for Order;

    /// @inheritdoc ILeveragedToken
    function nav() external view nonReentrantView returns (uint256) {
        return desk.nav(this);
    }

    /// @inheritdoc ILeveragedToken
    function leverage() external view nonReentrantView returns (int256) {
        return desk.leverage(this);
    }

    /// @inheritdoc ILeveragedToken
    function previewRebalance() external view nonReentrantView returns (Decision memory decision) {
        (, decision) = desk.decide(this);
    }

    function totalAssets() public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        if (_state.phase == Phase.Settled) return settledAssets;
        Fund memory fund = _readFund();
        return fund.equityDown();
    }

    function previewDeposit(uint256 assets) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        Position memory position = _readForPreviewMint(current, fund);
        Order memory order = _priceDeposit(current, fund, position, assets);
        if (!position.isExact) order.withCostOfDeposit(fund, _quote(order), current.mintPpm);
        return order.shares;
    }

    function previewMint(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        Position memory position = _readForPreviewMint(current, fund);
        return _priceMint(current, fund, position, shares).assets;
    }

    function previewWithdraw(
        uint256 assets
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        Position memory position = _readForPreviewRedeem(current, fund);
        if (assets == 0) return 0;
        Order memory order = _priceWithdraw(current, fund, position, assets);
        if (_isByQuote(current, position)) order.withCostOfWithdraw(fund, _quote(order), current.redeemPpm);
        return order.shares;
    }

    function previewRedeem(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        Position memory position = _readForPreviewRedeem(current, fund);
        Order memory order = _priceRedeem(current, fund, shares);
        if (_isByQuote(current, position)) order.withCostOfRedeem(_quote(order));
        return order.assets;
    }

    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256 assets) {
        (assets, ) = desk.largestMint(this);
    }

    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256 shares) {
        (, shares) = desk.largestMint(this);
    }

    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256 shares) {
        (shares, ) = desk.largestRedeem(this, owner);
    }

    function maxWithdraw(address owner) public view override(ERC4626, IERC4626) returns (uint256 assets) {
        (, assets) = desk.largestRedeem(this, owner);
        // What shares pay is not always an amount that can be asked for.
        try this.previewWithdraw(assets) returns (uint256 burnt) {
            return burnt <= balanceOf(owner) ? assets : 0;
        } catch {
            return 0;
        }
    }

    function _readForPreviewMint(
        TokenState memory current,
        Fund memory fund
    ) internal view returns (Position memory position) {
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        position = _read(current, fund);
        if (fund.isWipedOut()) revert LeveragedToken_WipedOut();
    }

    function _readForPreviewRedeem(
        TokenState memory current,
        Fund memory fund
    ) internal view returns (Position memory position) {
        if (current.phase == Phase.Settled) return position;
        position = _read(current, fund);
        if (fund.isWipedOut()) current.phase = Phase.Settled;
    }

    /// @dev {collateral} What the venue says an order's trade costs at most.
    function _quote(Order memory order) internal view returns (int256 cost) {
        (cost, ) = account.quote(market, address(this), order.sizeDelta);
    }

    /// @dev Whether a redeem trades at a venue whose curve is no more than an estimate.
    function _isByQuote(TokenState memory current, Position memory position) private pure returns (bool) {
        return current.phase != Phase.Settled && !position.isExact;
    }

    function _priceDeposit(
        TokenState memory current,
        Fund memory fund,
        Position memory position,
        uint256 assets
    ) internal view returns (Order memory order) {
        order = OrderMath.forDeposit(fund, targetLeverage, assets, current.mintPpm);
        if (!position.isExact) order.resizeDeposit(fund, targetLeverage, _quote(order), current.mintPpm);
    }

    function _priceMint(
        TokenState memory current,
        Fund memory fund,
        Position memory position,
        uint256 shares
    ) internal view returns (Order memory order) {
        order = OrderMath.forMint(fund, targetLeverage, shares, current.mintPpm);
        if (!position.isExact) order.withCostOfMint(_quote(order));
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
                ? OrderMath.forLastRedeem(fund, shares, current.redeemPpm)
                : OrderMath.forRedeem(fund, shares, current.redeemPpm);
    }

    function _priceWithdraw(
        TokenState memory current,
        Fund memory fund,
        Position memory position,
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
        if (!exists) revert LeveragedToken_AmountNotReachable(assets);
        if (!position.isExact) order.resizeWithdraw(fund, _quote(order), current.redeemPpm);
        if (order.shares < minted) return order;
        // Rounding may ask for more shares than there are where leaving altogether pays enough.
        order = OrderMath.forLastRedeem(fund, minted, current.redeemPpm);
        if (order.assets < assets) revert LeveragedToken_AmountNotReachable(assets);
        order.assets = assets;
    }

    /// @dev {collateral}
    function _capacity(TokenState memory current) internal view returns (uint256) {
        return (uint256(current.capacity) * WAD) / _unit;
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
}
