// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFundDesk} from "../interfaces/IFundDesk.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {FixedPoint} from "../libraries/FixedPoint.sol";
import {NavMath} from "../libraries/NavMath.sol";
import {OrderMath} from "../libraries/OrderMath.sol";
import {Fund, Order, OrderKind} from "../types/Fund.sol";
import {TokenReading} from "../types/Token.sol";
import {FundReader} from "./FundReader.sol";

/// @title OrderDesk
/// @notice What a mint or redeem would come to. A token prices its own where its venue is exact; what it shows beforehand,
/// and what it deals in at a venue whose costs are quoted or once it is settled, is priced here.
abstract contract OrderDesk is IFundDesk, FundReader {
    using FixedPoint for uint256;
    using NavMath for Fund;
    using OrderMath for Order;

    /// @dev How often an order is sized by what the venue asks, whose cost may grow faster than its size.
    uint256 private constant RESIZES = 2;

    /// @inheritdoc IFundDesk
    function orderFor(ILeveragedToken token, OrderKind kind, uint256 amount) external view returns (Order memory) {
        if (kind == OrderKind.Deposit) return _forDeposit(token, amount);
        if (kind == OrderKind.Mint) return _forMint(token, amount);
        if (kind == OrderKind.Redeem) return _forRedeem(token, amount);
        return _forWithdraw(token, amount);
    }

    /// @inheritdoc IFundDesk
    function totalAssets(ILeveragedToken token) external view returns (uint256) {
        (TokenReading memory reading, Fund memory fund, ) = _read(token);
        return _isSettled(reading) ? token.settledAssets() : fund.equityDown();
    }

    /// @inheritdoc IFundDesk
    function convertToShares(ILeveragedToken token, uint256 assets) external view returns (uint256) {
        (TokenReading memory reading, Fund memory fund, ) = _read(token);
        if (_isSettled(reading)) return _part(assets, reading.minted, token.settledAssets());
        return fund.toSharesDown(assets);
    }

    /// @inheritdoc IFundDesk
    function convertToAssets(ILeveragedToken token, uint256 shares) external view returns (uint256) {
        (TokenReading memory reading, Fund memory fund, ) = _read(token);
        if (_isSettled(reading)) return _part(shares, token.settledAssets(), reading.minted);
        return fund.isWipedOut() ? 0 : fund.toAssetsDown(shares);
    }

    function _forDeposit(ILeveragedToken token, uint256 assets) private view returns (Order memory order) {
        (TokenReading memory reading, Fund memory fund, bool isExact) = _readForMint(token);
        (int256 target, uint256 feePpm) = (reading.targetLeverage, reading.state.mintPpm);
        order = OrderMath.forDeposit(fund, target, assets, feePpm);
        if (isExact) return order;
        for (uint256 i = 0; i < RESIZES; ++i) {
            order.resizeDeposit(fund, target, _quote(token, reading, order), feePpm);
        }
        order.withCostOfDeposit(fund, _quote(token, reading, order), feePpm);
    }

    function _forMint(ILeveragedToken token, uint256 shares) private view returns (Order memory order) {
        (TokenReading memory reading, Fund memory fund, bool isExact) = _readForMint(token);
        order = OrderMath.forMint(fund, reading.targetLeverage, shares, reading.state.mintPpm);
        if (!isExact) order.withCostOfMint(_quote(token, reading, order));
    }

    function _forRedeem(ILeveragedToken token, uint256 shares) private view returns (Order memory order) {
        (TokenReading memory reading, Fund memory fund, bool isExact) = _read(token);
        if (!_isDealing(reading, fund)) {
            (order.shares, order.assets) = (shares, _part(shares, token.settledAssets(), reading.minted));
            return order;
        }
        order = OrderMath.forRedeemOf(fund, shares, reading.minted, reading.state.redeemPpm);
        if (!isExact) order.withCostOfRedeem(_quote(token, reading, order));
    }

    function _forWithdraw(ILeveragedToken token, uint256 assets) private view returns (Order memory order) {
        (TokenReading memory reading, Fund memory fund, bool isExact) = _read(token);
        if (assets == 0) return order;
        if (!_isDealing(reading, fund)) return _settledWithdraw(assets, token.settledAssets(), reading.minted);
        (uint256 minted, uint256 feePpm) = (reading.minted, reading.state.redeemPpm);
        order = OrderMath.forWithdrawOf(fund, assets, minted, feePpm);
        if (isExact || order.shares == minted) return order;
        for (uint256 i = 0; i < RESIZES; ++i) {
            order.resizeWithdraw(fund, _quote(token, reading, order), feePpm);
        }
        order.withCostOfWithdraw(fund, _quote(token, reading, order), feePpm);
        if (order.shares >= minted) return OrderMath.forLastWithdraw(fund, assets, minted, feePpm);
    }

    function _readForMint(
        ILeveragedToken token
    ) private view returns (TokenReading memory reading, Fund memory fund, bool isExact) {
        (reading, fund, isExact) = _read(token);
        if (_isSettled(reading)) revert ILeveragedToken.LeveragedToken_Settled();
        if (fund.isWipedOut()) revert ILeveragedToken.LeveragedToken_WipedOut();
    }

    /// @dev {collateral} What the venue says the order's trade costs at most.
    function _quote(
        ILeveragedToken token,
        TokenReading memory reading,
        Order memory order
    ) private view returns (int256 cost) {
        (cost, ) = reading.account.quote(reading.market, address(token), order.sizeDelta);
    }

    /// @dev Whether a redeem trades. If not it pays a part of what settling has left, or will: a redeem of a wiped-out fund
    /// settles.
    function _isDealing(TokenReading memory reading, Fund memory fund) private pure returns (bool) {
        return !_isSettled(reading) && !fund.isWipedOut();
    }

    function _settledWithdraw(
        uint256 assets,
        uint256 settledAssets,
        uint256 minted
    ) private pure returns (Order memory order) {
        order.shares = assets < settledAssets ? assets.mulDivUp(minted, settledAssets) : minted;
        order.assets = assets;
        // All shares for less than everything would leave the rest to the next minter, for none.
        if (order.shares == minted && assets != settledAssets) {
            revert ILeveragedToken.LeveragedToken_AmountNotReachable(assets);
        }
    }

    /// @dev Part of a settled token's pro rata: amount * whole / base, rounded down, 0 of nothing.
    function _part(uint256 amount, uint256 whole, uint256 base) private pure returns (uint256) {
        return base == 0 ? 0 : amount.mulDivDown(whole, base);
    }
}
