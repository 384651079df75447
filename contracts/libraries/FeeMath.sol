// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Fees, Phase, TokenState} from "../types/Token.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";

/// @title FeeMath
/// @notice Hard caps, the management fee's dilution, and the rule that keeps stale-price arbitrage unprofitable.
library FeeMath {
    using FixedPoint for uint256;

    /// @dev {1e-6} One, in parts per million.
    uint256 internal constant PPM = 1e6;
    /// @dev {1e-6/year} Hard cap of the management fee: 10 % a year.
    uint256 internal constant MAX_MANAGEMENT_PPM_PER_YEAR = 100_000;
    /// @dev {1e-6} Hard cap of the mint and of the redeem fee: 1 % each.
    uint256 internal constant MAX_TRADE_PPM = 10_000;
    /// @dev {s} A year of 365 days.
    uint256 internal constant YEAR = 365 days;

    /// @notice Returns {share} the shares to add so that the collector's part of the fund is `1 - exp(-rate t)`, at most.
    /// @dev New shares are `S (exp(x) - 1)` with x = rate t. The series of exp is cut after x^6 and every step is rounded
    /// down, so the fee can only fall short: by 2e-11 of the fund after a year at the cap taken in one step.
    /// @param supply {share} Minted plus pending.
    /// @param elapsed {s} Since the last accrual.
    function dilution(uint256 supply, uint256 managementPpmPerYear, uint256 elapsed) internal pure returns (uint256) {
        uint256 growth = WAD;
        // At the cap and over all the seconds 40 bits can count, x is below 4e21 and the sum below 1e40.
        unchecked {
            uint256 x = (managementPpmPerYear * elapsed * (WAD / PPM)) / YEAR;
            for (uint256 i = 6; i > 1; --i) {
                growth = WAD + (x * growth) / (i * WAD);
            }
            growth = (x * growth) / WAD;
        }
        return supply.mulWadDown(growth);
    }

    /// @notice Returns {share}, {share} shares minted and pending together, and the pending ones, the management fee counted
    /// to now. It stops when a token is settled.
    function accrue(TokenState memory state, uint256 minted) internal view returns (uint256 supply, uint256 pending) {
        pending = state.pendingFeeShares;
        uint256 elapsed = block.timestamp - state.feesAccruedAt;
        if (elapsed != 0 && state.phase != Phase.Settled) {
            pending += dilution(minted + pending, state.managementPpmPerYear, elapsed);
        }
        return (minted + pending, pending);
    }

    /// @notice Returns {share} the fee of `ppm` on `shares`, rounded up: on top of those minted, kept back of those redeemed.
    function feeUp(uint256 shares, uint256 ppm) internal pure returns (uint256) {
        return shares.mulDivUp(ppm, PPM);
    }

    /// @notice Returns {share} the most shares that `gross` covers together with the fee on top of them.
    function withoutFeeDown(uint256 gross, uint256 ppm) internal pure returns (uint256) {
        return gross.mulDivDown(PPM, PPM + ppm);
    }

    /// @notice Returns {share} the least shares of which `net` are left once the fee is kept back.
    function withFeeUp(uint256 net, uint256 ppm) internal pure returns (uint256) {
        return net.mulDivUp(PPM, PPM - ppm);
    }

    /// @notice Returns whether every rate is within its hard cap.
    function withinCaps(Fees memory fees) internal pure returns (bool) {
        return
            fees.managementPpmPerYear <= MAX_MANAGEMENT_PPM_PER_YEAR &&
            fees.mintPpm <= MAX_TRADE_PPM &&
            fees.redeemPpm <= MAX_TRADE_PPM;
    }

    /// @notice Returns {1} the least that mint and redeem fee must be together, or a move that the feed still hides would pay
    /// for a round trip, WAD.
    /// @dev A feed only speaks once the price has moved by its threshold t. With f the taker fee and m and r the fees, a mint
    /// worth 1 at leverage L costs `(1 + m)(1 + f L)`, and the redeem after a gain of L t pays `(1 - r)(1 + L t - f L (1 - t))`
    /// of a short, whose position has become the smaller one, and less of a long. That earns nothing where
    /// `m + r >= L (t - f (2 - t))`: products with m and r, left out, only add to the cost. Fees leave the fund, so a sole
    /// holder, the first one and the last one lose them too.
    /// @param leverage {1} The largest at which shares are minted, WAD.
    /// @param takerFee {1} The venue's, WAD.
    /// @param deviationThreshold {1} The feed's, WAD.
    function arbitrageBound(
        uint256 leverage,
        uint256 takerFee,
        uint256 deviationThreshold
    ) internal pure returns (uint256) {
        uint256 charged = takerFee * (2 * WAD - deviationThreshold);
        return leverage.mulDivUp(Math.saturatingSub(deviationThreshold * WAD, charged), WAD * WAD);
    }
}
