// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue} from "../../contracts/interfaces/IFuturesVenue.sol";
import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {IMarginPayer, IVenueAccount} from "../../contracts/interfaces/IVenueAccount.sol";
import {FixedPoint} from "../../contracts/libraries/FixedPoint.sol";
import {Fill, MarketTerms, Position} from "../../contracts/types/Venue.sol";
import {SmallAccounts} from "./SmallAccounts.sol";

/// @title SmallVenue
/// @notice A small venue that a token can live on: one market, a flat fee, no impact, and a house that pays what accounts
/// win. Accounts belong to their callers, so that the venue is the account of all of them.
contract SmallVenue is SmallAccounts, ReentrancyGuardTransient {
    using FixedPoint for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant INITIAL_MARGIN = 0.05e18;
    uint256 private constant MAINTENANCE_MARGIN = 1; // nobody liquidates here

    IERC20 public immutable override collateral;

    constructor(
        IERC20Metadata collateral_,
        IPriceOracle oracle
    ) SmallAccounts(oracle, 10 ** (18 - collateral_.decimals())) {
        collateral = collateral_;
    }

    /// @notice Gives the house `amount` {collateral}, for good.
    function fund(uint256 amount) external nonReentrant {
        house += amount;
        collateral.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IVenueAccount
    function trade(
        bytes32 market,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256 maxCost,
        address receiver
    ) external nonReentrant returns (Fill memory fill) {
        Position memory reading = position(market, msg.sender);
        if (reading.halted) revert FuturesVenue_MarketHalted(market);
        if (reading.size != 0 && reading.equity == 0) revert FuturesVenue_InsufficientMargin(0, 1);
        uint256 cost = _costUp(reading, sizeDelta);
        (fill.cost, fill.equityBefore) = (int256(cost), reading.equity / _unit);
        if (fill.cost > maxCost) revert FuturesVenue_CostExceeded(fill.cost, maxCost);
        if (moverPaysCost && take != 0 && cost > take) revert FuturesVenue_CostAboveTake(fill.cost, take);
        uint256 spent = moverPaysCost ? take : take + cost;
        if (fill.equityBefore + pay < spent) revert FuturesVenue_InsufficientMargin(fill.equityBefore + pay, spent);
        fill.equity = fill.equityBefore + pay - spent;
        int256 size = reading.size + sizeDelta;
        _book(reading, size, fill, take != 0);
        _outageAt = 0;
        emit Traded(market, msg.sender, sizeDelta, reading.price, fill.cost, size, fill.equity);

        if (moverPaysCost && take == 0) pay += cost;
        if (pay != 0) _collect(pay);
        if (take != 0) collateral.safeTransfer(receiver, moverPaysCost ? take - cost : take);
    }

    /// @inheritdoc IVenueAccount
    function close(bytes32 market) external nonReentrant onlyMarket(market) returns (uint256 paid) {
        (bool lives, uint256 price) = _closingPrice();
        // Without any valid price the account is closed at that of its last trade.
        Position memory reading = _read(msg.sender, price == 0 ? _accounts[msg.sender].mark : price);
        uint256 equity = reading.equity / _unit;
        uint256 cost = lives ? Math.min(_costUp(reading, -reading.size), equity) : 0;
        _book(reading, 0, Fill(int256(cost), equity, 0), false);
        paid = equity - cost;
        emit Closed(market, msg.sender, price, paid);
        collateral.safeTransfer(msg.sender, paid);
    }

    /// @inheritdoc IFuturesVenue
    function openAccount(bytes32 market) external view onlyMarket(market) returns (IVenueAccount) {
        return this;
    }

    /// @inheritdoc IFuturesVenue
    function terms(bytes32 market) external view onlyMarket(market) returns (MarketTerms memory) {
        return MarketTerms(_oracle, FEE, 0, INITIAL_MARGIN, MAINTENANCE_MARGIN, 0, 0, OUTAGE_DELAY);
    }

    /// @dev Moves the caller's account. What it has won comes from the house, what it has lost and what it pays goes there.
    function _book(Position memory reading, int256 size, Fill memory fill, bool takes) private {
        house = house + _accounts[msg.sender].margin - fill.equityBefore;
        uint256 held = SignedMath.abs(reading.size);
        uint256 holds = SignedMath.abs(size);
        uint256 notional = holds.mulWadUp(reading.price);
        bool grows = size != reading.size && size != 0 && (size > reading.size) == (size > 0);
        if (grows && notional > house * _unit) revert FuturesVenue_InsufficientReserve(notional, house * _unit);
        bool isRiskier = grows || (takes && holds * fill.equityBefore > held * fill.equity);
        uint256 required = isRiskier ? Math.ceilDiv(notional.mulWadUp(INITIAL_MARGIN), _unit) : 0;
        if (fill.equity < required) revert FuturesVenue_InitialMargin(fill.equity, required);
        house += uint256(fill.cost);
        _accounts[msg.sender] = Account(size, reading.price, fill.equity);
    }

    function _collect(uint256 amount) private {
        uint256 before = collateral.balanceOf(address(this));
        IMarginPayer(msg.sender).payMargin(amount);
        uint256 received = collateral.balanceOf(address(this)) - before;
        if (received < amount) revert FuturesVenue_MarginNotPaid(received, amount);
    }
}
