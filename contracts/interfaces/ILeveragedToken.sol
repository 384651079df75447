// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {Fees} from "../libraries/FeeMath.sol";
import {Decision, Policy, Reason} from "../libraries/RebalanceLogic.sol";
import {IFuturesVenue} from "./IFuturesVenue.sol";
import {IPriceOracle} from "./IPriceOracle.sol";

/// @notice What bounds a token's growth; the governor may change it.
/// @param capacity {collateral} A mint may not take equity beyond this.
/// @param maxTrade {usd} Largest notional of one rebalance trade, WAD; larger ones are cut into chunks.
struct Limits {
    uint96 capacity;
    uint128 maxTrade;
}

/// @notice How a token is created; all but fees and limits is fixed for good.
/// @param name ERC-20 name.
/// @param symbol ERC-20 symbol.
/// @param venue Exchange the fund's one account is at; it also says collateral and oracle.
/// @param market Market of that exchange.
/// @param leverage {1} Target leverage, signed WAD: 3x short is -3e18.
/// @param initialNav {collateral} Price of one whole token at the first mint.
/// @param policy When and how it rebalances.
/// @param fees What it charges.
/// @param limits What bounds it.
struct TokenConfig {
    string name;
    string symbol;
    IFuturesVenue venue;
    bytes32 market;
    int256 leverage;
    uint256 initialNav;
    Policy policy;
    Fees fees;
    Limits limits;
}

/// @notice Where a token stands in its life.
enum Phase {
    Active,
    Unfinished, // a rebalance was cut into chunks and more are to come
    Settled
}

/// @notice The token's whole mutable state but balances, in one slot.
/// @param pendingFeeShares {share} Management-fee shares counted but not minted yet; saturates.
/// @param feesAccruedAt {s}
/// @param rebalancedAt {s}
/// @param managementPpmPerYear {1e-6/year} Current fees, as in {Fees}; flat, since a nested struct would open a new slot.
/// @param mintPpm {1e-6}
/// @param redeemPpm {1e-6}
/// @param mintPaused Whether the guardian has paused minting.
/// @param phase Where the token stands in its life.
struct TokenState {
    uint104 pendingFeeShares;
    uint40 feesAccruedAt;
    uint40 rebalancedAt;
    uint24 managementPpmPerYear;
    uint16 mintPpm;
    uint16 redeemPpm;
    bool mintPaused;
    Phase phase;
}

/// @title ILeveragedToken
/// @notice An ERC-4626 fund that holds one perpetual-futures position at a constant multiple of its equity.
/// @dev What it trusts: the collateral is an ordinary ERC-20 (no fee on transfer, no rebase); the venue keeps the
/// promises of {IFuturesVenue}; the venue's oracle reverts rather than lie. What ERC-4626 leaves open: all four actions
/// are synchronous and move the position in proportion; the mover pays the venue's cost; previews equal results of the
/// same block to the unit; while there is no valid price `totalAssets` and conversions revert (the one deviation), and
/// while there is none, or the venue is halted, every `max*` is 0.
interface ILeveragedToken is IERC4626 {
    /// @notice Emitted by each mint beside `Deposit`, with the state after it. NAV per token is `(equity + 1) / (supply +
    /// virtualShares)`, leverage `size * price / equity`.
    /// @param cost {collateral} The venue's charge.
    /// @param fee {collateral} Stays in the fund.
    /// @param price {usd/base} Index price, WAD.
    /// @param size {base} Position, WAD.
    /// @param equity {collateral}
    /// @param supply {share} Minted and pending.
    event Subscribed(uint256 cost, uint256 fee, uint256 price, int256 size, uint256 equity, uint256 supply);
    /// @notice Emitted by each redeem beside `Withdraw`, with the state after it; the fields are those of {Subscribed}.
    event Redeemed(uint256 cost, uint256 fee, uint256 price, int256 size, uint256 equity, uint256 supply);
    /// @notice Emitted by each rebalance, with the state after it; price to supply are those of {Subscribed}.
    /// @param sizeDelta {base} Size traded, WAD.
    /// @param complete Whether the fund is on target; otherwise more chunks follow.
    /// @param cost {collateral} The venue's charge.
    /// @param tip {collateral} Paid to the caller.
    event Rebalanced(
        Reason indexed reason,
        int256 sizeDelta,
        bool complete,
        uint256 cost,
        uint256 tip,
        uint256 price,
        int256 size,
        uint256 equity,
        uint256 supply
    );
    /// @notice Emitted once, when the token is settled for good.
    /// @param assets {collateral} Left to the holders, pro rata.
    /// @param supply {share}
    event Settled(uint256 assets, uint256 supply);
    /// @notice Emitted when pending management-fee shares are minted to the collector.
    event FeesCollected(address indexed collector, uint256 shares);
    event FeesSet(Fees fees);
    event LimitsSet(Limits limits);
    event MintPausedSet(bool paused);

    /// @notice Thrown when an amount that must not be zero is, or is worth nothing.
    error LeveragedToken_ZeroAmount();
    /// @notice Thrown when a mint would cost more than its caller's maximum.
    error LeveragedToken_AboveMaximumAssets(uint256 assets, uint256 maximum);
    /// @notice Thrown when a deposit would mint, a redeem pay, or a wind-down leave, less than the caller's minimum.
    error LeveragedToken_BelowMinimum(uint256 amount, uint256 minimum);
    /// @notice Thrown when a withdrawal would burn more than its caller's maximum.
    error LeveragedToken_AboveMaximumShares(uint256 shares, uint256 maximum);
    /// @notice Thrown when a mint would take equity {collateral} beyond the token's capacity.
    error LeveragedToken_CapacityExceeded(uint256 equity, uint256 capacity);
    /// @notice Thrown when minting is paused.
    error LeveragedToken_MintPaused();
    /// @notice Thrown on a mint, rebalance or settlement of a token that is settled.
    error LeveragedToken_Settled();
    /// @notice Thrown on a mint into a fund whose equity is gone; the next rebalance or redeem settles it.
    error LeveragedToken_WipedOut();
    /// @notice Thrown on a mint while real leverage is beyond the emergency band.
    error LeveragedToken_LeverageTooHigh(int256 leverage, uint256 maximum);
    /// @notice Thrown on a mint into money without a position; a rebalance re-opens it.
    error LeveragedToken_NoPosition(uint256 equity);
    /// @notice Thrown when no number of shares pays out `assets`.
    error LeveragedToken_AmountNotReachable(uint256 assets);
    /// @notice Thrown when no rebalance is due: the next one by time is at `dueAt` {s}, real leverage is `leverage` {1}.
    error LeveragedToken_NotDue(uint256 dueAt, int256 leverage);
    /// @notice Thrown when a live and solvent token is to be settled.
    error LeveragedToken_NotSettleable(uint256 equity);
    /// @notice Thrown when fees exceed a hard cap.
    error LeveragedToken_FeeAboveCap(Fees fees);
    /// @notice Thrown when a call is the factory's or the venue's alone.
    error LeveragedToken_Unauthorized(address caller);

    /// @notice Mints for exactly `assets`, or reverts when that is less than `minShares`.
    function deposit(uint256 assets, address receiver, uint256 minShares) external returns (uint256 shares);

    /// @notice Mints exactly `shares`, or reverts when that costs more than `maxAssets`.
    function mint(uint256 shares, address receiver, uint256 maxAssets) external returns (uint256 assets);

    /// @notice Withdraws exactly `assets`, or reverts when that burns more than `maxShares`.
    function withdraw(
        uint256 assets,
        address receiver,
        address owner,
        uint256 maxShares
    ) external returns (uint256 shares);

    /// @notice Redeems exactly `shares`, or reverts when that pays less than `minAssets`.
    function redeem(
        uint256 shares,
        address receiver,
        address owner,
        uint256 minAssets
    ) external returns (uint256 assets);

    /// @notice Trades the fund back to its target when that is due. Anyone may call; an emergency pays a tip.
    /// @dev Emits {Rebalanced}, or {Settled} when equity is gone. Reverts with {LeveragedToken_NotDue} otherwise.
    function rebalance() external;

    /// @notice Returns what `rebalance()` would do now. Reverts when the price is not valid.
    function previewRebalance() external view returns (Decision memory decision);

    /// @notice Settles a fund whose equity is gone, or whose market has been dead for its outage delay. Anyone may call.
    function settle() external;

    /// @notice Mints the pending management-fee shares to the factory's collector. Anyone may call.
    function collectFees() external returns (uint256 shares);

    /// @notice Sets the fees; the old management fee accrues first. Factory only.
    function setFees(Fees calldata fees_) external;

    /// @notice Sets capacity and trade size. Factory only.
    function setLimits(Limits calldata limits_) external;

    /// @notice Pauses or unpauses minting. Factory only.
    function setMintPaused(bool paused) external;

    /// @notice Closes the position at the venue and settles the token. Factory only.
    /// @param minAssets {collateral} Reverts when less is left for the holders.
    function windDown(uint256 minAssets) external;

    /// @notice {usd/share} NAV of one whole token, WAD.
    function nav() external view returns (uint256);

    /// @notice {1} Real leverage at index, signed WAD.
    function leverage() external view returns (int256);

    /// @notice {1} Target leverage, signed WAD.
    function targetLeverage() external view returns (int256);

    function venue() external view returns (IFuturesVenue);
    function market() external view returns (bytes32);
    function oracle() external view returns (IPriceOracle);
    function policy() external view returns (Policy memory);
    function limits() external view returns (Limits memory);

    /// @notice The mutable state as stored; pending fee shares as of `feesAccruedAt`.
    function state() external view returns (TokenState memory);

    /// @notice {share} Minted shares plus management-fee shares pending now.
    function effectiveSupply() external view returns (uint256);

    /// @notice {share} Shares that stand against one virtual unit of collateral: 1e18 / initial NAV.
    function virtualShares() external view returns (uint256);

    /// @notice {collateral} What a settled token still holds for its holders.
    function settledAssets() external view returns (uint256);
}
