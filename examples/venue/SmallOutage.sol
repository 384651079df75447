// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IFuturesVenue} from "../../contracts/interfaces/IFuturesVenue.sol";
import {IPriceOracle, PriceSearch, SearchOutcome} from "../../contracts/interfaces/IPriceOracle.sol";
import {OracleReader} from "../../contracts/libraries/OracleReader.sol";

/// @title SmallOutage
/// @notice What the market of a {SmallVenue} is priced at, when it is dead, and the one price it then closes at for good.
abstract contract SmallOutage is IFuturesVenue {
    bytes32 internal constant MARKET = "BTC";
    uint256 internal constant OUTAGE_DELAY = 3 days;
    /// @dev How far a close searches by itself.
    uint256 private constant CLOSE_STEPS = 64;

    IPriceOracle internal immutable _oracle;

    bool internal _hasExpired;
    uint256 internal _outageAt; // {s} when it was first reported, 0 while the market lives
    uint256 private _seenAt; // {s} when it was last reported
    uint256 private _cursor; // where the search for the closing price goes on
    uint256 private _lastPrice; // {usd/base} the market closes at, WAD; 0 where none was found
    uint256 private _lastPriceAt; // {s} the time of that price

    modifier onlyMarket(bytes32 market) {
        if (market != MARKET) revert FuturesVenue_UnknownMarket(market);
        _;
    }

    constructor(IPriceOracle oracle) {
        _oracle = oracle;
    }

    /// @inheritdoc IFuturesVenue
    function reportOutage(bytes32 market) external onlyMarket(market) {
        if (_hasExpired) return;
        (bool lives, , ) = OracleReader.tryPrice(_oracle);
        if (lives) {
            _outageAt = 0;
            emit OutageReported(market, 0);
            return;
        }
        if (_outageSince() == 0) {
            (_outageAt, _cursor) = (block.timestamp, 0);
            emit OutageReported(market, block.timestamp);
        }
        _seenAt = block.timestamp;
    }

    /// @inheritdoc IFuturesVenue
    function expire(bytes32 market, uint256 steps) public onlyMarket(market) returns (bool done) {
        if (_hasExpired) return true;
        (bool lives, , ) = OracleReader.tryPrice(_oracle);
        uint256 since = lives ? 0 : _outageSince();
        uint256 end = since + OUTAGE_DELAY;
        // In the second `end` itself a round may still be to come.
        if (since == 0 || block.timestamp <= end) revert FuturesVenue_OutageTooShort(since, OUTAGE_DELAY);
        PriceSearch memory search = _oracle.priceAt(end, _cursor, steps);
        _cursor = search.cursor;
        if (search.outcome == SearchOutcome.Unfinished) return false;
        (_hasExpired, _lastPrice, _lastPriceAt) = (true, search.price, search.updatedAt);
        emit MarketExpired(market, search.price, end);
        return true;
    }

    /// @dev The price {usd/base} an account is closed at, WAD: the live one, or that of an expired market, 0 if it has none.
    /// A dead market expires here.
    function _closingPrice() internal returns (bool lives, uint256 price) {
        if (!_hasExpired) {
            (lives, price, ) = OracleReader.tryPrice(_oracle);
            if (lives) return (lives, price);
            if (!expire(MARKET, CLOSE_STEPS)) revert FuturesVenue_ExpiryUnfinished(MARKET);
        }
        price = _lastPrice;
    }

    /// @dev The price {usd/base} all is marked at, WAD, and {s} its time. Reverts when it is not valid.
    function _price() internal view returns (uint256 price, uint256 updatedAt) {
        if (!_hasExpired) return _oracle.price();
        if (_lastPrice == 0) revert FuturesVenue_NoClosingPrice(MARKET);
        return (_lastPrice, _lastPriceAt);
    }

    /// @dev {s} Start of the reported outage, 0 if there is none or its last report is too old. Silence after the delay does
    /// not end it, or the last caller could choose a later price by waiting.
    function _outageSince() private view returns (uint256) {
        uint256 until = Math.min(block.timestamp, _outageAt + OUTAGE_DELAY);
        return until > _seenAt + OUTAGE_DELAY / 2 ? 0 : _outageAt;
    }
}
