// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";

/// @notice What a venue expects to charge for moving a position, as a curve that can be inverted.
/// @param fee {1} Taker fee (and spread, if any) on the notional traded, WAD.
/// @param skew {usd} The market's net long notional before the trade, WAD, negative when shorts prevail.
/// @param depth {usd} Notional of skew that moves the price by 100 %, WAD. Zero stands for unlimited: no impact.
struct Curve {
    uint256 fee;
    int256 skew;
    uint256 depth;
}

/// @notice An account and its market in one read, at the venue's own mark.
/// @param price {usd/base} Mark, WAD.
/// @param priceUpdatedAt {s} When its source published it.
/// @param size {base} WAD, negative when short.
/// @param equity {usd} What the account is worth and could be paid out once it is closed, WAD, never negative.
/// @param curve What a trade is expected to cost now.
/// @param isExact Whether `curve` gives every cost to the unit.
/// @param halted Whether the market refuses every trade.
struct Position {
    uint256 price;
    uint256 priceUpdatedAt;
    int256 size;
    uint256 equity;
    Curve curve;
    bool isExact;
    bool halted;
}

/// @notice What the venue says it would refuse now, and what the position may still win.
/// @param maxLong {base} Largest increase of a long, WAD.
/// @param maxShort {base} Largest increase of a short, WAD.
/// @param minReduction {base} Smallest reduction that is not refused, WAD; 0 where any is taken.
/// @param maxReduction {base} Largest one, WAD; the whole position where any is taken.
/// @param maintenanceMargin {1} Equity over notional below which anyone may liquidate, WAD.
/// @param remainingProfit {usd} What the position may win before the venue pays no more, WAD.
/// @param remainingProfitIfMarked {usd} The same after any trade, one of size zero included, WAD.
struct Room {
    uint256 maxLong;
    uint256 maxShort;
    uint256 minReduction;
    uint256 maxReduction;
    uint256 maintenanceMargin;
    uint256 remainingProfit;
    uint256 remainingProfitIfMarked;
}

/// @notice What a trade did, in whole units.
/// @param cost {collateral} What it took from the mover against the mark; negative where the fill was better.
/// @param equityBefore {collateral} Equity just before it, rounded down.
/// @param equity {collateral} Equity after it, rounded down.
struct Fill {
    int256 cost;
    uint256 equityBefore;
    uint256 equity;
}

/// @notice What never changes about a market.
/// @param oracle Source of the index price.
/// @param takerFee {1} On traded notional, WAD.
/// @param maxImpact {1} Most that impact adds to the cost of a reduction while open interest is within its cap, WAD.
/// @param initialMargin {1} Equity over notional that every increase must leave, WAD: 1 / maximum leverage.
/// @param maintenanceMargin {1} Equity over notional below which anyone may liquidate, WAD.
/// @param liquidationReward {1} Of notional, paid to the liquidator, WAD.
/// @param liquidationRewardCap {collateral} Most a liquidator is paid.
/// @param outageDelay {s} How long price or venue must be dead before an account may be closed without them.
struct MarketTerms {
    IPriceOracle oracle;
    uint256 takerFee;
    uint256 maxImpact;
    uint256 initialMargin;
    uint256 maintenanceMargin;
    uint256 liquidationReward;
    uint256 liquidationRewardCap;
    uint256 outageDelay;
}
