// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FixedPoint, WAD} from "./FixedPoint.sol";

/// @notice What a token charges, in parts per million, so that the set fits the token's one state slot.
/// @param managementPpmPerYear {1e-6/year} Management fee on equity, taken as share dilution.
/// @param mintPpm {1e-6} Of the value minted; stays in the fund.
/// @param redeemPpm {1e-6} Of the value redeemed; stays in the fund.
struct Fees {
    uint24 managementPpmPerYear;
    uint16 mintPpm;
    uint16 redeemPpm;
}

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

    /// @notice Returns {collateral} the fee of `ppm` on `value`, rounded up: fund over user.
    function feeUp(uint256 value, uint256 ppm) internal pure returns (uint256) {
        return Math.ceilDiv(value * ppm, PPM);
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
    /// |L| times that could be paid for by the venue's pool.
    /// @param leverage {1} |target|, WAD.
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
