// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fill, Position, Room} from "../types/Venue.sol";

/// @title IMarginPayer
/// @notice Implemented by the owner of an account, which pays margin through {IVenueAccount-trade}.
interface IMarginPayer {
    /// @notice Called by the account inside `trade`: `amount` {collateral} must have arrived at the caller on return.
    function payMargin(uint256 amount) external;
}

/// @title IVenueAccount
/// @notice An account at a perpetual-futures or lending venue: one reading of it, the cost of moving it, and one call
/// that moves margin and size together and answers with what that did.
/// @dev Every call names the market. An account that serves one market, or one owner, reverts on any other; an exchange
/// whose accounts belong to their callers, such as {MockFuturesVenue}, is its own account for all of them.
///
/// Promises a leveraged token relies on:
/// - the account obeys one owner, and `payMargin` is called on that owner alone, inside its own `trade`;
/// - `equity = equityBefore + pay - take - cost` to the unit, without `cost` where the mover pays it;
/// - `position` and `trade` of one block agree on equity and price, and a trade does not move the mark in its block;
/// - `cost` is at most `maxCost`, or the trade reverts;
/// - `quote` is never below the cost of that trade in the same block, and equal to it where `isExact`;
/// - what `snapshot` does not say is refused, is taken;
/// - while `position` reverts for want of a price, or says that the market is halted, `close` reverts too, until the market
///   has expired;
/// - an expired market answers as halted and at one price for good, takes no trade, and `close` pays all equity at that price.
/// Promises it does not need: a cost that follows a curve, a fill no better than the mark, an index as the mark.
interface IVenueAccount {
    /// @notice Returns the account and its market in one read. Reverts when the price is not valid; an expired market has
    /// that at which it closes.
    function position(bytes32 market, address owner) external view returns (Position memory);

    /// @notice Returns the same, and what the venue would refuse now. Reverts when the price is not valid.
    function snapshot(bytes32 market, address owner) external view returns (Position memory, Room memory);

    /// @notice Returns what trading `sizeDelta` {base} would cost now. Reverts when the price is not valid.
    /// @return cost {collateral} Signed; an upper bound where it is not exact.
    /// @return isExact Whether a trade in this block costs just that.
    function quote(bytes32 market, address owner, int256 sizeDelta) external view returns (int256 cost, bool isExact);

    /// @notice Returns {usd/base} the price at which the account becomes liquidatable, WAD; 0 if none does.
    function liquidationPrice(bytes32 market, address owner) external view returns (uint256);

    /// @notice Moves margin and size of the caller's account together, at the mark.
    /// @dev Reverts typed when the market is halted, the price invalid, the cost above `maxCost`, or margin, open interest
    /// or reserve do not allow it.
    /// @param sizeDelta {base} Signed, WAD.
    /// @param pay {collateral} Collected from the caller by {IMarginPayer-payMargin}.
    /// @param take {collateral} Sent to `receiver`; one of `pay` and `take` is 0.
    /// @param moverPaysCost Whether the cost is added to `pay` or taken from `take` instead of the account.
    /// @param maxCost {collateral} Signed; the most the trade may cost.
    function trade(
        bytes32 market,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256 maxCost,
        address receiver
    ) external returns (Fill memory);

    /// @notice Closes the caller's whole account and sends it all that is left.
    /// @dev In a live market the close pays its cost as far as the account can. In a market that is dead for its outage
    /// delay it is closed without cost, at the one price the market closes at.
    /// @return paid {collateral} Sent to the caller.
    function close(bytes32 market) external returns (uint256 paid);
}
