// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice What a call of `rebalance()` would do.
enum Action {
    None,
    Trade,
    Settle,
    Blocked // a trade is wanted and cannot be done; the call takes note of it
}

/// @notice Why a trade is due.
enum Reason {
    None,
    Scheduled,
    Drift,
    Emergency,
    Continuation,
    Marking // the position has won most of what the venue reserved for it
}

/// @notice What stands in the way of a trade that is due.
enum Blocker {
    None,
    Halted, // the market takes no trades
    Cost, // the trade would cost more than its bound
    Increase, // open interest or reserve leave no room
    Reduction, // the venue takes no reduction of that size
    Policy, // the policy does not answer, or asks for what the token forbids
    Refused // the venue refused the trade when it was tried
}

/// @notice What bounds a trade and how far the last rebalance came.
/// @param maxTrade {usd} Largest notional of one trade, WAD.
/// @param maxLong {base} Largest increase of a long the venue would take now, WAD.
/// @param maxShort {base} The same for a short.
/// @param minReduction {base} Smallest reduction it would take, WAD.
/// @param maxReduction {base} Largest one, WAD.
/// @param remainingProfit {usd} What the position may still win at the venue, WAD.
/// @param remainingProfitIfMarked {usd} The same after any trade, WAD.
/// @param tipsLeft {1} Of equity, what may still be paid in tips today, WAD.
/// @param priceUpdatedAt {s} Time of the price used.
/// @param rebalancedAt {s} Time of the last rebalance.
/// @param blockedSince {s} Since when a trade has been known to be blocked; 0 if none is.
/// @param unfinished Whether the last rebalance was cut into chunks and more are to come.
/// @param timestamp {s} Now.
struct RebalanceContext {
    uint256 maxTrade;
    uint256 maxLong;
    uint256 maxShort;
    uint256 minReduction;
    uint256 maxReduction;
    uint256 remainingProfit;
    uint256 remainingProfitIfMarked;
    uint256 tipsLeft;
    uint256 priceUpdatedAt;
    uint256 rebalancedAt;
    uint256 blockedSince;
    bool unfinished;
    uint256 timestamp;
}

/// @notice The decision as data: what `previewRebalance()` shows and `rebalance()` executes.
/// @param action What the call does; None means it reverts.
/// @param reason Why.
/// @param blocker What stands in the way, where the action is Blocked.
/// @param complete Whether the trade lands on target or more chunks follow.
/// @param sizeDelta {base} The trade, WAD; where it is blocked, the part of it that could be done now.
/// @param maxCost {collateral} The most it may cost; where it is blocked by cost, that bound.
/// @param tip {collateral} Owed to the caller.
/// @param dueAt {s} When a call is useful next; now if one is due.
struct Decision {
    Action action;
    Reason reason;
    Blocker blocker;
    bool complete;
    int256 sizeDelta;
    uint256 maxCost;
    uint256 tip;
    uint256 dueAt;
}
