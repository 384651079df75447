// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {MarketConfig, VenueState} from "./VenueState.sol";

/// @title VenueScenario
/// @notice Listing, and the controls a test or demo plays the exchange's part with. None of this is a real venue's: it
/// is what makes the mock a mock. None of it can move an account's money.
abstract contract VenueScenario is VenueState, AccessManaged {
    using SafeCast for *;

    event MarketListed(bytes32 indexed market, MarketConfig config);
    event BaseFundingSet(bytes32 indexed market, int256 ratePerSecond);
    event OpenInterestCapSet(bytes32 indexed market, uint256 cap);
    event ScenarioSet(bytes32 indexed market, bool halted, bool failing, uint256 spreadPpm);

    /// @notice Thrown when a market of that name is listed already.
    error MockFuturesVenue_MarketExists(bytes32 market);
    /// @notice Thrown when a listing's numbers contradict each other or exceed their range.
    error MockFuturesVenue_BadConfig(MarketConfig config);
    /// @notice Thrown when a base funding rate exceeds the market's maximum.
    error MockFuturesVenue_FundingRate(int256 ratePerSecond, uint256 max);

    /// @notice Lists a market; its terms are fixed for good.
    /// @dev Open interest is bounded to a tenth of depth, so that closing any position at all costs a bounded part of
    /// it.
    function listMarket(bytes32 id, MarketConfig calldata config) external restricted {
        Market storage market = _markets[id];
        if (address(market.trading.oracle) != address(0)) revert MockFuturesVenue_MarketExists(id);
        if (
            address(config.oracle) == address(0) ||
            config.initialMarginPpm <= config.maintenanceMarginPpm ||
            config.initialMarginPpm > PPM ||
            config.maintenanceMarginPpm == 0 ||
            config.liquidationPenaltyPpm > config.maintenanceMarginPpm ||
            config.liquidationRewardPpm > config.liquidationPenaltyPpm ||
            config.takerFeePpm >= config.maintenanceMarginPpm ||
            config.outageDelay < 1 days ||
            (config.depth != 0 && uint256(config.openInterestCap) * 10 > config.depth) ||
            _abs(config.baseFundingPerSecond) > config.maxFundingPerSecond
        ) revert MockFuturesVenue_BadConfig(config);
        market.trading = Trading({
            oracle: config.oracle,
            takerFeePpm: config.takerFeePpm,
            spreadPpm: 0,
            initialMarginPpm: config.initialMarginPpm,
            maintenanceMarginPpm: config.maintenanceMarginPpm,
            status: Status.Open
        });
        market.capacity = Capacity({
            depth: config.depth,
            openInterestCap: config.openInterestCap,
            baseFundingPerSecond: config.baseFundingPerSecond,
            skewFundingPerSecond: config.skewFundingPerSecond,
            maxFundingPerSecond: config.maxFundingPerSecond,
            reserveFeePerSecond: config.reserveFeePerSecond
        });
        market.risk = Risk({
            liquidationPenaltyPpm: config.liquidationPenaltyPpm,
            liquidationRewardPpm: config.liquidationRewardPpm,
            liquidationRewardCap: config.liquidationRewardCap,
            outageDelay: config.outageDelay
        });
        market.funding.accruedAt = uint40(block.timestamp);
        _marketIds.push(id);
        emit MarketListed(id, config);
    }

    /// @notice Sets the base funding rate {1/s} from now on; what has accrued stays. Replays a historical rate.
    function setBaseFunding(bytes32 id, int48 ratePerSecond) external restricted {
        Market storage market = _market(id);
        uint48 max = market.capacity.maxFundingPerSecond;
        if (_abs(ratePerSecond) > max) revert MockFuturesVenue_FundingRate(ratePerSecond, max);
        Priced memory priced = _priced(id);
        market.funding.index = priced.index.toInt112();
        market.funding.accruedAt = uint40(priced.fundedUntil);
        market.capacity.baseFundingPerSecond = ratePerSecond;
        emit BaseFundingSet(id, ratePerSecond);
    }

    /// @notice Sets the open-interest cap {usd, whole dollars per side}.
    function setOpenInterestCap(bytes32 id, uint40 cap) external restricted {
        Market storage market = _market(id);
        uint40 depth = market.capacity.depth;
        if (depth != 0 && uint256(cap) * 10 > depth) revert FuturesVenue_OpenInterestCap(cap, depth / 10);
        market.capacity.openInterestCap = cap;
        emit OpenInterestCapSet(id, cap);
    }

    /// @notice Plays a fault: a halted market, fills that are rejected, a spread on top of the taker fee. A halt has
    /// precedence over rejected fills, and a market that has expired stays so.
    function setScenario(bytes32 id, bool halted, bool failing, uint24 spreadPpm) external restricted {
        Market storage market = _market(id);
        Status before = market.trading.status;
        if (before != Status.Expired) {
            // Another outage, if any, begins now.
            if (halted != (before == Status.Halted)) market.outage.reportedAt = 0;
            market.trading.status =
                halted
                    ? Status.Halted
                    : failing
                        ? Status.Failing
                        : Status.Open;
        }
        market.trading.spreadPpm = spreadPpm;
        emit ScenarioSet(id, halted, failing, spreadPpm);
    }

    function _abs(int48 rate) private pure returns (uint256) {
        return uint256(uint48(rate < 0 ? -rate : rate));
    }
}
