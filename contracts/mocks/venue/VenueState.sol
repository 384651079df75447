// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {IPriceOracle} from "../../interfaces/IPriceOracle.sol";
import {Curve} from "../../libraries/CostCurve.sol";
import {FixedPoint, WAD} from "../../libraries/FixedPoint.sol";
import {Account, VenueMath} from "./VenueMath.sol";

/// @notice How a market is listed. Rates per second are WAD; the rest says its unit.
/// @param oracle Source of the index price.
/// @param takerFeePpm {1e-6} Charged on traded notional.
/// @param initialMarginPpm {1e-6} Equity over notional an increase must leave.
/// @param maintenanceMarginPpm {1e-6} Equity over notional below which anyone may liquidate.
/// @param liquidationPenaltyPpm {1e-6} Of notional, taken from a liquidated margin.
/// @param liquidationRewardPpm {1e-6} Of notional, the liquidator's part of the penalty.
/// @param liquidationRewardCap {collateral} Most a liquidator is paid.
/// @param depth {usd} Whole dollars of skew that move the price by 100 %; 0 for no impact at all.
/// @param openInterestCap {usd} Whole dollars per side.
/// @param baseFundingPerSecond {1/s} Positive: longs pay.
/// @param skewFundingPerSecond {1/s} Added at a skew of the whole depth.
/// @param maxFundingPerSecond {1/s} Bound of the sum either way.
/// @param outageDelay {s} How long price or market must be dead before accounts may be closed without them.
struct MarketConfig {
    IPriceOracle oracle;
    uint24 takerFeePpm;
    uint24 initialMarginPpm;
    uint24 maintenanceMarginPpm;
    uint24 liquidationPenaltyPpm;
    uint24 liquidationRewardPpm;
    uint96 liquidationRewardCap;
    uint48 depth;
    uint48 openInterestCap;
    int48 baseFundingPerSecond;
    uint48 skewFundingPerSecond;
    uint48 maxFundingPerSecond;
    uint32 outageDelay;
}

/// @title VenueState
/// @notice The mock venue's storage and how it is read: markets, accounts, and the books that always balance.
abstract contract VenueState is IFuturesVenue {
    using FixedPoint for uint256;
    using SafeCast for *;

    /// @dev Five slots: open interest, funding, and three of configuration, of which the last is for rare calls.
    struct Market {
        // slot 0
        uint128 longSize; // {base} open interest, WAD
        uint128 shortSize; // {base} open interest, WAD
        // slot 1
        int112 funding; // {usd/base} paid per unit of long size since listing, WAD
        int104 basis; // {usd} sum of size * mark, WAD: the traders' profit is skew * net - basis
        uint40 fundedAt; // {s} when funding was last accrued
        // slot 2
        IPriceOracle oracle;
        uint24 takerFeePpm;
        uint24 spreadPpm; // {1e-6} scenario: added to the taker fee
        uint24 initialMarginPpm;
        bool halted; // scenario: refuses every trade
        bool failing; // scenario: rejects fills without saying so beforehand
        // slot 3
        uint48 depth;
        uint48 openInterestCap;
        int48 baseFundingPerSecond;
        uint48 skewFundingPerSecond;
        uint48 maxFundingPerSecond;
        // slot 4
        uint24 maintenanceMarginPpm;
        uint24 liquidationPenaltyPpm;
        uint24 liquidationRewardPpm;
        uint96 liquidationRewardCap;
        uint32 outageDelay;
        uint40 outageAt; // {s} when an outage was reported; void once the market has traded since
    }

    /// @notice What the venue owes, in one slot of running totals; insurance stands beside it.
    /// @param pool {collateral} The liquidity providers', before traders' unrealised profit.
    /// @param margins {collateral} Sum of all accounts' margins.
    /// @param reserved {1e-6 usd} Sum of all accounts' reserves; never more than the pool.
    struct Books {
        uint96 pool;
        uint96 margins;
        uint64 reserved;
    }

    /// @dev A market at one price: what every action starts from.
    struct Priced {
        uint256 price; // {usd/base}
        uint256 updatedAt; // {s}
        int256 funding; // {usd/base} accrued to now
        int256 net; // {usd/base} price - funding
    }

    uint256 internal constant PPM = 1e6;

    /// @inheritdoc IFuturesVenue
    IERC20 public immutable override collateral;
    /// @dev {usd} Value of one unit of collateral, WAD.
    uint256 internal immutable UNIT;
    /// @dev {collateral} Units in one unit of reserve.
    uint256 internal immutable UNITS_PER_RESERVE;

    mapping(bytes32 id => Market) internal _markets;
    bytes32[] internal _marketIds;
    mapping(bytes32 id => mapping(address owner => Account)) internal _accounts;
    Books internal _books;
    /// @notice {collateral} Pays bankrupts' shortfalls before the pool does.
    uint128 public insurance;

    /// @notice Thrown when collateral has fewer than 6 or more than 18 decimals.
    error MockFuturesVenue_Decimals(uint8 decimals);

    constructor(IERC20Metadata collateral_) {
        uint8 decimals = collateral_.decimals();
        if (decimals < 6 || decimals > 18) revert MockFuturesVenue_Decimals(decimals);
        collateral = collateral_;
        UNIT = 10 ** (18 - decimals);
        UNITS_PER_RESERVE = VenueMath.RESERVE_UNIT / UNIT;
    }

    /// @notice Returns every listed market.
    function markets() external view returns (bytes32[] memory) {
        return _marketIds;
    }

    /// @notice Returns the stored state of `market`, as it was last touched.
    function marketState(bytes32 market) external view returns (Market memory) {
        return _market(market);
    }

    /// @notice Returns the stored state of `owner`'s account, as it was last marked.
    function account(bytes32 market, address owner) external view returns (Account memory) {
        return _accounts[market][owner];
    }

    /// @notice Returns the books. Collateral held is at least pool, margins and insurance together.
    function books() external view returns (Books memory) {
        return _books;
    }

    function _market(bytes32 id) internal view returns (Market storage market) {
        market = _markets[id];
        if (address(market.oracle) == address(0)) revert FuturesVenue_UnknownMarket(id);
    }

    /// @dev Reads the price, which reverts when invalid, and accrues funding to now in memory.
    function _priced(Market storage market) internal view returns (Priced memory) {
        (uint256 price, uint256 updatedAt) = market.oracle.price();
        return _pricedAt(market, price, updatedAt);
    }

    /// @dev Funding accrues on the price of the moment that touches it, at the rate of the skew since the last touch.
    function _pricedAt(Market storage market, uint256 price, uint256 updatedAt)
        internal
        view
        returns (Priced memory priced)
    {
        priced.price = price;
        priced.updatedAt = updatedAt;
        priced.funding = market.funding;
        uint256 elapsed = block.timestamp - market.fundedAt;
        if (elapsed != 0) {
            int256 rate = VenueMath.fundingRate(
                market.baseFundingPerSecond,
                market.skewFundingPerSecond,
                market.maxFundingPerSecond,
                _skew(market, price),
                _depth(market)
            );
            priced.funding += FixedPoint.mulWad(rate * elapsed.toInt256(), price.toInt256());
        }
        priced.net = price.toInt256() - priced.funding;
    }

    /// @dev {usd} Net long notional at index, WAD.
    function _skew(Market storage market, uint256 price) internal view returns (int256) {
        int256 size = int256(uint256(market.longSize)) - int256(uint256(market.shortSize));
        return FixedPoint.mulWad(size, price.toInt256());
    }

    function _depth(Market storage market) internal view returns (uint256) {
        return market.depth * WAD;
    }

    function _curve(Market storage market, uint256 price) internal view returns (Curve memory) {
        uint256 feePpm = uint256(market.takerFeePpm) + market.spreadPpm;
        return Curve({fee: feePpm * (WAD / PPM), skew: _skew(market, price), depth: _depth(market)});
    }

    /// @dev {1e-6 usd} What the pool can still reserve.
    function _freeReserve(Books memory totals) internal view returns (uint256) {
        return totals.pool / UNITS_PER_RESERVE - totals.reserved;
    }

    /// @dev Replaces the part of `market`'s aggregates that `before` stands for by that of `after_`.
    function _moveOpenInterest(Market storage market, Account memory before, int256 size, int256 mark, int256 funding)
        internal
    {
        int256 basis = market.basis;
        uint256 long = market.longSize;
        uint256 short = market.shortSize;
        if (before.size > 0) long -= uint256(int256(before.size));
        else short -= uint256(-int256(before.size));
        basis -= FixedPoint.mulWad(before.size, before.mark);
        if (size > 0) long += uint256(size);
        else short += uint256(-size);
        basis += FixedPoint.mulWad(size, mark);
        market.longSize = long.toUint128();
        market.shortSize = short.toUint128();
        market.funding = funding.toInt112();
        market.basis = basis.toInt104();
        market.fundedAt = uint40(block.timestamp);
    }
}
