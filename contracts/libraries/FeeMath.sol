// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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

    /// @notice Returns {1} what a mint and redeem round trip costs and the most the feed may hide meanwhile, both WAD.
    /// @dev A feed only speaks once the price has moved by its deviation threshold. A round trip that costs less than
    /// `leverage` times that would be paid for by the other side of the trade. Fees leave the fund, so a sole holder,
    /// the first one and the last one lose them too.
    /// @param leverage {1} The largest at which shares are minted, WAD.
    /// @param takerFee {1} The venue's, WAD.
    /// @param deviationThreshold {1} The feed's, WAD.
    function arbitrageBound(
        Fees memory fees,
        uint256 leverage,
        uint256 takerFee,
        uint256 deviationThreshold
    ) internal pure returns (uint256 roundTripCost, uint256 hiddenMove) {
        roundTripCost = (uint256(fees.mintPpm) + fees.redeemPpm) * (WAD / PPM) + leverage.mulWadDown(2 * takerFee);
        hiddenMove = leverage.mulWadUp(deviationThreshold);
    }
}
