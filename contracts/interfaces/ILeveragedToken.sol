// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {Blocker, Decision, Reason} from "../types/Rebalance.sol";
import {Fees, Limits, TokenReading, TokenState} from "../types/Token.sol";
import {IFundDesk} from "./IFundDesk.sol";
import {IFuturesVenue} from "./IFuturesVenue.sol";
import {IPriceOracle} from "./IPriceOracle.sol";
import {IRebalancePolicy} from "./IRebalancePolicy.sol";
import {IVenueAccount} from "./IVenueAccount.sol";

/// @title ILeveragedToken
/// @notice An ERC-4626 fund that holds one perpetual-futures position at a constant multiple of its equity.
/// @dev What it trusts: the collateral is an ordinary ERC-20 (no fee on transfer, no rebase); the account keeps the
/// promises of {IVenueAccount}; the venue's oracle reverts rather than lie. What ERC-4626 leaves open: all four actions are
/// synchronous and move the position in proportion; the mover pays what the venue really took, and `mint` without a
/// maximum never pays more than `previewMint` said; where the venue quotes exactly, previews equal results of the same
/// block to the unit; while there is no valid price `totalAssets` and conversions revert (the one deviation), and while
/// there is none, or the venue is halted, every `max*` is 0.
interface ILeveragedToken is IERC4626 {
    /// @notice Emitted by each mint beside `Deposit`, with the state after it. NAV per token is `(equity + A) / (supply +
    /// virtualShares)` with A a millionth of a dollar, leverage `size * price / equity`.
    /// @param cost {collateral} What the venue took; negative where it paid.
    /// @param feeShares {share} The collector's.
    /// @param price {usd/base} Index price, WAD.
    /// @param size {base} Position, WAD.
    /// @param equity {collateral}
    /// @param supply {share} Minted and pending.
    event Subscribed(int256 cost, uint256 feeShares, uint256 price, int256 size, uint256 equity, uint256 supply);
    /// @notice Emitted by each redeem beside `Withdraw`, with the state after it; the fields are those of {Subscribed}.
    event Redeemed(int256 cost, uint256 feeShares, uint256 price, int256 size, uint256 equity, uint256 supply);
    /// @notice Emitted by each rebalance, with the state after it; price to supply are those of {Subscribed}.
    /// @param sizeDelta {base} Size traded, WAD.
    /// @param complete Whether the fund is on target; otherwise more chunks follow.
    /// @param cost {collateral} What the venue took; negative where it paid.
    /// @param tip {collateral} Paid or owed to the caller.
    event Rebalanced(
        Reason indexed reason,
        int256 sizeDelta,
        bool complete,
        int256 cost,
        uint256 tip,
        uint256 price,
        int256 size,
        uint256 equity,
        uint256 supply
    );
    /// @notice Emitted when a trade that is due was found blocked, at most once in ten minutes but for refusals.
    /// @param sizeDelta {base} The trade, or the part of it that could have been done, WAD.
    /// @param maxCost {collateral} The most it might have cost.
    /// @param since {s} Since when it has been known to be blocked.
    event RebalanceBlocked(
        Reason indexed reason,
        Blocker indexed blocker,
        int256 sizeDelta,
        uint256 maxCost,
        uint256 since
    );
    /// @notice Emitted when a payment could not be made and stays owed.
    event DebtIncurred(address indexed creditor, uint256 amount);
    /// @notice Emitted when it was made after all.
    event DebtPaid(address indexed creditor, uint256 amount);
    /// @notice Emitted once, when the token is settled for good.
    /// @param assets {collateral} Left to the holders, pro rata.
    /// @param supply {share}
    event Settled(uint256 assets, uint256 supply);
    /// @notice Emitted when pending fee shares are minted to the collector.
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
    /// @notice Thrown on a mint while real leverage is beyond the emergency band, in a fund large enough to be rebalanced.
    error LeveragedToken_LeverageTooHigh(int256 leverage, uint256 maximum);
    /// @notice Thrown on a mint into money without a position; a rebalance re-opens it.
    error LeveragedToken_NoPosition(uint256 equity);
    /// @notice Thrown when no number of shares pays out `assets`.
    error LeveragedToken_AmountNotReachable(uint256 assets);
    /// @notice Thrown when no rebalance is due: the next one by time is at `dueAt` {s}, real leverage is `leverage` {1}.
    error LeveragedToken_NotDue(uint256 dueAt, int256 leverage);
    /// @notice Thrown when a due trade is known to be blocked: since when {s}, and when a call is useful again {s}.
    error LeveragedToken_Blocked(Blocker blocker, uint256 since, uint256 dueAt);
    /// @notice Thrown when the venue has taken more for a rebalance {collateral} than it was given leave to.
    error LeveragedToken_CostAboveBound(uint256 cost, uint256 most);
    /// @notice Thrown when the venue leaves less in the account than it should: holders who stay would pay the difference.
    error LeveragedToken_BooksDisagree(int256 expected, uint256 equity);
    /// @notice Thrown when a call may have failed for want of gas alone.
    error LeveragedToken_InsufficientGas(uint256 available);
    /// @notice Thrown by {probe} once the venue has taken the trade, which undoes it.
    error LeveragedToken_Probed();
    /// @notice Thrown when a live and solvent token is to be settled.
    error LeveragedToken_NotSettleable(uint256 equity);
    /// @notice Thrown when fees exceed a hard cap.
    error LeveragedToken_FeeAboveCap(Fees fees);
    /// @notice Thrown when a call is the factory's or the venue's alone.
    error LeveragedToken_Unauthorized(address caller);

    /// @notice Mints for exactly `assets`, or reverts when that is less than `minShares`.
    function deposit(uint256 assets, address receiver, uint256 minShares) external returns (uint256 shares);

    /// @notice Mints exactly `shares`, or reverts when that costs more than `maxAssets`; the largest number there is stands for what `previewMint` says.
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
    /// @dev Emits {Rebalanced}, or {Settled} when equity is gone, or {RebalanceBlocked} when a due trade cannot be done,
    /// after which the bounds of a reduction begin to widen. Reverts with {LeveragedToken_NotDue} when none is due, and
    /// with {LeveragedToken_Blocked} when it was found blocked a short while ago.
    function rebalance() external;

    /// @notice Returns what `rebalance()` would do now. Reverts when the price is not valid.
    function previewRebalance() external view returns (Decision memory decision);

    /// @notice Settles a fund whose equity is gone, or whose market has been dead, or has refused reductions, for its outage
    /// delay. Anyone may call.
    function settle() external;

    /// @notice Tries to trade `sizeDelta` {base} at any cost, and reverts in each case: with {LeveragedToken_Probed} where the
    /// venue takes it, otherwise as the venue does.
    function probe(int256 sizeDelta) external;

    /// @notice Pays what is owed to `creditor`. Anyone may call.
    /// @return amount {collateral}
    function payDebt(address creditor) external returns (uint256 amount);

    /// @notice Mints the pending fee shares to the factory's collector. Anyone may call.
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

    /// @notice The fund's one account at the venue; it obeys this token alone.
    function account() external view returns (IVenueAccount);

    function market() external view returns (bytes32);
    function oracle() external view returns (IPriceOracle);
    function policy() external view returns (IRebalancePolicy);

    /// @notice Answers what the token does not carry in its own code.
    function desk() external view returns (IFundDesk);

    function limits() external view returns (Limits memory);

    /// @notice All that is stored and fixed, in one answer.
    function reading() external view returns (TokenReading memory);

    /// @notice {collateral} What could not be paid to `creditor` yet; no part of equity.
    function owed(address creditor) external view returns (uint256);

    /// @notice {collateral} The sum of all that is owed.
    function totalOwed() external view returns (uint256);

    /// @notice The mutable state as stored; pending fee shares as of `feesAccruedAt`.
    function state() external view returns (TokenState memory);

    /// @notice {share} Minted shares plus fee shares pending now.
    function effectiveSupply() external view returns (uint256);

    /// @notice {share} Shares that stand against the virtual assets, a millionth of a dollar.
    function virtualShares() external view returns (uint256);

    /// @notice {collateral} What a settled token still holds for its holders.
    function settledAssets() external view returns (uint256);
}
