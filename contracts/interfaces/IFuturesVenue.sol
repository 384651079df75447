// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Curve} from "../libraries/CostCurve.sol";
import {IPriceOracle} from "./IPriceOracle.sol";

/// @notice An account and its market in one read, at the index price.
/// @param price {usd/base} Index price, WAD.
/// @param priceUpdatedAt {s} When the feed published it.
/// @param size {base} Position, WAD, negative when short.
/// @param equity {usd} Margin plus profit and funding up to the account's reserve, WAD, floored at 0.
/// @param curve What a trade costs now.
/// @param maxLong {base} The largest increase of a long the market would take from this account, WAD.
/// @param maxShort {base} The same for a short.
/// @param winnable {usd} What the position may still win before its reserve is used up, WAD.
/// @param winnableIfMarked {usd} The same after the account is marked anew, by a trade of any size, zero included, WAD.
/// @param halted Whether the market refuses trades.
struct Snapshot {
    uint256 price;
    uint256 priceUpdatedAt;
    int256 size;
    uint256 equity;
    Curve curve;
    uint256 maxLong;
    uint256 maxShort;
    uint256 winnable;
    uint256 winnableIfMarked;
    bool halted;
}

/// @notice What never changes about a market.
/// @param oracle Source of the index price.
/// @param takerFee {1} On traded notional, WAD.
/// @param initialMargin {1} Equity over notional that every increase must leave, WAD: 1 / maximum leverage.
/// @param maintenanceMargin {1} Equity over notional below which anyone may liquidate, WAD.
/// @param liquidationReward {1} Of notional, paid to the liquidator out of the liquidated margin, WAD.
/// @param liquidationRewardCap {collateral} Most a liquidator is paid.
/// @param outageDelay {s} How long price or venue must be dead before an account may be closed without them.
struct MarketTerms {
    IPriceOracle oracle;
    uint256 takerFee;
    uint256 initialMargin;
    uint256 maintenanceMargin;
    uint256 liquidationReward;
    uint256 liquidationRewardCap;
    uint256 outageDelay;
}

/// @title IMarginPayer
/// @notice Implemented by traders that pay margin through {IFuturesVenue-trade}.
interface IMarginPayer {
    /// @notice Called by the venue inside `trade`: `amount` {collateral} must have arrived at the venue on return.
    function payMargin(uint256 amount) external;
}

/// @title IFuturesVenue
/// @notice The narrow port to a perpetual-futures exchange: read an account and the cost of moving it, and one call
/// that moves margin and size together under a limit price.
/// @dev Promises a leveraged token relies on:
/// - equity is marked at index, never at the skewed price, and is always withdrawable;
/// - a trade costs `ceil(CostCurve.costUp(curve, sizeDelta, price))` collateral units, exactly;
/// - at a constant price nobody but its owner (and a liquidator) changes an account's equity;
/// - reducing a position, and a withdrawal that does not raise leverage, are never refused for lack of margin.
interface IFuturesVenue {
    /// @notice Emitted by every trade, margin move included, with the account's state after it.
    /// @param sizeDelta {base} Size traded, WAD.
    /// @param price {usd/base} Index price, WAD.
    /// @param cost {collateral} Fee and impact charged.
    /// @param size {base} Position after, WAD.
    /// @param margin {collateral} Equity after.
    event Traded(
        bytes32 indexed market,
        address indexed account,
        int256 sizeDelta,
        uint256 price,
        uint256 cost,
        int256 size,
        uint256 margin
    );
    /// @notice Emitted when an account was closed as a whole by {close}.
    /// @param price {usd/base} Price it was closed at, WAD; 0 when no valid price was ever found and it was closed at the
    /// price it was last marked at.
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

    /// @notice Thrown when a market does not exist.
    error FuturesVenue_UnknownMarket(bytes32 market);
    /// @notice Thrown when a market is halted.
    error FuturesVenue_MarketHalted(bytes32 market);
    /// @notice Thrown when the average fill would be worse than the limit.
    error FuturesVenue_LimitExceeded(uint256 fill, uint256 limit);
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
    /// @notice Thrown when an account is to be closed without a live market before its outage has lasted long enough.
    /// @param reportedAt {s} When the outage began as far as reported; 0 if nobody reported it.
    error FuturesVenue_OutageTooShort(uint256 reportedAt, uint256 delay);

    /// @notice The ERC-20 all margin and profit is kept in; 6 to 18 decimals.
    function collateral() external view returns (IERC20);

    /// @notice Returns what never changes about `market`. Reverts if it does not exist.
    function terms(bytes32 market) external view returns (MarketTerms memory);

    /// @notice Returns account and market in one read. Reverts when the price is not valid.
    function snapshot(bytes32 market, address account) external view returns (Snapshot memory);

    /// @notice Returns {usd/base} the index price at which `account` becomes liquidatable, WAD; 0 if none does.
    function liquidationPrice(bytes32 market, address account) external view returns (uint256);

    /// @notice Moves margin and size of the caller's account together.
    /// @dev Marks the account at index first. Positive `marginDelta` is collected by {IMarginPayer-payMargin} on the
    /// caller, negative is sent to `receiver`. Emits {Traded}. Reverts typed when the market is halted, the price
    /// invalid, the limit passed, or margin, open interest or reserve do not allow it.
    /// @param sizeDelta {base} Signed, WAD.
    /// @param marginDelta {collateral} Signed.
    /// @param limitPrice {usd/base} Worst average fill accepted, WAD: highest when buying, lowest when selling.
    /// @return margin {collateral} The account's equity after.
    function trade(
        bytes32 market,
        int256 sizeDelta,
        int256 marginDelta,
        uint256 limitPrice,
        address receiver
    ) external returns (uint256 margin);

    /// @notice Closes the caller's whole account and sends it all that is left.
    /// @dev In a live market the close pays its cost as far as the account can; the shortfall of a bankrupt account is
    /// insurance's, then the pool's. In a market dead for its outage delay it is closed without cost, at the live price if
    /// the feed answers in this block, else at its last valid one. Emits {Closed}.
    /// @return paid {collateral} Sent to the caller.
    function close(bytes32 market) external returns (uint256 paid);

    /// @notice Gives the margin left in the caller's account to the insurance fund; the account must hold no position.
    function forfeit(bytes32 market) external;

    /// @notice Starts the outage clock of a dead market, or stops it for a market that lives. Anyone may call.
    function reportOutage(bytes32 market) external;
}
