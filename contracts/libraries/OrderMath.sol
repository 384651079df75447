// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {Fund, Order} from "../types/Fund.sol";
import {Curve} from "../types/Venue.sol";
import {CostCurve} from "./CostCurve.sol";
import {FeeMath} from "./FeeMath.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";
import {NavMath} from "./NavMath.sol";

/// @title OrderMath
/// @notice Prices mints and redeems. Both are proportional: worth `e`, they move the position by `Q e / E`, rounded
/// against leverage, and the mover pays what the venue charges for that move. {forDeposit} and {forWithdraw} are the
/// closed form inverses of {forMint} and {forRedeem}. An order is priced by the cost the venue expects, and
/// `withCost...` turns it into what the trade really came to, at the mover's charge.
library OrderMath {
    using CostCurve for Curve;
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;

    /// @dev {1} Real leverage beyond which amounts are not inverted to shares: a position so near to bankruptcy can
    /// still be redeemed by shares.
    uint256 internal constant MAX_INVERTIBLE_LEVERAGE = 1000;
    /// @dev Each step leaves at most the cost rate's part of the distance, so a handful always suffices.
    uint256 private constant MAX_CORRECTIONS = 32;

    /// @notice Thrown when a redeem would pay nothing: closing the redeemed part {collateral} costs all it is worth.
    /// Smaller redeems cost less per share.
    error OrderMath_CostAboveValue(uint256 value, int256 cost);
    /// @notice Thrown when an amount of assets is to be turned into shares at a leverage that cannot be inverted.
    error OrderMath_LeverageNotInvertible(int256 leverage);

    /// @notice Returns whether a mint brings a position at `target` instead of its part of the one there is: where that is none,
    /// and where leverage is above target in a fund too small to be rebalanced. Otherwise a few units of collateral could
    /// keep everybody out, or let them in at any leverage.
    function comesAtTarget(Fund memory fund, int256 target) internal pure returns (bool) {
        if (fund.isUnopened()) return true;
        return fund.isTooSmall() && SignedMath.abs(fund.leverage()) > SignedMath.abs(target);
    }

    /// @notice Prices a mint of `shares`. The first mint, into an empty fund, opens at `target`.
    function forMint(
        Fund memory fund,
        int256 target,
        uint256 shares,
        uint256 feePpm
    ) internal pure returns (Order memory order) {
        order.shares = shares;
        order.feeShares = FeeMath.feeUp(shares, feePpm);
        _grow(order, fund, target, fund.toAssetsUp(shares + order.feeShares));
        order.assets = _plus(order.value, order.cost);
    }

    /// @notice Turns a priced mint into what its trade really cost.
    function withCostOfMint(Order memory order, int256 cost) internal pure {
        order.cost = cost;
        order.assets = _plus(order.value, cost);
    }

    /// @notice Prices a mint for exactly `assets`: the most shares whose price is covered, but for the few units that
    /// rounding may keep; what is left over stays in the fund.
    function forDeposit(
        Fund memory fund,
        int256 target,
        uint256 assets,
        uint256 feePpm
    ) internal pure returns (Order memory order) {
        bool isAtTarget = comesAtTarget(fund, target);
        if (!isAtTarget && !_isInvertible(fund)) revert OrderMath_LeverageNotInvertible(fund.leverage());
        int256 leverage = isAtTarget ? target * int256(CostCurve.SCALE / WAD) : _leverage(fund);
        (uint256 value, ) = _invert(fund, leverage, assets, true);
        _grow(order, fund, target, value);
        // The inverse is exact in the reals; the cost is rounded up once more.
        uint256 price = _plus(value, order.cost);
        if (price > assets) _grow(order, fund, target, value.saturatingSub(price - assets));
        order.assets = assets;
        _share(order, fund, feePpm);
    }

    /// @notice Sizes a priced deposit by what the venue asks for its trade where that is not what its curve says, as if cost
    /// grew with size. Money that goes to the venue must not carry a position: leverage would rise, at the charge of all.
    function resizeDeposit(
        Order memory order,
        Fund memory fund,
        int256 target,
        int256 quoted,
        uint256 feePpm
    ) internal pure {
        uint256 price = _plus(order.value, quoted);
        if (quoted == order.cost || price == 0) return;
        _grow(order, fund, target, order.value.mulDivDown(order.assets, price));
        order.cost = int256(order.assets) - int256(order.value);
        _share(order, fund, feePpm);
    }

    /// @notice Turns a priced deposit into what its trade really cost.
    function withCostOfDeposit(Order memory order, Fund memory fund, int256 cost, uint256 feePpm) internal pure {
        if (cost == order.cost) return;
        order.value = _plus(order.value, order.cost - cost);
        order.cost = cost;
        _share(order, fund, feePpm);
    }

    /// @notice Prices a redeem of `shares` while others stay.
    function forRedeem(Fund memory fund, uint256 shares, uint256 feePpm) internal pure returns (Order memory order) {
        order.shares = shares;
        order.feeShares = FeeMath.feeUp(shares, feePpm);
        order.value = Math.min(fund.toAssetsDown(shares - order.feeShares), fund.equityDown());
        (order.sizeDelta, order.cost) = _reduction(fund, order.value);
        order.assets = _minusCost(order);
    }

    /// @notice Turns a priced redeem into what its trade really cost.
    function withCostOfRedeem(Order memory order, int256 cost) internal pure {
        order.cost = cost;
        order.assets = _minusCost(order);
    }

    /// @notice Prices the redeem that takes supply to 0: the whole position is closed.
    /// @dev The redeemer pays for closing the part that backs the shares; closing what backs the collector's is paid from
    /// those.
    function forLastRedeem(
        Fund memory fund,
        uint256 shares,
        uint256 feePpm
    ) internal pure returns (Order memory order) {
        order = forRedeem(fund, shares, feePpm);
        int256 ownCost = order.cost;
        order.sizeDelta = -fund.size;
        order.cost = _costUp(fund, order.sizeDelta);
        order.value = Math.min(_plus(order.value, order.cost - ownCost), fund.equityDown());
        order.assets = _minusCost(order);
    }

    /// @notice Prices a redeem of `shares` out of `minted`.
    function forRedeemOf(
        Fund memory fund,
        uint256 shares,
        uint256 minted,
        uint256 feePpm
    ) internal pure returns (Order memory) {
        return shares == minted ? forLastRedeem(fund, shares, feePpm) : forRedeem(fund, shares, feePpm);
    }

    /// @notice Prices a redeem that pays out exactly `assets` while others stay: the least shares that do, if any.
    function forWithdraw(
        Fund memory fund,
        uint256 assets,
        uint256 feePpm
    ) internal pure returns (Order memory order, bool exists) {
        if (!_isInvertible(fund)) return (order, false);
        uint256 value;
        (value, exists) = _invert(fund, _leverage(fund), assets, false);
        if (!exists) return (order, false);
        uint256 equity = fund.equityDown();
        // The value needed for a value redeemed only grows with it, so going on to what is needed never oversteps.
        for (uint256 i = 0; i < MAX_CORRECTIONS && value <= equity; ++i) {
            (order.sizeDelta, order.cost) = _reduction(fund, value);
            uint256 needed = _plus(assets, order.cost);
            if (needed <= value) {
                order.assets = assets;
                order.value = value;
                _burn(order, fund, feePpm);
                return (order, true);
            }
            value = needed;
        }
        return (order, false);
    }

    /// @notice Prices a redeem that pays out exactly `assets`, for at most the shares there are. Reverts where none does.
    function forWithdrawOf(
        Fund memory fund,
        uint256 assets,
        uint256 minted,
        uint256 feePpm
    ) internal pure returns (Order memory order) {
        bool exists;
        (order, exists) = forWithdraw(fund, assets, feePpm);
        if (!exists) revert ILeveragedToken.LeveragedToken_AmountNotReachable(assets);
        // Rounding may ask for more shares than there are where leaving altogether pays enough.
        if (order.shares >= minted) return forLastWithdraw(fund, assets, minted, feePpm);
    }

    /// @notice Prices the redeem of all shares that pays out `assets`; what it would pay beyond them is the collector's.
    function forLastWithdraw(
        Fund memory fund,
        uint256 assets,
        uint256 minted,
        uint256 feePpm
    ) internal pure returns (Order memory order) {
        order = forLastRedeem(fund, minted, feePpm);
        if (order.assets < assets) revert ILeveragedToken.LeveragedToken_AmountNotReachable(assets);
        order.assets = assets;
    }

    /// @notice Sizes a priced withdrawal like {resizeDeposit}, as far as equity goes: what the venue takes leaves with its
    /// part of the position.
    function resizeWithdraw(Order memory order, Fund memory fund, int256 quoted, uint256 feePpm) internal pure {
        int256 paid = int256(order.value) - quoted;
        if (quoted == order.cost || paid <= 0) return;
        order.value = Math.min(order.value.mulDivUp(order.assets, uint256(paid)), fund.equityDown());
        (order.sizeDelta, ) = _reduction(fund, order.value);
        order.cost = int256(order.value) - int256(order.assets);
        _burn(order, fund, feePpm);
    }

    /// @notice Turns a priced withdrawal into what its trade really cost.
    function withCostOfWithdraw(Order memory order, Fund memory fund, int256 cost, uint256 feePpm) internal pure {
        if (cost == order.cost) return;
        // Who takes money out burns a share for it, though the venue may pay more than that beside it.
        order.value = Math.max(_plus(order.value, cost - order.cost), 1);
        order.cost = cost;
        _burn(order, fund, feePpm);
    }

    /// @dev Moves the position for a mint of `value` {collateral}, rounded down: never more leverage than before.
    function _grow(Order memory order, Fund memory fund, int256 target, uint256 value) private pure {
        order.value = value;
        uint256 grown = value * fund.unit;
        (int256 held, uint256 per) = (fund.size, fund.equity);
        if (comesAtTarget(fund, target)) {
            if (fund.size == 0 && !fund.isDust()) grown += fund.equity;
            (held, per) = (target, fund.price);
        }
        order.sizeDelta = FixedPoint.withSignOf((grown * SignedMath.abs(held)) / per, held);
        order.cost = _costUp(fund, order.sizeDelta);
    }

    /// @dev Shares for a growth by `order.value`: the minter's, and beside them the collector's.
    function _share(Order memory order, Fund memory fund, uint256 feePpm) private pure {
        uint256 gross = fund.toSharesDown(order.value);
        order.shares = FeeMath.withoutFeeDown(gross, feePpm);
        order.feeShares = gross - order.shares;
    }

    /// @dev Shares for a fall by `order.value`: the redeemer's, part of which the collector keeps.
    function _burn(Order memory order, Fund memory fund, uint256 feePpm) private pure {
        uint256 net = fund.toSharesUp(order.value);
        order.shares = FeeMath.withFeeUp(net, feePpm);
        order.feeShares = order.shares - net;
    }

    /// @dev {base}, {collateral} The position a redeem worth `value` closes, rounded up, and what the venue charges for it.
    function _reduction(Fund memory fund, uint256 value) private pure returns (int256 sizeDelta, int256 cost) {
        if (value == 0 || fund.size == 0) return (0, 0);
        uint256 closed = Math.ceilDiv(SignedMath.abs(fund.size) * value, fund.equityDown());
        sizeDelta = -FixedPoint.withSignOf(closed, fund.size);
        cost = _costUp(fund, sizeDelta);
    }

    /// @dev {collateral} The venue's charge, rounded up to the unit as the venue does.
    function _costUp(Fund memory fund, int256 sizeDelta) private pure returns (int256) {
        return int256(Math.ceilDiv(fund.curve.costUp(sizeDelta, fund.price), fund.unit));
    }

    /// @dev {collateral} What a redeem pays out; a redeem that pays nothing is refused, unless it is of nothing.
    function _minusCost(Order memory order) private pure returns (uint256) {
        int256 left = int256(order.value) - order.cost;
        if (left > 0) return uint256(left);
        if (order.shares != 0) revert OrderMath_CostAboveValue(order.value, order.cost);
        return 0;
    }

    /// @dev `amount + change`, and 0 where a change would take it below.
    function _plus(uint256 amount, int256 change) private pure returns (uint256) {
        return change < 0 ? amount.saturatingSub(uint256(-change)) : amount + uint256(change);
    }

    function _isInvertible(Fund memory fund) private pure returns (bool) {
        uint256 notional = SignedMath.abs(fund.notional());
        return notional == 0 || notional / MAX_INVERTIBLE_LEVERAGE < fund.equity;
    }

    /// @dev {1} Real leverage on {CostCurve.SCALE}, signed.
    function _leverage(Fund memory fund) private pure returns (int256) {
        if (fund.size == 0) return 0;
        uint256 product = SignedMath.abs(fund.size) * fund.price;
        return FixedPoint.withSignOf((product * (CostCurve.SCALE / WAD)) / fund.equity, fund.size);
    }

    /// @dev {collateral} Solves `x + h cost(h leverage x) = assets` for the value x, rounded down, with h = 1 for a mint and
    /// -1 for a redeem. While the trade reduces skew its impact is zero and the equation is linear.
    function _invert(
        Fund memory fund,
        int256 leverage,
        uint256 assets,
        bool isMint
    ) private pure returns (uint256 value, bool exists) {
        Curve memory curve = fund.curve;
        uint256 magnitude = SignedMath.abs(leverage);
        uint256 charge = magnitude.mulWadDown(curve.fee);
        if (!isMint && charge >= CostCurve.SCALE) return (0, false);
        uint256 linear = isMint ? CostCurve.SCALE + charge : CostCurve.SCALE - charge;
        value = (assets * CostCurve.SCALE) / linear;
        int256 n = FixedPoint.withSignOf((value * fund.unit * magnitude) / CostCurve.SCALE, leverage);
        if (!curve.hasImpact(isMint ? n : -n)) return (value, true);
        // 2 leverage^2 assets / depth
        int256 quadratic = SafeCast.toInt256(
            (((2 * magnitude * magnitude) / CostCurve.SCALE) * assets * fund.unit) / curve.depth
        );
        return
            CostCurve.solve(
                assets,
                SafeCast.toInt256(linear) + curve.skewSlope(leverage),
                isMint ? quadratic : -quadratic
            );
    }
}
