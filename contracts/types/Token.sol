// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFundDesk} from "../interfaces/IFundDesk.sol";
import {IFuturesVenue} from "../interfaces/IFuturesVenue.sol";
import {IRebalancePolicy} from "../interfaces/IRebalancePolicy.sol";
import {IVenueAccount} from "../interfaces/IVenueAccount.sol";
import {Blocker} from "./Rebalance.sol";

/// @notice What a token charges, in parts per million; all of it becomes the collector's shares.
/// @param managementPpmPerYear {1e-6/year} Management fee on equity.
/// @param mintPpm {1e-6} Of the shares minted.
/// @param redeemPpm {1e-6} Of the shares redeemed.
struct Fees {
    uint24 managementPpmPerYear;
    uint16 mintPpm;
    uint16 redeemPpm;
}

/// @notice What bounds a token's growth; the governor may change it.
/// @param capacity {whole collateral} A mint may not take equity beyond this.
/// @param maxTrade {whole usd} Largest notional of one rebalance trade; larger ones are cut into chunks.
struct Limits {
    uint32 capacity;
    uint64 maxTrade;
}

/// @notice How a token is created; all but fees and limits is fixed for good.
/// @param name ERC-20 name.
/// @param symbol ERC-20 symbol.
/// @param venue Exchange the fund's one account is at; it also says collateral and oracle.
/// @param market Market of that exchange.
/// @param leverage {1} Target leverage, signed WAD: 3x short is -3e18.
/// @param initialNav {collateral} Price of one whole token at the first mint.
/// @param policy Decides when and how it rebalances.
/// @param desk Answers what the token does not carry in its own code.
/// @param fees What it charges.
/// @param limits What bounds it.
struct TokenConfig {
    string name;
    string symbol;
    IFuturesVenue venue;
    bytes32 market;
    int256 leverage;
    uint256 initialNav;
    IRebalancePolicy policy;
    IFundDesk desk;
    Fees fees;
    Limits limits;
}

/// @notice Where a token stands in its life.
enum Phase {
    Active,
    Unfinished, // a rebalance was cut into chunks and more are to come
    Settled
}

/// @notice What every action reads of a token, in one slot.
/// @param pendingFeeShares {share} Fee shares counted but not minted yet; what does not fit is minted at once.
/// @param feesAccruedAt {s}
/// @param rebalancedAt {s}
/// @param managementPpmPerYear {1e-6/year} Current fees, as in {Fees}; flat, since a nested struct would open a new slot.
/// @param mintPpm {1e-6}
/// @param redeemPpm {1e-6}
/// @param capacity {whole collateral} As in {Limits}.
/// @param mintPaused Whether the guardian has paused minting.
/// @param hasDebts Whether a payment is owed to somebody it could not be made to.
/// @param phase Where the token stands in its life.
struct TokenState {
    uint80 pendingFeeShares;
    uint32 feesAccruedAt;
    uint32 rebalancedAt;
    uint24 managementPpmPerYear;
    uint16 mintPpm;
    uint16 redeemPpm;
    uint32 capacity;
    bool mintPaused;
    bool hasDebts;
    Phase phase;
}

/// @notice What only a rebalance reads beside it, in one slot.
/// @param maxTrade {whole usd} As in {Limits}.
/// @param blockedSince {s} When a trade was first found blocked, in a row of reports.
/// @param blockedAt {s} When it was last found blocked; a report that is too old counts no more.
/// @param blocker What stood in the way then.
/// @param tipDay {days} The day `tipped` counts.
/// @param tipped {1} Tips of that day over equity, WAD.
struct RebalanceState {
    uint64 maxTrade;
    uint32 blockedSince;
    uint32 blockedAt;
    Blocker blocker;
    uint32 tipDay;
    uint64 tipped;
}

/// @notice All a token knows of itself, in one answer.
/// @param account The fund's one account.
/// @param market Market of that account.
/// @param policy Decides when and how it rebalances.
/// @param targetLeverage {1} Signed WAD.
/// @param virtualShares {share} Stand against the virtual assets.
/// @param unit {usd} Value of one unit of collateral, WAD.
/// @param emergencyBand {1} Real leverage over target beyond which nothing is minted, WAD.
/// @param minted {share} Total supply.
/// @param owed {collateral} What could not be paid yet; no part of equity.
/// @param state As stored.
/// @param rebalancing As stored.
struct TokenReading {
    IVenueAccount account;
    bytes32 market;
    IRebalancePolicy policy;
    int256 targetLeverage;
    uint256 virtualShares;
    uint256 unit;
    uint256 emergencyBand;
    uint256 minted;
    uint256 owed;
    TokenState state;
    RebalanceState rebalancing;
}
