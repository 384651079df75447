// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {IPriceOracle} from "../../interfaces/IPriceOracle.sol";
import {WAD} from "../../libraries/FixedPoint.sol";
import {Curve} from "../../types/Venue.sol";
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
/// @param reserveFeePerSecond {1/s} Of an account's reserve, what holding it costs.
/// @param outageDelay {s} How long price or market must be dead before accounts may be closed without them.
struct MarketConfig {
    IPriceOracle oracle;
    uint16 takerFeePpm;
    uint24 initialMarginPpm;
    uint24 maintenanceMarginPpm;
    uint24 liquidationPenaltyPpm;
    uint24 liquidationRewardPpm;
    uint96 liquidationRewardCap;
    uint40 depth;
    uint40 openInterestCap;
    int48 baseFundingPerSecond;
    uint40 skewFundingPerSecond;
    uint48 maxFundingPerSecond;
    uint40 reserveFeePerSecond;
    uint32 outageDelay;
}

/// @title VenueState
/// @notice The mock venue's storage and how it is read: markets, accounts, and the books that always balance.
abstract contract VenueState is IFuturesVenue, ReentrancyGuardTransient {
    using SafeCast for *;

    /// @param long {base} Sum of long sizes, WAD.
    /// @param short {base} Sum of short sizes, WAD.
    struct OpenInterest {
        uint128 long;
        uint128 short;
    }

    /// @param index {usd/base} Paid per unit of long size since listing, WAD.
    /// @param longBasis {usd} Sum of size * mark of all longs, WAD: their profit is long * net - longBasis.
    /// @param accruedAt {s}
    struct Funding {
        int112 index;
        int104 longBasis;
        uint40 accruedAt;
    }

    /// @notice Whether a market trades; from `Halted` on it does not.
    /// @param Failing Scenario: rejects fills without saying so beforehand.
    /// @param Halted Scenario: refuses every trade.
    /// @param Expired Closes at one price for good: that of {Outage}.
    enum Status {
        Open,
        Failing,
        Halted,
        Expired
    }

    /// @dev Units as in {MarketConfig}.
    /// @param spreadPpm {1e-6} Scenario: added to the taker fee.
    struct Trading {
        IPriceOracle oracle;
        uint16 takerFeePpm;
        uint24 spreadPpm;
        uint24 initialMarginPpm;
        uint24 maintenanceMarginPpm;
        Status status;
    }

    /// @dev Units as in {MarketConfig}.
    struct Capacity {
        uint40 depth;
        uint40 openInterestCap;
        int48 baseFundingPerSecond;
        uint40 skewFundingPerSecond;
        uint48 maxFundingPerSecond;
        uint40 reserveFeePerSecond;
    }

    /// @dev Units as in {MarketConfig}.
    struct Risk {
        uint24 liquidationPenaltyPpm;
        uint24 liquidationRewardPpm;
        uint96 liquidationRewardCap;
        uint32 outageDelay;
    }

    /// @param reportedAt {s} When the outage was first reported; void once the market has traded since.
    /// @param seenAt {s} When it was last reported.
    /// @param priceUpdatedAt {s} When the feed learned `price`.
    /// @param price {usd/base} What an expired market closes at, WAD; 0 if no valid price was found.
    /// @param cursor Where the search for the price goes on.
    struct Outage {
        uint40 reportedAt;
        uint40 seenAt;
        uint40 priceUpdatedAt;
        uint128 price;
        uint256 cursor;
    }

    /// @dev Eight slots, the last struct two of them; a trade reads the first four and writes the first two.
    /// @param shortBasis {usd} Sum of size * mark of all shorts, whose sizes are negative, WAD. Nothing but a short's
    /// trade and the value of liquidity needs it.
    struct Market {
        OpenInterest openInterest;
        Funding funding;
        Trading trading;
        Capacity capacity;
        Risk risk;
        int256 shortBasis;
        Outage outage;
    }

    /// @notice What the venue owes beyond its accounts' margins, which no rule needs the sum of; one slot.
    /// @param pool {collateral} The liquidity providers', before traders' unrealised profit.
    /// @param insurance {collateral} Pays bankrupts' shortfalls before the pool does. Price impact and reserve fees go
    /// here: a provider who got back its own could move the market for free.
    /// @param reserved {1e-6 usd} Sum of all accounts' reserves; never more than the pool.
    struct Books {
        uint96 pool;
        uint96 insurance;
        uint64 reserved;
    }

    /// @dev The books while an action changes them: whole words, whose range is checked when they are written.
    struct Totals {
        uint256 pool; // {collateral}
        uint256 insurance; // {collateral}
        uint256 reserved; // {1e-6 usd}
    }

    /// @dev A market read once, at one price, with funding accrued to now: what every action starts from. Whole words,
    /// filled by reference: a copy or a cleaned-up narrow field in memory costs more than the arithmetic.
    struct Priced {
        uint256 long; // {base}
        uint256 short; // {base}
        int256 longBasis; // {usd}
        int256 index; // {usd/base} funding index now
        uint256 price; // {usd/base}
        uint256 updatedAt; // {s}
        uint256 fundedUntil; // {s}
        int256 net; // {usd/base} price - index
        Curve curve; // what a trade costs
        uint256 openInterestCap; // {usd}
        uint256 initialMarginPpm; // {1e-6}
        uint256 maintenanceMarginPpm; // {1e-6}
        uint256 reserveFee; // {1/s}
        Status status;
    }

    uint256 internal constant PPM = 1e6;

    /// @inheritdoc IFuturesVenue
    IERC20 public immutable override collateral;
    /// @dev {usd} Value of one unit of collateral, WAD.
    uint256 internal immutable _unit;
    /// @dev {collateral} Units in one unit of reserve.
    uint256 internal immutable _unitsPerReserve;

    mapping(bytes32 id => Market) internal _markets;
    bytes32[] internal _marketIds;
    mapping(bytes32 id => mapping(address owner => Account)) internal _accounts;
    Books internal _books;

    /// @notice Thrown when collateral has fewer than 6 or more than 18 decimals.
    error MockFuturesVenue_Decimals(uint8 decimals);

    constructor(IERC20Metadata collateral_) {
        uint8 decimals = collateral_.decimals();
        if (decimals < 6 || decimals > 18) revert MockFuturesVenue_Decimals(decimals);
        collateral = collateral_;
        _unit = 10 ** (18 - decimals);
        _unitsPerReserve = VenueMath.RESERVE_UNIT / _unit;
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

    /// @notice Returns the books. Collateral held is at least pool, insurance and all accounts' margins together.
    function books() external view returns (Books memory) {
        return _books;
    }

    function _readBooks() internal view returns (Totals memory totals) {
        totals.pool = _books.pool;
        totals.insurance = _books.insurance;
        totals.reserved = _books.reserved;
    }

    function _writeBooks(Totals memory totals) internal {
        _books.pool = totals.pool.toUint96();
        _books.insurance = totals.insurance.toUint96();
        _books.reserved = totals.reserved.toUint64();
    }

    function _market(bytes32 id) internal view returns (Market storage market) {
        market = _markets[id];
        if (address(market.trading.oracle) == address(0)) revert FuturesVenue_UnknownMarket(id);
    }

    /// @dev Reads the market and its price; reverts when the market does not exist or the price is not valid.
    function _priced(bytes32 id) internal view returns (Priced memory priced) {
        Market storage market = _market(id);
        if (market.trading.status == Status.Expired) {
            _fillExpired(priced, market);
            if (priced.price == 0) revert FuturesVenue_NoClosingPrice(id);
        } else {
            (uint256 price, uint256 updatedAt) = market.trading.oracle.price();
            _fillLive(priced, market, price, updatedAt);
        }
    }

    function _fillLive(Priced memory priced, Market storage market, uint256 price, uint256 updatedAt) internal view {
        (priced.price, priced.updatedAt, priced.fundedUntil) = (price, updatedAt, block.timestamp);
        _fill(priced, market);
    }

    /// @dev At the price the market has expired at, 0 if none was found. Funding and fees end where it last traded.
    function _fillExpired(Priced memory priced, Market storage market) internal view {
        Outage storage outage = market.outage;
        (priced.price, priced.updatedAt) = (outage.price, outage.priceUpdatedAt);
        priced.fundedUntil = market.funding.accruedAt;
        _fill(priced, market);
    }

    /// @dev Fills in the market at `priced.price`, funded until `priced.fundedUntil`. Funding accrues on the price of
    /// the moment that touches it, at the rate of the skew since the last touch. A price has at most 128 bits, and so
    /// have sizes; rates have 48 and times 40.
    function _fill(Priced memory priced, Market storage market) private view {
        unchecked {
            (uint256 long, uint256 short) = (market.openInterest.long, market.openInterest.short);
            int256 price = int256(priced.price);
            int256 skew = ((int256(long) - int256(short)) * price) / int256(WAD);
            int256 index = market.funding.index;
            uint256 depth = market.capacity.depth * WAD;
            uint256 elapsed = priced.fundedUntil - market.funding.accruedAt;
            if (elapsed != 0) {
                int256 rate = VenueMath.fundingRate(
                    market.capacity.baseFundingPerSecond,
                    market.capacity.skewFundingPerSecond,
                    market.capacity.maxFundingPerSecond,
                    skew,
                    depth
                );
                index += (rate * int256(elapsed) * price) / int256(WAD);
            }
            priced.long = long;
            priced.short = short;
            priced.longBasis = market.funding.longBasis;
            priced.index = index;
            priced.net = price - index;
            priced.curve.fee = (uint256(market.trading.takerFeePpm) + market.trading.spreadPpm) * (WAD / PPM);
            priced.curve.skew = skew;
            priced.curve.depth = depth;
            priced.openInterestCap = market.capacity.openInterestCap * WAD;
            priced.initialMarginPpm = market.trading.initialMarginPpm;
            priced.maintenanceMarginPpm = market.trading.maintenanceMarginPpm;
            priced.reserveFee = market.capacity.reserveFeePerSecond;
            priced.status = market.trading.status;
        }
    }

    /// @dev Writes the market with `before` replaced by a position of `size` marked now: both must fit an account.
    function _moveOpenInterest(bytes32 id, Priced memory priced, Account memory before, int256 size) internal {
        int256 shortBasisMove = 0;
        // Sizes and marks have 128 bits, and what an account holds is part of the sums.
        unchecked {
            int256 held = before.size;
            int256 basis = (held * before.mark) / int256(WAD);
            if (held > 0) {
                priced.long -= uint256(held);
                priced.longBasis -= basis;
            } else {
                priced.short -= uint256(-held);
                shortBasisMove -= basis;
            }
            basis = (size * priced.net) / int256(WAD);
            if (size > 0) {
                priced.long += uint256(size);
                priced.longBasis += basis;
            } else {
                priced.short += uint256(-size);
                shortBasisMove += basis;
            }
        }
        Market storage market = _markets[id];
        market.openInterest = OpenInterest(priced.long.toUint128(), priced.short.toUint128());
        market.funding = Funding(priced.index.toInt112(), priced.longBasis.toInt104(), uint40(priced.fundedUntil));
        if (shortBasisMove != 0) market.shortBasis += shortBasisMove;
    }
}
