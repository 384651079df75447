// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Fund} from "../types/Fund.sol";
import {Position} from "../types/Venue.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";

/// @title NavMath
/// @notice Equity, NAV per token, leverage, and the way between shares and assets: `s` shares are worth
/// `e = s (E + A) / (S + V)` collateral units. The virtual assets A and shares V keep one wei of supply from being
/// inflated. Equity is rounded up where a mint is priced and down where a redeem is: those who stay are favoured.
library NavMath {
    using FixedPoint for uint256;

    /// @dev {usd} A fund that holds less than a tenth of a cent, and whose shares never stood for more, WAD.
    uint256 internal constant DUST = 0.001e18;
    /// @dev {usd} What the virtual shares stand against: a millionth of a dollar, whatever the collateral's decimals, WAD.
    uint256 internal constant VIRTUAL_ASSETS = 1e12;
    /// @dev {collateral} The venue rounds a trade's cost up to a unit. Of fewer units of equity that would be more than half
    /// of the 0.1 % within which a rebalance lands, and the cost itself may take the other half.
    uint256 internal constant MIN_EQUITY = 2000;

    /// @notice Fills `fund` by reference from a reading of its account.
    /// @param owed {collateral} What the fund owes.
    function fill(
        Fund memory fund,
        Position memory position,
        uint256 unit,
        uint256 supply,
        uint256 virtualShares,
        uint256 owed
    ) internal pure {
        fund.equity = owed == 0 ? position.equity : Math.saturatingSub(position.equity, owed * unit);
        fund.unit = unit;
        fund.supply = supply;
        fund.virtualShares = virtualShares;
        fund.size = position.size;
        fund.price = position.price;
        fund.curve = position.curve;
    }

    /// @notice Returns whether nothing but dust is in the fund. It counts as empty: the next mint opens it at target, and
    /// it neither rebalances nor settles. Else anyone could close a token for good with a few units of collateral.
    function isDust(Fund memory fund) internal pure returns (bool) {
        return fund.equity < DUST && fund.supply * VIRTUAL_ASSETS < DUST * fund.virtualShares;
    }

    /// @notice Returns whether there is no position, or none that counts: the next mint opens it at target.
    function isUnopened(Fund memory fund) internal pure returns (bool) {
        return fund.size == 0 || isDust(fund);
    }

    /// @notice Returns whether equity is gone, down to the last unit, from a fund that is more than dust.
    function isWipedOut(Fund memory fund) internal pure returns (bool) {
        return fund.equity < fund.unit && !isDust(fund);
    }

    /// @notice Returns whether the fund holds too little to be traded back to its target.
    function isTooSmall(Fund memory fund) internal pure returns (bool) {
        return equityDown(fund) < MIN_EQUITY || isDust(fund);
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
        return shares.mulDivUp(equityUp(fund) + _virtualAssets(fund), fund.supply + fund.virtualShares);
    }

    /// @notice Returns {collateral} what `shares` are worth to a holder before trading cost and fee.
    function toAssetsDown(Fund memory fund, uint256 shares) internal pure returns (uint256) {
        return shares.mulDivDown(equityDown(fund) + _virtualAssets(fund), fund.supply + fund.virtualShares);
    }

    /// @notice Returns {share} the most shares whose {toAssetsUp} is at most `assets`.
    function toSharesDown(Fund memory fund, uint256 assets) internal pure returns (uint256) {
        return assets.mulDivDown(fund.supply + fund.virtualShares, equityUp(fund) + _virtualAssets(fund));
    }

    /// @notice Returns {share} the least shares whose {toAssetsDown} is at least `assets`.
    function toSharesUp(Fund memory fund, uint256 assets) internal pure returns (uint256) {
        return assets.mulDivUp(fund.supply + fund.virtualShares, equityDown(fund) + _virtualAssets(fund));
    }

    /// @notice Returns {usd/share} NAV of one whole token, WAD, rounded down.
    function navPerToken(Fund memory fund) internal pure returns (uint256) {
        if (isWipedOut(fund)) return 0;
        return ((equityDown(fund) + _virtualAssets(fund)) * fund.unit * WAD) / (fund.supply + fund.virtualShares);
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

    /// @dev {collateral}
    function _virtualAssets(Fund memory fund) private pure returns (uint256) {
        return VIRTUAL_ASSETS / fund.unit;
    }
}
