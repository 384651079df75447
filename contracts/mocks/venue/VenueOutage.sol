// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {PriceSearch, SearchOutcome} from "../../interfaces/IPriceOracle.sol";
import {OracleReader} from "../../libraries/OracleReader.sol";
import {Account} from "./VenueMath.sol";
import {VenueState} from "./VenueState.sol";

/// @title VenueOutage
/// @notice When a market counts as dead, and the price its accounts are closed at then.
abstract contract VenueOutage is VenueState {
    /// @notice Emitted when an outage clock starts (`since` > 0) or stops.
    event OutageReported(bytes32 indexed market, uint256 since);

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

    /// @dev The price an account is closed at: the live one; in an outage long enough the live one if there is, else
    /// the last valid one, else the one the account was last marked at.
    function _closingPrice(
        Market storage market,
        Account memory acc
    ) internal view returns (bool live, Priced memory priced) {
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
        // A dead market has no funding; and its clock of trading stands still, or the first account closed would make
        // all others wait again.
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

    function _tryPrice(Market storage market) private view returns (bool ok, uint256 price, uint256 updatedAt) {
        return OracleReader.tryPrice(market.trading.oracle);
    }
}
