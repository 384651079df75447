// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IMarginPayer, IVenueAccount} from "../interfaces/IVenueAccount.sol";
import {Fill} from "../types/Venue.sol";
import {VenueLiquidity} from "./venue/VenueLiquidity.sol";
import {Account, VenueMath} from "./venue/VenueMath.sol";
import {VenueOutage} from "./venue/VenueOutage.sol";
import {VenueScenario} from "./venue/VenueScenario.sol";
import {VenueState} from "./venue/VenueState.sol";
import {VenueViews} from "./venue/VenueViews.sol";

/// @title MockFuturesVenue
/// @notice A believable perpetual-futures exchange: margin accounts against a liquidity pool, with fee, skew impact,
/// funding, margin requirements, liquidation and open-interest caps.
/// @dev Every action keeps one rhythm: price and fund the market, mark the account (profit up to its reserve becomes
/// margin, the rest is the pool's for good), trade, reserve again, check margin, write, emit, transfer.
contract MockFuturesVenue is VenueViews, VenueLiquidity, VenueOutage, VenueScenario {
    using SafeCast for *;
    using SafeERC20 for IERC20;
    using VenueMath for Account;

    /// @notice Emitted when an account's owner adds margin without trading, or is given a reward that could not be paid.
    event MarginDeposited(bytes32 indexed market, address indexed account, uint256 amount, uint256 margin);
    /// @notice Emitted when the position of an expired market's account was closed without its owner; {Closed} follows once
    /// the owner takes the margin.
    /// @param size {base} Position closed, WAD.
    /// @param price {usd/base} Closing price, WAD; 0 as in {Closed}.
    /// @param margin {collateral} Left to its owner.
    event ExpiredClosed(bytes32 indexed market, address indexed account, int256 size, uint256 price, uint256 margin);

    /// @notice Thrown when the scenario rejects fills.
    error MockFuturesVenue_FillRejected(bytes32 market);
    /// @notice Thrown when an account is to be closed without its owner in a market that has not expired.
    error MockFuturesVenue_NotExpired(bytes32 market);

    /// @param collateral_ ERC-20 with 6 to 18 decimals, no fee on transfer.
    /// @param authority AccessManager that lists markets and plays scenarios.
    constructor(IERC20Metadata collateral_, address authority) VenueState(collateral_) AccessManaged(authority) {}

    /// @inheritdoc IVenueAccount
    function trade(
        bytes32 id,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256 maxCost,
        address receiver
    ) external nonReentrant returns (Fill memory fill) {
        Priced memory priced = _priced(id);
        Status status = priced.status;
        if (status >= Status.Halted) revert FuturesVenue_MarketHalted(id);
        if (status == Status.Failing) revert MockFuturesVenue_FillRejected(id);
        mapping(address owner => Account) storage accounts = _accounts[id];
        Account memory acc = accounts[msg.sender];
        Totals memory totals = _readBooks();

        int256 marked = _mark(totals, priced, acc);
        if (marked < 0) revert FuturesVenue_InsufficientMargin(0, uint256(-marked));
        fill.equityBefore = uint256(marked);
        (uint256 cost, uint256 fee) = _cost(priced, sizeDelta);
        // A cost has fewer than 200 bits.
        fill.cost = int256(cost);
        if (fill.cost > maxCost) revert FuturesVenue_CostExceeded(fill.cost, maxCost);

        uint256 funds = fill.equityBefore + pay;
        uint256 leaves = moverPaysCost ? take : take + cost;
        if (funds < leaves) revert FuturesVenue_InsufficientMargin(fill.equityBefore, leaves - pay);
        fill.equity = (funds - leaves).toUint96();

        int256 size = (acc.size + sizeDelta).toInt128();
        int128 mark = priced.net.toInt128();
        _moveOpenInterest(id, priced, acc, size);
        // Through zero to the other side counts as growth: the position there is a new one.
        bool grows = size != 0 && sizeDelta != 0 && (sizeDelta > 0) == (size > 0);
        if (grows) _requireOpenInterest(priced, size);
        uint256 reserve = _reserve(totals, priced, size, grows);
        if (grows || (take != 0 && _raisesLeverage(acc.size, size, fill))) {
            _requireInitialMargin(priced, size, fill.equity);
        }

        _charge(totals, cost, fee);
        _writeBooks(totals);
        (acc.size, acc.mark, acc.margin) = (int128(size), mark, uint96(fill.equity));
        (acc.reserve, acc.markedAt) = (uint64(reserve), uint96(block.timestamp));
        accounts[msg.sender] = acc;
        emit Traded(id, msg.sender, sizeDelta, priced.price, fill.cost, size, fill.equity);

        if (moverPaysCost) {
            if (take == 0) {
                pay += cost;
            } else {
                if (cost > take) revert FuturesVenue_CostAboveTake(fill.cost, take);
                take -= cost;
            }
        }
        if (pay != 0) _collect(pay);
        if (take != 0) collateral.safeTransfer(receiver, take);
    }

    /// @inheritdoc IVenueAccount
    function close(bytes32 id) external nonReentrant returns (uint256 paid) {
        Account memory acc = _accounts[id][msg.sender];
        (bool live, Priced memory priced) = _closingPrice(id, acc);

        Totals memory totals = _readBooks();
        int256 marked = _mark(totals, priced, acc);
        paid = _settle(totals, marked);
        if (live) {
            (uint256 cost, uint256 fee) = _cost(priced, -int256(acc.size));
            cost = Math.min(cost, paid);
            _charge(totals, cost, Math.min(fee, cost));
            paid -= cost;
        }
        _writeBooks(totals);
        _moveOpenInterest(id, priced, acc, 0);
        delete _accounts[id][msg.sender];
        emit Closed(id, msg.sender, priced.price, paid);
        if (paid != 0) collateral.safeTransfer(msg.sender, paid);
    }

    /// @notice Closes the position of `owner` in an expired market as {close} would, and leaves what it is worth as margin,
    /// which `owner` takes by {close}. Anyone may call; without a position nothing happens.
    /// @dev An account that its owner has left would keep its reserve from providers for ever. Emits {ExpiredClosed}.
    function closeExpired(bytes32 id, address owner) external nonReentrant {
        if (_market(id).trading.status != Status.Expired) revert MockFuturesVenue_NotExpired(id);
        Account memory acc = _accounts[id][owner];
        if (acc.size == 0) return;
        (, Priced memory priced) = _closingPrice(id, acc);
        Totals memory totals = _readBooks();
        uint256 margin = _settle(totals, _mark(totals, priced, acc));
        _writeBooks(totals);
        _moveOpenInterest(id, priced, acc, 0);
        _accounts[id][owner] = Account(0, 0, margin.toUint96(), 0, 0);
        emit ExpiredClosed(id, owner, acc.size, priced.price, margin);
    }

    /// @notice Closes an account whose equity is below its maintenance margin, and pays the caller: out of the penalty,
    /// and out of insurance where the account has too little left.
    /// @dev What is left stays in the account. Emits {Liquidated}.
    /// @return reward {collateral} Paid to the caller, or added to the caller's margin where it cannot be paid.
    function liquidate(bytes32 id, address owner) external nonReentrant returns (uint256 reward) {
        Priced memory priced = _priced(id);
        if (priced.status >= Status.Halted) revert FuturesVenue_MarketHalted(id);
        Account memory acc = _accounts[id][owner];
        uint256 notional = VenueMath.notionalDown(SignedMath.abs(acc.size), priced.price);
        {
            int256 value = _value(priced, acc, acc.worth(priced.net, _unit));
            uint256 required = (notional * priced.maintenanceMarginPpm) / PPM;
            if (acc.size == 0 || value >= required.toInt256()) {
                revert FuturesVenue_NotLiquidatable(value > 0 ? uint256(value) : 0, required);
            }
        }
        Risk memory risk = _markets[id].risk;
        Totals memory totals = _readBooks();
        int256 marked = _mark(totals, priced, acc);
        uint256 penalty = (notional * risk.liquidationPenaltyPpm) / (PPM * _unit);
        penalty = marked > 0 ? Math.min(uint256(marked), penalty) : 0;
        // What the account cannot pay insurance does, before any shortfall: bankrupts are to be closed first of all.
        uint256 funded = totals.insurance + penalty;
        reward = (notional * risk.liquidationRewardPpm) / (PPM * _unit);
        reward = Math.min(Math.min(risk.liquidationRewardCap, reward), funded);
        totals.insurance = funded - reward;
        uint256 margin = _settle(totals, marked) - penalty;
        _writeBooks(totals);
        _moveOpenInterest(id, priced, acc, 0);
        _accounts[id][owner] = Account(0, 0, margin.toUint96(), 0, 0);
        emit Liquidated(id, owner, msg.sender, acc.size, priced.price, penalty, reward, margin);
        _payReward(id, reward);
    }

    /// @notice Adds `amount` {collateral} to the caller's account, without trading.
    function depositMargin(bytes32 id, uint256 amount) external nonReentrant {
        _market(id);
        if (amount == 0) revert MockFuturesVenue_ZeroAmount();
        Account storage stored = _accounts[id][msg.sender];
        stored.margin += amount.toUint96();
        emit MarginDeposited(id, msg.sender, amount, stored.margin);
        collateral.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @dev What cannot be paid becomes the caller's margin: a liquidation waits for no payment.
    function _payReward(bytes32 id, uint256 reward) private {
        if (collateral.trySafeTransfer(msg.sender, reward)) return;
        Account storage stored = _accounts[id][msg.sender];
        stored.margin += reward.toUint96();
        emit MarginDeposited(id, msg.sender, reward, stored.margin);
    }

    function _requireOpenInterest(Priced memory priced, int256 size) private pure {
        uint256 side = size > 0 ? priced.long : priced.short;
        uint256 openInterest = VenueMath.notionalDown(side, priced.price);
        if (openInterest <= priced.openInterestCap) return;
        revert FuturesVenue_OpenInterestCap(openInterest, priced.openInterestCap);
    }

    /// @dev {1e-6 usd} Sets aside what a position of `size` may win. One that does not grow may keep a smaller reserve;
    /// one that grows must be fully reserved.
    function _reserve(
        Totals memory totals,
        Priced memory priced,
        int256 size,
        bool grows
    ) private view returns (uint256 reserve) {
        reserve = VenueMath.reserveFor(SignedMath.abs(size), priced.price);
        uint256 free = _freeReserve(totals);
        if (reserve > free) {
            if (grows) revert FuturesVenue_InsufficientReserve(reserve, free);
            reserve = free;
        }
        totals.reserved += reserve;
    }

    /// @dev A proportional withdrawal does not: it may be below initial margin.
    function _raisesLeverage(int256 held, int256 holds, Fill memory fill) private pure returns (bool) {
        // Sizes have 128 bits, equity has 97.
        unchecked {
            return SignedMath.abs(holds) * fill.equityBefore > SignedMath.abs(held) * fill.equity;
        }
    }

    function _requireInitialMargin(Priced memory priced, int256 size, uint256 equity) private view {
        uint256 notional = VenueMath.notionalUp(SignedMath.abs(size), priced.price);
        // A notional has 196 bits, a margin 24.
        unchecked {
            uint256 required = VenueMath.divUp(notional * priced.initialMarginPpm, PPM * _unit);
            if (equity < required) revert FuturesVenue_InitialMargin(equity, required);
        }
    }

    function _collect(uint256 amount) private {
        uint256 before = collateral.balanceOf(address(this));
        IMarginPayer(msg.sender).payMargin(amount);
        uint256 received = collateral.balanceOf(address(this)) - before;
        if (received < amount) revert FuturesVenue_MarginNotPaid(received, amount);
    }
}
