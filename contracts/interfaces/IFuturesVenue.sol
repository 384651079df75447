// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MarketTerms} from "../types/Venue.sol";
import {IVenueAccount} from "./IVenueAccount.sol";

/// @title IFuturesVenue
/// @notice An exchange as the factory sees it: which markets it has on which terms, and where an account is opened.
interface IFuturesVenue {
    /// @notice Emitted by every trade, margin move included, with the account's state after it.
    /// @param sizeDelta {base} Size traded, WAD.
    /// @param price {usd/base} Index price, WAD.
    /// @param cost {collateral} What the mover paid against index; negative where the fill was better.
    /// @param size {base} Position after, WAD.
    /// @param margin {collateral} Equity after.
    event Traded(
        bytes32 indexed market,
        address indexed account,
        int256 sizeDelta,
        uint256 price,
        int256 cost,
        int256 size,
        uint256 margin
    );
    /// @notice Emitted when an account was closed as a whole by {close}.
    /// @param price {usd/base} Price it was closed at, WAD; 0 when the market has expired without one and the account was
    /// closed at the price it was last marked at.
    /// @param paid {collateral} Sent to its owner.
    event Closed(bytes32 indexed market, address indexed account, uint256 price, uint256 paid);
    /// @notice Emitted when an account was liquidated.
    /// @param size {base} Position closed, WAD.
    /// @param price {usd/base} Index price, WAD.
    /// @param penalty {collateral} Taken from its margin, the liquidator's reward included.
    /// @param reward {collateral} Paid to the liquidator.
    /// @param margin {collateral} Left to its owner.
    event Liquidated(
        bytes32 indexed market,
        address indexed account,
        address indexed liquidator,
        int256 size,
        uint256 price,
        uint256 penalty,
        uint256 reward,
        uint256 margin
    );

    /// @notice Emitted when an outage clock starts (`since` > 0), or stops because the market lives.
    /// @param since {s} When the outage was first reported.
    event OutageReported(bytes32 indexed market, uint256 since);
    /// @notice Emitted once, when a dead market expires: from now on all its accounts close at `price`.
    /// @param price {usd/base} WAD; 0 when no valid price was ever found: each account then closes at the price it was last
    /// marked at.
    /// @param pricedAt {s} The time whose price it is: the end of the outage delay.
    event MarketExpired(bytes32 indexed market, uint256 price, uint256 pricedAt);

    /// @notice Thrown when a market does not exist.
    error FuturesVenue_UnknownMarket(bytes32 market);
    /// @notice Thrown when a market is halted.
    error FuturesVenue_MarketHalted(bytes32 market);
    /// @notice Thrown when a trade {collateral} would cost more than its caller accepts.
    error FuturesVenue_CostExceeded(int256 cost, int256 maxCost);
    /// @notice Thrown when the cost of a withdrawal {collateral} would exceed what is taken out.
    error FuturesVenue_CostAboveTake(int256 cost, uint256 take);
    /// @notice Thrown when the account cannot pay: `equity` {collateral} against `needed`.
    error FuturesVenue_InsufficientMargin(uint256 equity, uint256 needed);
    /// @notice Thrown when a trade would raise leverage beyond the market's maximum.
    error FuturesVenue_InitialMargin(uint256 equity, uint256 required);
    /// @notice Thrown when open interest {usd} would pass the market's cap.
    error FuturesVenue_OpenInterestCap(uint256 openInterest, uint256 cap);
    /// @notice Thrown when the pool cannot reserve {usd} what the position may win.
    error FuturesVenue_InsufficientReserve(uint256 needed, uint256 free);
    /// @notice Thrown when `payMargin` did not deliver.
    error FuturesVenue_MarginNotPaid(uint256 received, uint256 expected);
    /// @notice Thrown when an account is not liquidatable: `equity` {usd} against the requirement.
    error FuturesVenue_NotLiquidatable(uint256 equity, uint256 required);
    /// @notice Thrown when a market is to expire that lives, or whose outage has not lasted for `delay` {s}.
    /// @param reportedAt {s} When the outage was first reported; 0 if there is none, or it was not reported often enough.
    error FuturesVenue_OutageTooShort(uint256 reportedAt, uint256 delay);
    /// @notice Thrown when an account cannot be closed yet because the search for the price its dead market closes at takes
    /// more than this one call: {IFuturesVenue-expire} ends it.
    error FuturesVenue_ExpiryUnfinished(bytes32 market);
    /// @notice Thrown when an expired market is asked for a price and none was found; its accounts can be closed.
    error FuturesVenue_NoClosingPrice(bytes32 market);

    /// @notice The ERC-20 all margin and profit is kept in; 6 to 18 decimals.
    function collateral() external view returns (IERC20);

    /// @notice Returns what never changes about `market`. Reverts if it does not exist.
    function terms(bytes32 market) external view returns (MarketTerms memory);

    /// @notice Opens the caller's account in `market`; it obeys the caller alone, for good.
    /// @return account The venue itself where it keys accounts by their callers.
    function openAccount(bytes32 market) external returns (IVenueAccount account);

    /// @notice Starts the outage clock of a dead market - halted, or without a valid price - and keeps it going; stops it
    /// for a market that lives. Anyone may call.
    /// @dev A price may come back unseen, so a clock that is to run through must be kept going: no half of the market's
    /// outage delay may pass without a report, or the outage counts as over. A halt cannot end unseen, and needs one report
    /// only. A clock also ends when the market trades. Once the delay is over, only life stops it.
    function reportOutage(bytes32 market) external;

    /// @notice Ends a market that is dead and whose outage clock has run for its delay, for good: every account closes at
    /// one price, that of the newest valid round when the delay was over. Anyone may call, at any time after that, and as
    /// often as the search needs; who calls, and when, does not change the price.
    /// @dev From then on the market answers with that price and as halted, and closing is all it takes.
    /// @param steps How far to search at most in this call; see {IPriceOracle-priceAt}.
    /// @return done Whether the market has expired. If not, call again.
    function expire(bytes32 market, uint256 steps) external returns (bool done);
}
