// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Curve} from "./Venue.sol";

/// @notice A fund as one reading of its account shows it; everything that is priced is priced on this.
/// @param equity {usd} Value of the account at the venue's mark less what the fund owes, WAD, never negative.
/// @param unit {usd} Value of one unit of collateral, WAD: 10^(18 - decimals).
/// @param supply {share} Shares minted plus fee shares pending.
/// @param virtualShares {share} Shares that stand against the virtual assets; they set the first price.
/// @param size {base} Position, WAD, negative when short.
/// @param price {usd/base} Mark, WAD.
/// @param curve What the venue expects to charge for moving the position.
struct Fund {
    uint256 equity;
    uint256 unit;
    uint256 supply;
    uint256 virtualShares;
    int256 size;
    uint256 price;
    Curve curve;
}

/// @notice What a holder asks for, by shares or by assets.
enum OrderKind {
    Deposit,
    Mint,
    Withdraw,
    Redeem
}

/// @notice A mint or redeem: priced before the trade, corrected by what the trade really cost.
/// @param shares {share} Created for the minter, or taken from the redeemer.
/// @param feeShares {share} The collector's: created beside a mint's, kept back from a redeem's.
/// @param assets {collateral} Paid by the minter, or paid out to the redeemer.
/// @param value {collateral} What equity grows or falls by.
/// @param sizeDelta {base} What it moves the position by, WAD.
/// @param cost {collateral} What the venue charges for that move; negative where it pays.
struct Order {
    uint256 shares;
    uint256 feeShares;
    uint256 assets;
    uint256 value;
    int256 sizeDelta;
    int256 cost;
}

/// @notice What a decision to rebalance was made on.
/// @param size {base} Position, WAD, negative when short.
/// @param price {usd/base} Mark, WAD.
/// @param equity {collateral} Rounded down.
/// @param leverage {1} Real, signed WAD.
struct FundMark {
    int256 size;
    uint256 price;
    uint256 equity;
    int256 leverage;
}
