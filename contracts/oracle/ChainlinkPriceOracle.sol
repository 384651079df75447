// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";
import {IPriceOracle, PriceSearch, SearchOutcome} from "../interfaces/IPriceOracle.sol";
import {FeedReader, Round} from "../libraries/FeedReader.sol";
import {Place, RoundSearch} from "../libraries/RoundSearch.sol";

/// @title ChainlinkPriceOracle
/// @notice Reads a Chainlink data feed and believes only what passes every check. All settings are immutable, so a price
/// costs no storage read beyond the feed's own, and nobody can loosen a check later.
contract ChainlinkPriceOracle is IPriceOracle {
    using FeedReader for AggregatorV3Interface;
    using FeedReader for Round;
    using RoundSearch for Place;

    /// @notice What an oracle is created with.
    /// @param feed The price feed, of any number of decimals up to 36.
    /// @param maxAge {s} The feed's heartbeat plus some room for a late transmission.
    /// @param minPrice {usd/base} The lowest price believed, WAD.
    /// @param maxPrice {usd/base} The highest price believed, WAD.
    /// @param deviationThreshold {1} The feed's own, WAD.
    /// @param sequencerFeed The layer-2 sequencer's uptime feed, or zero where there is none.
    /// @param gracePeriod {s} How long after the sequencer's return there is no price.
    struct Settings {
        AggregatorV3Interface feed;
        uint256 maxAge;
        uint256 minPrice;
        uint256 maxPrice;
        uint256 deviationThreshold;
        AggregatorV3Interface sequencerFeed;
        uint256 gracePeriod;
    }

    /// @dev Decimals of a WAD, and the most a feed may have: 10^(36-18) still divides without overflow.
    uint256 private constant WAD_DECIMALS = 18;
    uint256 private constant MAX_DECIMALS = 36;

    /// @notice The price feed.
    AggregatorV3Interface public immutable feed;

    /// @notice The layer-2 sequencer's uptime feed, or zero where there is none.
    AggregatorV3Interface public immutable sequencerFeed;

    /// @notice {s} How long after the sequencer's return there is no price.
    uint256 public immutable gracePeriod;

    /// @notice {usd/base} The lowest price believed, WAD.
    uint256 public immutable minPrice;

    /// @notice {usd/base} The highest price believed, WAD.
    uint256 public immutable maxPrice;

    /// @inheritdoc IPriceOracle
    uint256 public immutable maxAge;

    /// @inheritdoc IPriceOracle
    uint256 public immutable deviationThreshold;

    /// @dev An answer times `_multiplier` over `_divisor` is a WAD; one of the two is 1.
    uint256 private immutable _multiplier;
    uint256 private immutable _divisor;

    constructor(Settings memory settings) {
        _requireCode(settings.feed);
        if (address(settings.sequencerFeed) != address(0)) _requireCode(settings.sequencerFeed);
        if (settings.maxAge == 0) revert PriceOracle_ZeroMaxAge();
        if (settings.minPrice == 0 || settings.minPrice >= settings.maxPrice || settings.maxPrice > type(uint128).max)
            revert PriceOracle_InvalidBounds(settings.minPrice, settings.maxPrice);
        if (settings.deviationThreshold >= 10 ** WAD_DECIMALS) {
            revert PriceOracle_InvalidDeviationThreshold(settings.deviationThreshold);
        }
        uint256 decimals = settings.feed.decimals();
        if (decimals > MAX_DECIMALS) revert PriceOracle_TooManyDecimals(decimals, MAX_DECIMALS);

        feed = settings.feed;
        maxAge = settings.maxAge;
        minPrice = settings.minPrice;
        maxPrice = settings.maxPrice;
        deviationThreshold = settings.deviationThreshold;
        sequencerFeed = settings.sequencerFeed;
        gracePeriod = settings.gracePeriod;
        _multiplier = decimals < WAD_DECIMALS ? 10 ** (WAD_DECIMALS - decimals) : 1;
        _divisor = decimals > WAD_DECIMALS ? 10 ** (decimals - WAD_DECIMALS) : 1;
    }

    /// @inheritdoc IPriceOracle
    function price() external view returns (uint256 value, uint256 updatedAt) {
        Round memory round;
        if (address(sequencerFeed) != address(0)) _requireSequencerUp(round);

        if (!feed.tryLatest(round)) revert PriceOracle_FeedFailed(address(feed));
        if (!round.isComplete()) revert PriceOracle_IncompleteRound(round.id);
        if (round.answer <= 0) revert PriceOracle_InvalidAnswer(round.answer);

        updatedAt = round.updatedAt;
        if (updatedAt > block.timestamp) revert PriceOracle_FutureTimestamp(updatedAt);
        if (block.timestamp - updatedAt > maxAge) revert PriceOracle_StalePrice(updatedAt, maxAge);

        value = _toWadDown(uint256(round.answer));
        if (!_isWithinBounds(value)) revert PriceOracle_OutOfBounds(value, minPrice, maxPrice);
    }

    /// @inheritdoc IPriceOracle
    function priceAt(uint256 time, uint256 cursor, uint256 steps) external view returns (PriceSearch memory search) {
        if (time >= block.timestamp) revert PriceOracle_TimeNotPast(time, block.timestamp);
        if (steps == 0) return PriceSearch(SearchOutcome.Unfinished, 0, 0, cursor);

        Place memory place;
        Round memory round;
        if (cursor == 0) {
            --steps;
            if (feed.tryLatestWithStipend(round)) {
                place = RoundSearch.startAt(round.id);
                if (_take(search, place, round, time)) return search;
            } else {
                place = RoundSearch.endOf(feed.phaseWithStipend());
            }
        } else {
            place = RoundSearch.fromCursor(cursor);
        }

        for (; steps != 0; --steps) {
            if (place.low < place.high) {
                _bisect(place, round, time);
            } else if (place.high != 0) {
                place.isBounded = true;
                if (!feed.tryRoundWithStipend(place.idOf(place.high), round)) place.reject();
                else if (_take(search, place, round, time)) return search;
            } else if (place.phase > 1) {
                place = RoundSearch.endOf(place.phase - 1);
            } else {
                search.outcome = SearchOutcome.None;
                return search;
            }
        }
        search.cursor = place.toCursor();
    }

    /// @dev Takes the candidate's price if it is valid and not after `time`. If not, the search goes on below it.
    function _take(
        PriceSearch memory search,
        Place memory place,
        Round memory round,
        uint256 time
    ) private view returns (bool taken) {
        if (round.updatedAt > time) {
            place.rejectAsLater();
            return false;
        }
        if (round.isComplete() && round.answer > 0) {
            uint256 value = _toWadDown(uint256(round.answer));
            if (_isWithinBounds(value)) {
                (search.outcome, search.price, search.updatedAt) = (SearchOutcome.Found, value, round.updatedAt);
                return true;
            }
        }
        place.reject();
    }

    /// @dev Halves what is left of the phase. Two neighbours must agree on "after": one round that is dated wrongly or cannot
    /// be read must not hide all rounds above it.
    function _bisect(Place memory place, Round memory round, uint256 time) private view {
        uint256 middle = place.middle();
        if (
            _mayPrecede(place, middle, round, time) ||
            (middle < place.high && _mayPrecede(place, middle + 1, round, time))
        ) place.low = middle;
        else place.high = middle - 1;
    }

    /// @dev Whether the round may be at or before `time`. For one that does not answer this is a guess. If the phase's newest
    /// round is known the guess is yes, since the walk back corrects it; if not, the round is taken to lie past the end.
    function _mayPrecede(
        Place memory place,
        uint256 number,
        Round memory round,
        uint256 time
    ) private view returns (bool) {
        if (!feed.tryRoundWithStipend(place.idOf(number), round) || round.isEmpty()) return place.isBounded;
        return round.updatedAt <= time;
    }

    /// @dev A sequencer's feed answers 0 while it is up; `startedAt` is when that became so, 0 before the first report.
    function _requireSequencerUp(Round memory round) private view {
        if (!sequencerFeed.tryLatest(round)) revert PriceOracle_FeedFailed(address(sequencerFeed));
        if (round.answer != 0 || round.startedAt == 0) revert PriceOracle_SequencerDown();

        uint256 until = Math.saturatingAdd(round.startedAt, gracePeriod);
        if (block.timestamp <= until) revert PriceOracle_SequencerGracePeriod(round.startedAt, until);
    }

    function _requireCode(AggregatorV3Interface feed_) private view {
        if (address(feed_).code.length == 0) revert PriceOracle_NotAContract(address(feed_));
    }

    function _isWithinBounds(uint256 value) private view returns (bool) {
        return value >= minPrice && value <= maxPrice;
    }

    /// @dev An answer too large for a WAD becomes the largest number there is, which no bounds allow.
    function _toWadDown(uint256 answer) private view returns (uint256) {
        return Math.saturatingMul(answer, _multiplier) / _divisor;
    }
}
