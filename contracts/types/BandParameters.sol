// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice When and how {BandPolicy} rebalances.
/// @param period {s} Distance of the scheduled boundaries.
/// @param offset {s} First boundary after 00:00 UTC.
/// @param cooldown {s} Least time between the chunks of one rebalance.
/// @param lowerBand {1} Real leverage over target below which the token has drifted, WAD.
/// @param upperBand {1} The same, above which it has drifted, WAD.
/// @param emergencyBand {1} The same, above which it is an emergency, WAD.
/// @param maxSlippage {1} Most an increase may cost, of its notional, WAD.
/// @param emergencySlippage {1} The same of a reduction, before widening, WAD.
/// @param tipRate {1} Of the notional gap an emergency rebalance closes, before growing, WAD.
/// @param tipCap {collateral} Most one emergency rebalance may pay its caller.
struct BandParameters {
    uint256 period;
    uint256 offset;
    uint256 cooldown;
    uint256 lowerBand;
    uint256 upperBand;
    uint256 emergencyBand;
    uint256 maxSlippage;
    uint256 emergencySlippage;
    uint256 tipRate;
    uint256 tipCap;
}
