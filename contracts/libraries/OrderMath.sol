// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {CostCurve, Curve} from "./CostCurve.sol";
import {FeeMath} from "./FeeMath.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";
import {Fund, NavMath} from "./NavMath.sol";

/// @notice A priced mint or redeem.
/// @param shares {share} Created or burnt.
/// @param assets {collateral} Paid by the minter or paid out to the redeemer.
/// @param sizeDelta {base} What it moves the position by, WAD.
/// @param cost {collateral} What the venue charges for that move.
/// @param fee {collateral} What stays in the fund for the holders who stay.
struct Order {
    uint256 shares;
    uint256 assets;
    int256 sizeDelta;
    uint256 cost;
    uint256 fee;
}

/// @title OrderMath
/// @notice Prices mints and redeems. Both are proportional: worth `e`, they move the position by `Q e / E`, rounded
/// against leverage, and pay exactly what the venue charges for that move. {forDeposit} and {forWithdraw} are the closed
/// form inverses of {forMint} and {forRedeem}.
library OrderMath {
    using CostCurve for Curve;
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;

    /// @dev {usd} A redeem worth less than a millionth of a dollar that cannot pay for its own trade burns without one.
    uint256 internal constant DUST = 1e12;
    /// @dev {1} Real leverage beyond which amounts are not inverted to shares: a position so near to bankruptcy can
    /// still be redeemed by shares.
    uint256 internal constant MAX_INVERTIBLE_LEVERAGE = 1000;
    /// @dev Each step leaves at most the fee rate's part of the distance, so a handful always suffices.
    uint256 private constant MAX_CORRECTIONS = 32;

    /// @notice Thrown when the venue would charge more for closing the redeemed part than that part is worth. Smaller
    /// redeems cost less per share.
    error OrderMath_CostAboveValue(uint256 value, uint256 cost);
    /// @notice Thrown when an amount of assets is to be turned into shares at a leverage that cannot be inverted.
    error OrderMath_LeverageNotInvertible(int256 leverage);

    /// @notice Prices a mint of `shares`. The first mint, into an empty fund, opens at `target` and pays no fee.
    function forMint(
        Fund memory fund,
        int256 target,
        uint256 shares,
        uint256 feePpm
    ) internal pure returns (Order memory order) {
        uint256 value = fund.toAssetsUp(shares);
        order.shares = shares;
        order.sizeDelta = _growth(fund, target, value);
        order.fee = fund.isDust() ? 0 : FeeMath.feeUp(value, feePpm);
        order.cost = _costUp(fund, order.sizeDelta);
        order.assets = value + order.cost + order.fee;
    }

    /// @notice Prices a mint for exactly `assets`: the most shares whose price is covered, but for the few units that
    /// rounding may keep; what is left over stays in the fund.
    function forDeposit(
        Fund memory fund,
        int256 target,
        uint256 assets,
        uint256 feePpm
    ) internal pure returns (Order memory order) {
        uint256 feeRate = fund.isDust() ? 0 : feePpm;
        if (!fund.isDust() && !_isInvertible(fund)) revert OrderMath_LeverageNotInvertible(fund.leverage());
        int256 leverage = fund.isDust() ? target * int256(CostCurve.SCALE / WAD) : _leverage(fund);
        (uint256 value, ) = _invert(fund, leverage, assets, feeRate, true);
        order = forMint(fund, target, fund.toSharesDown(value), feePpm);
        // The inverse is exact in the reals; the fund's fee, the venue's and its impact are each rounded up once more.
        if (order.assets > assets) {
            // Where a share is worth several units, whole shares are worth less than the inverse's value.
            value = order.assets - order.cost - order.fee;
            value = value.saturatingSub(order.assets - assets);
            order = forMint(fund, target, fund.toSharesDown(value), feePpm);
        }
        order.assets = assets;
    }

    /// @notice Prices a redeem of `shares` while others stay.
    function forRedeem(Fund memory fund, uint256 shares, uint256 feePpm) internal pure returns (Order memory order) {
        uint256 value = fund.toAssetsDown(shares);
        (order.sizeDelta, order.cost) = _reduction(fund, value);
        order.shares = shares;
        order.fee = FeeMath.feeUp(value, feePpm);
        if (order.cost > value) {
            if (value * fund.unit >= DUST) revert OrderMath_CostAboveValue(value, order.cost);
            (order.sizeDelta, order.cost) = (0, 0);
            return order;
        }
        order.assets = value.saturatingSub(order.cost + order.fee);
    }

    /// @notice Prices the redeem that takes supply to 0: no fee, the whole position is closed.
    /// @dev The redeemer pays for closing the part that backs the shares; closing what backs pending fee shares is paid
    /// from those.
    function forLastRedeem(Fund memory fund, uint256 shares) internal pure returns (Order memory order) {
        uint256 value = fund.toAssetsDown(shares);
        (, uint256 cost) = _reduction(fund, value);
        order.shares = shares;
        order.sizeDelta = -fund.size;
        order.cost = _costUp(fund, order.sizeDelta);
        order.assets = Math.min(value.saturatingSub(cost), fund.equityDown().saturatingSub(order.cost));
    }

    /// @notice Prices a redeem that pays out exactly `assets` while others stay: the least shares that do, if any.
    function forWithdraw(
        Fund memory fund,
        uint256 assets,
        uint256 feePpm
    ) internal pure returns (Order memory order, bool exists) {
        if (!_isInvertible(fund)) return (order, false);
        uint256 value;
        (value, exists) = _invert(fund, _leverage(fund), assets, feePpm, false);
        if (!exists) return (order, false);
        uint256 equity = fund.equityDown();
        // The value needed for a value redeemed only grows with it, so going on to what is needed never oversteps.
        for (uint256 i = 0; i < MAX_CORRECTIONS && value <= equity; ++i) {
            (, uint256 cost) = _reduction(fund, value);
            uint256 needed = assets + cost + FeeMath.feeUp(value, feePpm);
            if (needed <= value) {
                order = forRedeem(fund, fund.toSharesUp(value), feePpm);
                order.assets = assets;
                return (order, true);
            }
            value = needed;
        }
        return (order, false);
    }

    /// @dev {base} The position a mint worth `value` adds, rounded down: never more leverage than before.
    function _growth(Fund memory fund, int256 target, uint256 value) private pure returns (int256) {
        if (fund.isDust()) {
            return FixedPoint.withSignOf((value * fund.unit * SignedMath.abs(target)) / fund.price, target);
        }
        uint256 size = SignedMath.abs(fund.size);
        return FixedPoint.withSignOf((size * value * fund.unit) / fund.equity, fund.size);
    }

    /// @dev {base}, {collateral} The position a redeem worth `value` closes, rounded up, and what the venue charges for it.
    function _reduction(Fund memory fund, uint256 value) private pure returns (int256 sizeDelta, uint256 cost) {
        if (value == 0 || fund.size == 0) return (0, 0); // a position without a unit of equity has no value to redeem
        uint256 closed = Math.ceilDiv(SignedMath.abs(fund.size) * value, fund.equityDown());
        sizeDelta = -FixedPoint.withSignOf(closed, fund.size);
        cost = _costUp(fund, sizeDelta);
    }

    /// @dev {collateral} The venue's charge, rounded up to the unit as the venue does.
    function _costUp(Fund memory fund, int256 sizeDelta) private pure returns (uint256) {
        return Math.ceilDiv(fund.curve.costUp(sizeDelta, fund.price), fund.unit);
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

    /// @dev {collateral} Solves `x + h (fee x + cost(h leverage x)) = assets` for the value x, rounded down, with h = 1 for
    /// a mint and -1 for a redeem. While the trade reduces skew its impact is zero and the equation is linear.
    function _invert(
        Fund memory fund,
        int256 leverage,
        uint256 assets,
        uint256 feePpm,
        bool isMint
    ) private pure returns (uint256 value, bool exists) {
        Curve memory curve = fund.curve;
        uint256 magnitude = SignedMath.abs(leverage);
        uint256 charge = feePpm * (CostCurve.SCALE / FeeMath.PPM) + magnitude.mulWadDown(curve.fee);
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
