// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Curve} from "./CostCurve.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";

/// @notice A fund as one reading of its venue account shows it; everything that is priced is priced on this.
/// @param equity {usd} Value of the account at index, WAD, never negative.
/// @param unit {usd} Value of one unit of collateral, WAD: 10^(18 - decimals).
/// @param supply {share} Shares minted plus management-fee shares pending.
/// @param virtualShares {share} Shares that stand against one virtual unit of collateral; they set the first price.
/// @param size {base} Position, WAD, negative when short.
/// @param price {usd/base} Index price, WAD.
/// @param curve What the venue charges for moving the position.
struct Fund {
    uint256 equity;
    uint256 unit;
    uint256 supply;
    uint256 virtualShares;
    int256 size;
    uint256 price;
    Curve curve;
}

/// @title NavMath
/// @notice Equity, NAV per token, leverage, and the way between shares and assets: `s` shares are worth
/// `e = s (E + 1) / (S + V)` collateral units. The virtual unit and shares keep one wei of supply from being inflated.
/// Equity is rounded up where a mint is priced and down where a redeem is: those who stay are favoured.
library NavMath {
    using FixedPoint for uint256;

    /// @dev {usd} A fund that holds less than a tenth of a cent, and whose shares never stood for more, WAD.
    uint256 internal constant DUST = 0.001e18;

    /// @notice Returns whether nothing but dust is in the fund. It counts as empty: the next mint opens it at target, and
    /// it neither rebalances nor settles. Else anyone could close a token for good with a few units of collateral.
    function isDust(Fund memory fund) internal pure returns (bool) {
        return fund.equity < DUST && fund.supply * fund.unit < DUST * fund.virtualShares;
    }

    /// @notice Returns whether equity is gone, down to the last unit, from a fund that is more than dust.
    function isWipedOut(Fund memory fund) internal pure returns (bool) {
        return fund.equity < fund.unit && !isDust(fund);
    }

    /// @notice Returns {collateral} equity in whole units, rounded down.
    function equityDown(Fund memory fund) internal pure returns (uint256) {
        return fund.equity / fund.unit;
    }

    /// @notice Returns {collateral} equity in whole units, rounded up.
    function equityUp(Fund memory fund) internal pure returns (uint256) {
        return Math.ceilDiv(fund.equity, fund.unit);
    }

    /// @notice Returns {collateral} what `shares` cost a minter before trading cost and fee.
    function toAssetsUp(Fund memory fund, uint256 shares) internal pure returns (uint256) {
        return shares.mulDivUp(equityUp(fund) + 1, fund.supply + fund.virtualShares);
    }

    /// @notice Returns {collateral} what `shares` are worth to a holder before trading cost and fee.
    function toAssetsDown(Fund memory fund, uint256 shares) internal pure returns (uint256) {
        return shares.mulDivDown(equityDown(fund) + 1, fund.supply + fund.virtualShares);
    }

    /// @notice Returns {share} the most shares whose {toAssetsUp} is at most `assets`.
    function toSharesDown(Fund memory fund, uint256 assets) internal pure returns (uint256) {
        return assets.mulDivDown(fund.supply + fund.virtualShares, equityUp(fund) + 1);
    }

    /// @notice Returns {share} the least shares whose {toAssetsDown} is at least `assets`.
    function toSharesUp(Fund memory fund, uint256 assets) internal pure returns (uint256) {
        return assets.mulDivUp(fund.supply + fund.virtualShares, equityDown(fund) + 1);
    }

    /// @notice Returns {usd/share} NAV of one whole token, WAD, rounded down.
    function navPerToken(Fund memory fund) internal pure returns (uint256) {
        if (isWipedOut(fund)) return 0;
        return ((equityDown(fund) + 1) * fund.unit * WAD) / (fund.supply + fund.virtualShares);
    }

    /// @notice Returns {usd} the signed notional of the position at index, WAD, rounded toward zero.
    function notional(Fund memory fund) internal pure returns (int256) {
        return FixedPoint.withSignOf(SignedMath.abs(fund.size).mulWadDown(fund.price), fund.size);
    }

    /// @notice Returns {1} real leverage, signed WAD, rounded toward zero; 0 when there is no equity.
    function leverage(Fund memory fund) internal pure returns (int256) {
        if (fund.equity == 0) return 0;
        int256 n = notional(fund);
        return FixedPoint.withSignOf(SignedMath.abs(n).divWadDown(fund.equity), n);
    }
}
