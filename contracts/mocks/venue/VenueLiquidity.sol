// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {FixedPoint} from "../../libraries/FixedPoint.sol";
import {VenueBooks} from "./VenueBooks.sol";
import {VenueMath} from "./VenueMath.sol";

/// @title VenueLiquidity
/// @notice The pool that is every trader's counterparty, and the insurance fund before it. Liquidity shares are priced
/// with traders' unrealised profit in, and only what no position has reserved can leave, a day after it came.
abstract contract VenueLiquidity is VenueBooks {
    using FixedPoint for uint256;
    using SafeCast for *;
    using SafeERC20 for IERC20;

    /// @param shares {liquidity share} 18 decimals.
    /// @param withdrawableAt {s}
    struct Provider {
        uint128 shares;
        uint40 withdrawableAt;
    }

    /// @notice {s} Liquidity stays at least this long after each deposit.
    uint256 public constant LIQUIDITY_LOCK = 1 days;

    mapping(address owner => Provider) public providers;
    /// @notice {liquidity share} Sum of all providers' shares.
    uint256 public liquidityShares;

    event LiquidityDeposited(address indexed provider, uint256 assets, uint256 shares, uint256 pool);
    event LiquidityWithdrawn(address indexed provider, uint256 assets, uint256 shares, uint256 pool);
    event InsuranceFunded(address indexed from, uint256 assets, uint256 insurance);

    /// @notice Thrown when an amount that must not be zero is, or is worth nothing.
    error MockFuturesVenue_ZeroAmount();
    /// @notice Thrown when liquidity is withdrawn less than {LIQUIDITY_LOCK} after its owner's last deposit.
    error MockFuturesVenue_LiquidityLocked(uint256 until);
    /// @notice Thrown when a provider withdraws more shares than it has.
    error MockFuturesVenue_SharesExceeded(uint256 shares, uint256 owned);
    /// @notice Thrown when a withdrawal of `assets` {collateral} would take what positions have reserved.
    error MockFuturesVenue_LiquidityReserved(uint256 assets, uint256 free);

    /// @notice Returns {collateral} the pool's worth: its books less traders' unrealised profit, rounded down.
    /// @dev Profit counts at most what is reserved for it. Reverts while a market with open positions has no price.
    function liquidityValue() public view nonReentrantView returns (uint256) {
        return _liquidityValue();
    }

    /// @notice Adds `assets` {collateral} to the pool.
    /// @return shares {liquidity share}
    function depositLiquidity(uint256 assets) external nonReentrant returns (uint256 shares) {
        shares = assets.mulDivDown(liquidityShares + _unit, _liquidityValue() + 1);
        if (shares == 0) revert MockFuturesVenue_ZeroAmount();
        Provider storage provider = providers[msg.sender];
        provider.shares += shares.toUint128();
        provider.withdrawableAt = uint40(block.timestamp + LIQUIDITY_LOCK);
        liquidityShares += shares;
        _books.pool += assets.toUint96();
        emit LiquidityDeposited(msg.sender, assets, shares, _books.pool);
        collateral.safeTransferFrom(msg.sender, address(this), assets);
    }

    /// @notice Takes `shares` out of the pool.
    /// @return assets {collateral}
    function withdrawLiquidity(uint256 shares) external nonReentrant returns (uint256 assets) {
        Provider storage provider = providers[msg.sender];
        if (shares == 0) revert MockFuturesVenue_ZeroAmount();
        if (shares > provider.shares) revert MockFuturesVenue_SharesExceeded(shares, provider.shares);
        if (block.timestamp < provider.withdrawableAt) {
            revert MockFuturesVenue_LiquidityLocked(provider.withdrawableAt);
        }
        assets = shares.mulDivDown(_liquidityValue() + 1, liquidityShares + _unit);
        uint256 free = _freeReserve(_books) * _unitsPerReserve;
        if (assets > free) revert MockFuturesVenue_LiquidityReserved(assets, free);
        provider.shares -= shares.toUint128();
        liquidityShares -= shares;
        _books.pool -= assets.toUint96();
        emit LiquidityWithdrawn(msg.sender, assets, shares, _books.pool);
        collateral.safeTransfer(msg.sender, assets);
    }

    /// @notice Adds `assets` {collateral} to the insurance fund; it never comes back.
    function fundInsurance(uint256 assets) external nonReentrant {
        if (assets == 0) revert MockFuturesVenue_ZeroAmount();
        insurance += assets.toUint128();
        emit InsuranceFunded(msg.sender, assets, insurance);
        collateral.safeTransferFrom(msg.sender, address(this), assets);
    }

    function _liquidityValue() private view returns (uint256) {
        int256 unrealised = 0; // {usd}
        for (uint256 i = 0; i < _marketIds.length; ++i) {
            OpenInterest memory interest = _markets[_marketIds[i]].openInterest;
            if (interest.long == 0 && interest.short == 0) continue;
            Priced memory priced = _priced(_marketIds[i]);
            int256 size = int256(uint256(interest.long)) - int256(uint256(interest.short));
            unrealised += FixedPoint.mulWad(size, priced.net) - priced.basis;
        }
        int256 most = (_books.reserved * VenueMath.RESERVE_UNIT).toInt256();
        int256 value = (_books.pool * _unit).toInt256() - SignedMath.min(unrealised, most);
        return value > 0 ? uint256(value) / _unit : 0;
    }
}
