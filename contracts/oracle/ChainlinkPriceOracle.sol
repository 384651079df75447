// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";

/// @title ChainlinkPriceOracle
/// @notice Reads a Chainlink data feed and believes only what passes every check. All settings are immutable, so a price
/// costs no storage read beyond the feed's own, and nobody can loosen a check later.
contract ChainlinkPriceOracle is IPriceOracle {
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

    /// @dev One round as a feed returns it: five words, none of them trusted to fit its type.
    struct Round {
        uint256 id;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint256 answeredInRound;
    }

    /// @notice How many rounds before the newest one `lastValidPrice` looks at.
    uint256 public constant MAX_ROUNDS_BACK = 128;

    /// @dev {gas} What each call of `lastValidPrice` may use: several times what Chainlink's feeds need. A feed that burns
    /// all it is given must let the search finish within one transaction: 129 calls, 16.7 million gas.
    uint256 private constant SEARCH_GAS = 100_000;

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
        if (address(sequencerFeed) != address(0)) _requireSequencerUp();

        (bool answered, Round memory round) = _latestRound(feed, gasleft());
        if (!answered) revert PriceOracle_FeedFailed(address(feed));
        if (!_isComplete(round)) revert PriceOracle_IncompleteRound(round.id);
        if (round.answer <= 0) revert PriceOracle_InvalidAnswer(round.answer);

        updatedAt = round.updatedAt;
        if (updatedAt > block.timestamp) revert PriceOracle_FutureTimestamp(updatedAt);
        if (block.timestamp - updatedAt > maxAge) revert PriceOracle_StalePrice(updatedAt, maxAge);

        value = _toWadDown(uint256(round.answer));
        if (!_isWithinBounds(value)) revert PriceOracle_OutOfBounds(value, minPrice, maxPrice);
    }

    /// @inheritdoc IPriceOracle
    function lastValidPrice() external view returns (uint256 value, uint256 updatedAt) {
        (bool answered, Round memory round) = _latestRound(feed, SEARCH_GAS);
        if (!answered) revert PriceOracle_NoValidPrice();

        uint256 newest = round.id;
        for (uint256 back = 1; ; ++back) {
            if (answered && _isComplete(round) && round.answer > 0 && round.updatedAt <= block.timestamp) {
                value = _toWadDown(uint256(round.answer));
                if (_isWithinBounds(value)) return (value, round.updatedAt);
            }
            // A proxy's id is phase << 64 | round, and rounds count from 1: nothing is known of the phase before.
            if (back > MAX_ROUNDS_BACK || back >= uint64(newest)) revert PriceOracle_NoValidPrice();
            (answered, round) = _roundAt(feed, newest - back);
        }
    }

    /// @dev A sequencer's feed answers 0 while it is up; `startedAt` is when that became so, 0 before the first report.
    function _requireSequencerUp() private view {
        (bool answered, Round memory round) = _latestRound(sequencerFeed, gasleft());
        if (!answered) revert PriceOracle_FeedFailed(address(sequencerFeed));
        if (round.answer != 0 || round.startedAt == 0) revert PriceOracle_SequencerDown();

        uint256 until = Math.saturatingAdd(round.startedAt, gracePeriod);
        if (block.timestamp <= until) revert PriceOracle_SequencerGracePeriod(round.startedAt, until);
    }

    function _requireCode(AggregatorV3Interface feed_) private view {
        if (address(feed_).code.length == 0) revert PriceOracle_NotAContract(address(feed_));
    }

    function _isComplete(Round memory round) private pure returns (bool) {
        return round.updatedAt != 0 && round.answeredInRound >= round.id;
    }

    function _isWithinBounds(uint256 value) private view returns (bool) {
        return value >= minPrice && value <= maxPrice;
    }

    /// @dev An answer too large for a WAD becomes the largest number there is, which no bounds allow.
    function _toWadDown(uint256 answer) private view returns (uint256) {
        return Math.saturatingMul(answer, _multiplier) / _divisor;
    }

    function _latestRound(AggregatorV3Interface feed_, uint256 gasLimit) private view returns (bool, Round memory) {
        return _read(feed_, gasLimit, AggregatorV3Interface.latestRoundData.selector, 0);
    }

    function _roundAt(AggregatorV3Interface feed_, uint256 id) private view returns (bool, Round memory) {
        return _read(feed_, SEARCH_GAS, AggregatorV3Interface.getRoundData.selector, id);
    }

    /// @dev Calls a feed and copies five words, never more. Unlike `try`, this also survives a feed without code, one that
    /// returns too little, values that do not fit their types, and data meant to exhaust the caller's gas. The argument
    /// is passed always: a function without parameters ignores it.
    function _read(
        AggregatorV3Interface feed_,
        uint256 gasLimit,
        bytes4 selector,
        uint256 argument
    ) private view returns (bool answered, Round memory round) {
        assembly ("memory-safe") {
            // Selector and argument fit the scratch space: 36 bytes of 64.
            mstore(0x00, selector)
            mstore(0x04, argument)
            answered := staticcall(gasLimit, feed_, 0x00, 0x24, round, 0xa0)
            answered := and(answered, gt(returndatasize(), 0x9f))
        }
    }
}
