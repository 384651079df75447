// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {PriceSearch, SearchOutcome} from "../../interfaces/IPriceOracle.sol";
import {OracleReader} from "../../libraries/OracleReader.sol";
import {Account} from "./VenueMath.sol";
import {VenueState} from "./VenueState.sol";

/// @title VenueOutage
/// @notice When a market counts as dead, and the one price at which all its accounts are closed then.
/// @dev The price is that of a time the clock fixes before anyone can know it, so that no caller has a choice: neither by
/// calling late, nor by closing one account and not the other.
abstract contract VenueOutage is VenueState {
    /// @dev How far a close searches by itself: to the end in a feed without long faults.
    uint256 private constant CLOSE_STEPS = 64;

    /// @inheritdoc IFuturesVenue
    function reportOutage(bytes32 id) external nonReentrant {
        Market storage market = _market(id);
        if (market.trading.status == Status.Expired) return;
        Outage storage outage = market.outage;
        (bool live, , ) = _look(market);
        if (live) {
            outage.reportedAt = 0;
            emit OutageReported(id, 0);
            return;
        }
        if (_outageSince(market) == 0) {
            (outage.reportedAt, outage.cursor) = (uint40(block.timestamp), 0);
            emit OutageReported(id, block.timestamp);
        }
        outage.seenAt = uint40(block.timestamp);
    }

    /// @inheritdoc IFuturesVenue
    function expire(bytes32 id, uint256 steps) external nonReentrant returns (bool done) {
        Market storage market = _market(id);
        if (market.trading.status == Status.Expired) return true;
        (bool live, , ) = _look(market);
        return _expire(id, live ? 0 : _outageSince(market), steps);
    }

    /// @dev The price an account is closed at: the live one, or that of an expired market. A dead market expires here.
    function _closingPrice(bytes32 id, Account memory acc) internal returns (bool live, Priced memory priced) {
        Market storage market = _market(id);
        if (market.trading.status != Status.Expired) {
            uint256 price;
            uint256 updatedAt;
            (live, price, updatedAt) = _look(market);
            if (live) {
                _fillLive(priced, market, price, updatedAt);
                return (live, priced);
            }
            if (!_expire(id, _outageSince(market), CLOSE_STEPS)) revert FuturesVenue_ExpiryUnfinished(id);
        }
        _fillExpired(priced, market);
        // No valid price at all: the account is closed without profit or loss since it was last marked.
        if (priced.price == 0) priced.net = acc.mark;
    }

    /// @param since {s} Start of the outage, 0 if there is none.
    function _expire(bytes32 id, uint256 since, uint256 steps) private returns (bool done) {
        Market storage market = _markets[id];
        uint256 delay = market.risk.outageDelay;
        uint256 end = since + delay;
        // In the second `end` itself a round may still be to come.
        if (since == 0 || block.timestamp <= end) revert FuturesVenue_OutageTooShort(since, delay);
        Outage storage outage = market.outage;
        PriceSearch memory search = market.trading.oracle.priceAt(end, outage.cursor, steps);
        outage.cursor = search.cursor;
        if (search.outcome == SearchOutcome.Unfinished) return false;
        // A valid price has at most 128 bits.
        (outage.price, outage.priceUpdatedAt) = (uint128(search.price), uint40(search.updatedAt));
        market.trading.status = Status.Expired;
        emit MarketExpired(id, search.price, end);
        return true;
    }

    /// @dev {s} Start of the reported outage; 0 if there is none, the market has traded since, or too long nobody has
    /// reported it. Silence after its delay does not end it, or the last caller could choose a later price by waiting.
    function _outageSince(Market storage market) private view returns (uint256 since) {
        since = market.outage.reportedAt;
        if (since < market.funding.accruedAt) return 0;
        // The end of a halt resets the clock.
        if (market.trading.status == Status.Halted) return since;
        uint256 delay = market.risk.outageDelay;
        if (Math.min(block.timestamp, since + delay) > market.outage.seenAt + delay / 2) since = 0;
    }

    function _look(Market storage market) private view returns (bool live, uint256 price, uint256 updatedAt) {
        (live, price, updatedAt) = OracleReader.tryPrice(market.trading.oracle);
        if (market.trading.status == Status.Halted) live = false;
    }
}
