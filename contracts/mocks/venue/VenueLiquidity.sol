// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {FixedPoint} from "../../libraries/FixedPoint.sol";
import {VenueBooks} from "./VenueBooks.sol";
import {VenueMath} from "./VenueMath.sol";

/// @title VenueLiquidity
/// @notice The pool that is every trader's counterparty, and the insurance fund before it. Only what no position has
/// reserved can leave, and leaving takes notice: who could leave at once would do so ahead of every price that costs.
abstract contract VenueLiquidity is VenueBooks {
    using FixedPoint for uint256;
    using SafeCast for *;
    using SafeERC20 for IERC20;

    /// @param shares {liquidity share} 18 decimals.
    /// @param leaving {liquidity share} Part of them that is on notice; it bears the pool's results until it is paid.
    /// @param payableAt {s} End of the notice.
    struct Provider {
        uint128 shares;
        uint128 leaving;
        uint40 payableAt;
    }

    /// @notice {s} Time between a request and its payment.
    uint256 public constant LIQUIDITY_NOTICE = 1 days;
    /// @notice {s} Time after the notice in which it can be paid; later it has lapsed. Short, since who gives notice again and
    /// again may leave ahead of every round that falls into it.
    uint256 public constant LIQUIDITY_WINDOW = 1 hours;

    mapping(address owner => Provider) public providers;
    /// @notice {liquidity share} Sum of all providers' shares.
    uint256 public liquidityShares;

    event LiquidityDeposited(address indexed provider, uint256 assets, uint256 shares, uint256 pool);
    event WithdrawalRequested(address indexed provider, uint256 shares, uint256 payableAt);
    event LiquidityWithdrawn(address indexed provider, uint256 assets, uint256 shares, uint256 pool);
    event InsuranceFunded(address indexed from, uint256 assets, uint256 insurance);

    /// @notice Thrown when an amount that must not be zero is, or is worth nothing.
    error MockFuturesVenue_ZeroAmount();
    /// @notice Thrown when liquidity is to be paid before its notice ends, or after it has lapsed: `payableAt` {s} is 0
    /// where there is none.
    error MockFuturesVenue_NotPayable(uint256 payableAt);
    /// @notice Thrown when a provider asks for more shares than it has.
    error MockFuturesVenue_SharesExceeded(uint256 shares, uint256 owned);
    /// @notice Thrown when a withdrawal of `assets` {collateral} would take what positions have reserved.
    error MockFuturesVenue_LiquidityReserved(uint256 assets, uint256 free);

    /// @notice Returns {collateral} what all of the pool is worth to somebody who leaves and to somebody who joins,
    /// rounded down.
    /// @dev Traders' unrealised profit is taken off both, at most what is reserved for it. Their unrealised losses may
    /// never be collected: who joins pays for them, who leaves is not paid. Reverts while a market with open positions
    /// has no price and has not expired.
    function liquidityValues() external view nonReentrantView returns (uint256 leaving, uint256 joining) {
        return _liquidityValues();
    }

    /// @notice Adds `assets` {collateral} to the pool.
    /// @return shares {liquidity share}
    function depositLiquidity(uint256 assets) external nonReentrant returns (uint256 shares) {
        (, uint256 joining) = _liquidityValues();
        shares = assets.mulDivDown(liquidityShares + _unit, joining + 1);
        if (shares == 0) revert MockFuturesVenue_ZeroAmount();
        providers[msg.sender].shares += shares.toUint128();
        liquidityShares += shares;
        _books.pool += assets.toUint96();
        emit LiquidityDeposited(msg.sender, assets, shares, _books.pool);
        collateral.safeTransferFrom(msg.sender, address(this), assets);
    }

    /// @notice Gives notice that `shares` of the caller are to leave; it takes the place of an earlier one.
    function requestWithdrawal(uint256 shares) external nonReentrant {
        Provider storage provider = providers[msg.sender];
        if (shares == 0) revert MockFuturesVenue_ZeroAmount();
        if (shares > provider.shares) revert MockFuturesVenue_SharesExceeded(shares, provider.shares);
        provider.leaving = uint128(shares);
        provider.payableAt = uint40(block.timestamp + LIQUIDITY_NOTICE);
        emit WithdrawalRequested(msg.sender, shares, provider.payableAt);
    }

    /// @notice Pays `owner` what it has given notice of, at the value of this moment. Anyone may call: a provider who
    /// chose the moment within the window would choose it by the price.
    /// @return assets {collateral}
    function withdrawLiquidity(address owner) external nonReentrant returns (uint256 assets) {
        Provider storage provider = providers[owner];
        uint256 payableAt = provider.payableAt;
        if (block.timestamp < payableAt || block.timestamp > payableAt + LIQUIDITY_WINDOW) {
            revert MockFuturesVenue_NotPayable(payableAt);
        }
        uint128 shares = provider.leaving;
        (uint256 leaving, ) = _liquidityValues();
        assets = uint256(shares).mulDivDown(leaving + 1, liquidityShares + _unit);
        uint256 free = _freeReserve(_readBooks()) * _unitsPerReserve;
        if (assets > free) revert MockFuturesVenue_LiquidityReserved(assets, free);
        provider.shares -= shares;
        (provider.leaving, provider.payableAt) = (0, 0);
        liquidityShares -= shares;
        _books.pool -= assets.toUint96();
        emit LiquidityWithdrawn(owner, assets, shares, _books.pool);
        collateral.safeTransfer(owner, assets);
    }

    /// @notice Adds `assets` {collateral} to the insurance fund; it never comes back.
    function fundInsurance(uint256 assets) external nonReentrant {
        if (assets == 0) revert MockFuturesVenue_ZeroAmount();
        _books.insurance += assets.toUint96();
        emit InsuranceFunded(msg.sender, assets, _books.insurance);
        collateral.safeTransferFrom(msg.sender, address(this), assets);
    }

    function _liquidityValues() private view returns (uint256 leaving, uint256 joining) {
        uint256 won = 0; // {usd}
        uint256 lost = 0; // {usd}
        for (uint256 i = 0; i < _marketIds.length; ++i) {
            Market storage market = _markets[_marketIds[i]];
            if (market.openInterest.long == 0 && market.openInterest.short == 0) continue;
            // Expired without a price: each account closes at the mark it has, without profit or loss.
            if (market.trading.status == Status.Expired && market.outage.price == 0) continue;
            Priced memory priced = _priced(_marketIds[i]);
            int256 longs = FixedPoint.mulWad(priced.long.toInt256(), priced.net) - priced.longBasis;
            int256 shorts = FixedPoint.mulWad(-priced.short.toInt256(), priced.net) - market.shortBasis;
            // A side's losses are not set against the other's profit: they may be a bankrupt's.
            if (longs > 0) won += uint256(longs);
            else lost += uint256(-longs);
            if (shorts > 0) won += uint256(shorts);
            else lost += uint256(-shorts);
        }
        won = Math.min(won, _books.reserved * VenueMath.RESERVE_UNIT);
        uint256 pool = _books.pool * _unit;
        leaving = Math.saturatingSub(pool, won) / _unit;
        joining = Math.saturatingSub(pool + lost, won) / _unit;
    }
}
