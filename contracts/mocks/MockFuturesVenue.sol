// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue, IMarginPayer, MarketTerms, Snapshot} from "../interfaces/IFuturesVenue.sol";
import {PriceSearch, SearchOutcome} from "../interfaces/IPriceOracle.sol";
import {CostCurve, Curve} from "../libraries/CostCurve.sol";
import {FixedPoint, WAD} from "../libraries/FixedPoint.sol";
import {OracleReader} from "../libraries/OracleReader.sol";
import {VenueLiquidity} from "./venue/VenueLiquidity.sol";
import {Account, VenueMath} from "./venue/VenueMath.sol";
import {VenueScenario} from "./venue/VenueScenario.sol";
import {VenueState} from "./venue/VenueState.sol";

/// @title MockFuturesVenue
/// @notice A believable perpetual-futures exchange: margin accounts against a liquidity pool, with fee, skew impact,
/// funding, margin requirements, liquidation and open-interest caps.
/// @dev Every action keeps one rhythm: price and fund the market, mark the account (profit up to its reserve becomes
/// margin, the rest is the pool's for good), trade, reserve anew, check margin, write, emit, transfer.
contract MockFuturesVenue is VenueLiquidity, VenueScenario {
    using CostCurve for Curve;
    using FixedPoint for uint256;
    using SafeCast for *;
    using SafeERC20 for IERC20;
    using VenueMath for Account;

    /// @notice Emitted when an account's owner adds margin without trading.
    event MarginDeposited(bytes32 indexed market, address indexed account, uint256 amount, uint256 margin);
    /// @notice Emitted when margin is given to insurance.
    event MarginForfeited(bytes32 indexed market, address indexed account, uint256 amount);
    /// @notice Emitted when an outage clock starts (`since` > 0) or stops.
    event OutageReported(bytes32 indexed market, uint256 since);

    /// @notice Thrown when the scenario rejects fills.
    error MockFuturesVenue_FillRejected(bytes32 market);
    /// @notice Thrown when margin is forfeited under an open position.
    error MockFuturesVenue_PositionOpen(int256 size);

    /// @param collateral_ ERC-20 with 6 to 18 decimals, no fee on transfer.
    /// @param authority AccessManager that lists markets and plays scenarios.
    constructor(IERC20Metadata collateral_, address authority) VenueState(collateral_) AccessManaged(authority) {}

    /// @inheritdoc IFuturesVenue
    function terms(bytes32 id) external view returns (MarketTerms memory) {
        Market storage market = _market(id);
        return
            MarketTerms({
                oracle: market.trading.oracle,
                takerFee: market.trading.takerFeePpm * (WAD / PPM),
                initialMargin: market.trading.initialMarginPpm * (WAD / PPM),
                maintenanceMargin: market.risk.maintenanceMarginPpm * (WAD / PPM),
                liquidationReward: market.risk.liquidationRewardPpm * (WAD / PPM),
                liquidationRewardCap: market.risk.liquidationRewardCap,
                outageDelay: market.risk.outageDelay
            });
    }

    /// @inheritdoc IFuturesVenue
    function snapshot(bytes32 id, address owner) external view nonReentrantView returns (Snapshot memory shot) {
        Priced memory priced = _priced(id);
        Account memory acc = _accounts[id][owner];
        int256 value = acc.value(priced.net, _unit);
        shot.price = priced.price;
        shot.priceUpdatedAt = priced.updatedAt;
        shot.size = acc.size;
        shot.equity = value > 0 ? uint256(value) : 0;
        shot.curve = _curve(priced);
        shot.halted = priced.halted;
        shot.winnable = acc.winnable(value, _unit);
        (shot.maxLong, shot.maxShort, shot.winnableIfMarked) = _room(priced, acc, value);
    }

    /// @inheritdoc IFuturesVenue
    function liquidationPrice(bytes32 id, address owner) external view returns (uint256) {
        uint256 maintenance = _market(id).risk.maintenanceMarginPpm * (WAD / PPM);
        return _accounts[id][owner].liquidationPrice(_priced(id).index, maintenance, _unit);
    }

    /// @inheritdoc IFuturesVenue
    function trade(
        bytes32 id,
        int256 sizeDelta,
        int256 marginDelta,
        uint256 limitPrice,
        address receiver
    ) external nonReentrant returns (uint256 margin) {
        Priced memory priced = _priced(id);
        if (priced.halted) revert FuturesVenue_MarketHalted(id);
        if (priced.failing) revert MockFuturesVenue_FillRejected(id);
        Account memory acc = _accounts[id][msg.sender];
        Books memory totals = _books;

        int256 marked = _mark(totals, acc, acc.value(priced.net, _unit));
        if (marked < 0) revert FuturesVenue_InsufficientMargin(0, uint256(-marked));

        uint256 cost = sizeDelta == 0 ? 0 : _cost(priced, sizeDelta, limitPrice);
        int256 left = marked + marginDelta - cost.toInt256();
        if (left < 0) revert FuturesVenue_InsufficientMargin(uint256(marked), uint256(marked - left));
        margin = uint256(left);

        int256 size = acc.size + sizeDelta;
        uint256 held = SignedMath.abs(acc.size);
        uint256 holds = SignedMath.abs(size);
        _moveOpenInterest(id, priced, acc, size);
        if (sizeDelta != 0 && (sizeDelta > 0) == (size > 0)) _requireOpenInterest(priced, size);
        uint256 reserve = VenueMath.reserveFor(holds, priced.price);
        uint256 free = _freeReserve(totals);
        if (reserve > free) {
            // Holding on to less cover is always possible, taking on more without cover never.
            if (holds > held) revert FuturesVenue_InsufficientReserve(reserve, free);
            reserve = free;
        }
        // Leverage that is not raised needs no check: a proportional withdrawal may be below initial margin.
        bool isFresh = held == 0 || marked == 0;
        if (isFresh ? holds > held : holds * uint256(marked) > held * margin) {
            uint256 required = Math.ceilDiv(holds.mulWadUp(priced.price) * priced.initialMarginPpm, PPM * _unit);
            if (margin < required) revert FuturesVenue_InitialMargin(margin, required);
        }

        totals.reserved += reserve.toUint64();
        totals.pool += cost.toUint96();
        totals.margins += margin.toUint96();
        _books = totals;
        _accounts[id][msg.sender] = Account(size.toInt128(), priced.net.toInt128(), uint96(margin), uint64(reserve));
        emit Traded(id, msg.sender, sizeDelta, priced.price, cost, size, margin);

        if (marginDelta > 0) _collect(uint256(marginDelta));
        else if (marginDelta < 0) collateral.safeTransfer(receiver, uint256(-marginDelta));
    }

    /// @inheritdoc IFuturesVenue
    function close(bytes32 id) external nonReentrant returns (uint256 paid) {
        Account memory acc = _accounts[id][msg.sender];
        (bool live, Priced memory priced) = _closingPrice(_market(id), acc);

        Books memory totals = _books;
        int256 marked = _mark(totals, acc, acc.value(priced.net, _unit));
        uint256 cost = 0;
        if (live && acc.size != 0) {
            int256 sizeDelta = -int256(acc.size);
            cost = Math.ceilDiv(_curve(priced).costUp(sizeDelta, priced.price), _unit);
        }
        paid = _settle(totals, marked, cost);
        _books = totals;
        _moveOpenInterest(id, priced, acc, 0);
        delete _accounts[id][msg.sender];
        emit Closed(id, msg.sender, priced.price, paid);
        collateral.safeTransfer(msg.sender, paid);
    }

    /// @notice Closes an account whose equity is below its maintenance margin, and pays the caller a part of the penalty.
    /// @dev What is left stays in the account. Emits {Liquidated}.
    /// @return reward {collateral} Paid to the caller.
    function liquidate(bytes32 id, address owner) external nonReentrant returns (uint256 reward) {
        Priced memory priced = _priced(id);
        if (priced.halted) revert FuturesVenue_MarketHalted(id);
        Risk memory risk = _markets[id].risk;
        Account memory acc = _accounts[id][owner];
        uint256 notional = SignedMath.abs(acc.size).mulWadDown(priced.price);
        int256 value = acc.value(priced.net, _unit);
        {
            uint256 required = (notional * risk.maintenanceMarginPpm) / PPM;
            if (acc.size == 0 || value >= required.toInt256()) {
                revert FuturesVenue_NotLiquidatable(value > 0 ? uint256(value) : 0, required);
            }
        }
        Books memory totals = _books;
        uint256 left = _settle(totals, _mark(totals, acc, value), 0);
        uint256 penalty = Math.min(left, (notional * risk.liquidationPenaltyPpm) / (PPM * _unit));
        reward = (notional * risk.liquidationRewardPpm) / (PPM * _unit);
        reward = Math.min(Math.min(penalty, risk.liquidationRewardCap), reward);
        uint256 margin = left - penalty;
        insurance += (penalty - reward).toUint128();
        totals.margins += margin.toUint96();
        _books = totals;
        _moveOpenInterest(id, priced, acc, 0);
        _accounts[id][owner] = Account(0, 0, uint96(margin), 0);
        emit Liquidated(id, owner, msg.sender, acc.size, priced.price, penalty, reward, margin);
        collateral.safeTransfer(msg.sender, reward);
    }

    /// @notice Adds `amount` {collateral} to the caller's account, without trading.
    function depositMargin(bytes32 id, uint256 amount) external nonReentrant {
        _market(id);
        if (amount == 0) revert MockFuturesVenue_ZeroAmount();
        Account storage stored = _accounts[id][msg.sender];
        stored.margin += amount.toUint96();
        _books.margins += amount.toUint96();
        emit MarginDeposited(id, msg.sender, amount, stored.margin);
        collateral.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IFuturesVenue
    function forfeit(bytes32 id) external nonReentrant {
        Account storage stored = _accounts[id][msg.sender];
        if (stored.size != 0) revert MockFuturesVenue_PositionOpen(stored.size);
        uint96 amount = stored.margin;
        stored.margin = 0;
        _books.margins -= amount;
        insurance += amount;
        emit MarginForfeited(id, msg.sender, amount);
    }

    /// @inheritdoc IFuturesVenue
    function reportOutage(bytes32 id) external nonReentrant {
        Market storage market = _market(id);
        (bool priceLives, , ) = _tryPrice(market);
        uint256 since = 0;
        if (!priceLives || market.trading.halted) {
            if (_outageAt(market) != 0) return;
            since = block.timestamp;
        }
        market.risk.outageAt = uint40(since);
        emit OutageReported(id, since);
    }

    /// @dev {base}, {base}, {usd} The largest increases the market would take from the account either way, by what the pool
    /// could reserve once the account is marked and what open interest leaves; and what the position as it is could win
    /// then.
    function _room(
        Priced memory priced,
        Account memory acc,
        int256 value
    ) private view returns (uint256 maxLong, uint256 maxShort, uint256 winnable) {
        Books memory totals = _books;
        _mark(totals, acc, value);
        uint256 free = _freeReserve(totals);
        uint256 covered = VenueMath.coveredBy(free, priced.price);
        uint256 cap = priced.openInterestCap.divWadDown(priced.price);
        uint256 held = SignedMath.abs(acc.size);
        maxLong = Math.saturatingSub(cap, priced.long);
        maxShort = Math.saturatingSub(cap, priced.short);
        (uint256 coveredLong, uint256 coveredShort) = (covered, covered);
        if (acc.size > 0) coveredLong = Math.saturatingSub(covered, held);
        else coveredShort = Math.saturatingSub(covered, held);
        if (coveredLong < maxLong) maxLong = coveredLong;
        if (coveredShort < maxShort) maxShort = coveredShort;
        winnable = Math.min(held.mulWadDown(priced.price), free * VenueMath.RESERVE_UNIT);
    }

    /// @dev Takes the account out of the books and turns its unrealised result into pool money: profit up to the reserve
    /// leaves the pool, a loss up to the margin goes to it.
    /// @return marked {collateral} Equity, rounded down; negative when bankrupt.
    function _mark(Books memory totals, Account memory acc, int256 value) private view returns (int256 marked) {
        marked = value >= 0 ? int256(uint256(value) / _unit) : -int256(Math.ceilDiv(uint256(-value), _unit));
        // The account's margin and reserve are part of the totals, and what it won is at most its reserve.
        unchecked {
            totals.margins -= acc.margin;
            totals.reserved -= acc.reserve;
            int256 pool =
                int256(uint256(totals.pool)) + int256(uint256(acc.margin)) - (marked > 0 ? marked : int256(0));
            totals.pool = SafeCast.toUint96(uint256(pool));
        }
    }

    /// @dev {collateral} What is left of a closed account's equity after `cost`; a bankrupt's shortfall is taken from
    /// insurance as far as it goes, the rest is the pool's, which got less than it won.
    function _settle(Books memory totals, int256 marked, uint256 cost) private returns (uint256 left) {
        if (marked < 0) {
            uint256 covered = Math.min(insurance, uint256(-marked));
            insurance -= uint128(covered);
            totals.pool += covered.toUint96();
            return 0;
        }
        cost = Math.min(cost, uint256(marked));
        totals.pool += cost.toUint96();
        return uint256(marked) - cost;
    }

    /// @dev {collateral} What trading `sizeDelta` costs now; reverts past the limit.
    function _cost(Priced memory priced, int256 sizeDelta, uint256 limitPrice) private view returns (uint256) {
        uint256 cost = _curve(priced).costUp(sizeDelta, priced.price);
        uint256 fill = VenueMath.fillPrice(sizeDelta, priced.price, cost);
        if (sizeDelta > 0 ? fill > limitPrice : fill < limitPrice) revert FuturesVenue_LimitExceeded(fill, limitPrice);
        return Math.ceilDiv(cost, _unit);
    }

    function _requireOpenInterest(Priced memory priced, int256 size) private pure {
        uint256 side = size > 0 ? priced.long : priced.short;
        uint256 openInterest = side.mulWadDown(priced.price);
        if (openInterest <= priced.openInterestCap) return;
        revert FuturesVenue_OpenInterestCap(openInterest, priced.openInterestCap);
    }

    function _collect(uint256 amount) private {
        uint256 before = collateral.balanceOf(address(this));
        IMarginPayer(msg.sender).payMargin(amount);
        uint256 received = collateral.balanceOf(address(this)) - before;
        if (received < amount) revert FuturesVenue_MarginNotPaid(received, amount);
    }

    function _tryPrice(Market storage market) private view returns (bool ok, uint256 price, uint256 updatedAt) {
        return OracleReader.tryPrice(market.trading.oracle);
    }

    /// @dev The price an account is closed at: the live one; in an outage long enough the live one if there is, else the
    /// last valid one, else the one the account was last marked at.
    function _closingPrice(
        Market storage market,
        Account memory acc
    ) private view returns (bool live, Priced memory priced) {
        bool ok;
        (ok, priced.price, priced.updatedAt) = _tryPrice(market);
        if (ok && !market.trading.halted) {
            priced.fundedUntil = block.timestamp;
            _fill(priced, market);
            return (true, priced);
        }
        uint256 since = _outageAt(market);
        if (!ok) {
            PriceSearch memory last = market.trading.oracle.priceAt(block.timestamp - 1, 0, type(uint256).max);
            if (last.outcome == SearchOutcome.Found) {
                (priced.price, priced.updatedAt) = (last.price, last.updatedAt);
                // It answered after the report: that outage was over, and this one is younger.
                if (since != 0) since = Math.max(since, last.updatedAt);
            }
        }
        uint256 delay = market.risk.outageDelay;
        if (since == 0 || block.timestamp < since + delay) revert FuturesVenue_OutageTooShort(since, delay);
        // A dead market has no funding; and its clock of trading stands still, or the first account closed would make all
        // others wait anew.
        priced.fundedUntil = market.funding.accruedAt;
        _fill(priced, market);
        // No valid price at all: the account is closed without profit or loss since it was last marked.
        if (priced.price == 0) priced.net = acc.mark;
    }

    /// @dev {s} Start of the reported outage, 0 if there is none or the market has traded since.
    function _outageAt(Market storage market) private view returns (uint256 since) {
        since = market.risk.outageAt;
        if (since < market.funding.accruedAt) since = 0;
    }
}
