// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../interfaces/IVenueAccount.sol";
import {WAD} from "../../libraries/FixedPoint.sol";
import {MarketTerms, Position, Room} from "../../types/Venue.sol";
import {VenueBooks} from "./VenueBooks.sol";
import {Account, VenueMath} from "./VenueMath.sol";

/// @title VenueViews
/// @notice What the venue says of its markets and accounts. Accounts are keyed by their callers, so that the venue is
/// the account of all of them.
abstract contract VenueViews is IVenueAccount, VenueBooks {
    using SafeCast for uint256;
    using VenueMath for Account;

    /// @inheritdoc IFuturesVenue
    function terms(bytes32 id) external view returns (MarketTerms memory) {
        Market storage market = _market(id);
        uint256 depth = market.capacity.depth;
        return
            MarketTerms({
                oracle: market.trading.oracle,
                takerFee: market.trading.takerFeePpm * (WAD / PPM),
                maxImpact: depth == 0 ? 0 : VenueMath.divUp(market.capacity.openInterestCap * WAD, depth),
                initialMargin: market.trading.initialMarginPpm * (WAD / PPM),
                maintenanceMargin: market.trading.maintenanceMarginPpm * (WAD / PPM),
                liquidationReward: market.risk.liquidationRewardPpm * (WAD / PPM),
                liquidationRewardCap: market.risk.liquidationRewardCap,
                outageDelay: market.risk.outageDelay
            });
    }

    /// @inheritdoc IFuturesVenue
    /// @dev Nothing is stored: an account comes into being by its first trade.
    function openAccount(bytes32 id) external view returns (IVenueAccount) {
        _market(id);
        return this;
    }

    /// @inheritdoc IVenueAccount
    function position(bytes32 id, address owner) external view nonReentrantView returns (Position memory reading) {
        Priced memory priced = _priced(id);
        Account memory acc = _accounts[id][owner];
        _fillPosition(reading, priced, acc, acc.worth(priced.net, _unit));
    }

    /// @inheritdoc IVenueAccount
    function snapshot(
        bytes32 id,
        address owner
    ) external view nonReentrantView returns (Position memory reading, Room memory room) {
        Priced memory priced = _priced(id);
        Account memory acc = _accounts[id][owner];
        int256 worth = acc.worth(priced.net, _unit);
        _fillPosition(reading, priced, acc, worth);
        _fillRoom(room, priced, acc, worth);
    }

    /// @inheritdoc IVenueAccount
    function quote(
        bytes32 id,
        address /* owner */,
        int256 sizeDelta
    ) external view nonReentrantView returns (int256 cost, bool isExact) {
        (uint256 charged, ) = _cost(_priced(id), sizeDelta);
        return (charged.toInt256(), true);
    }

    /// @inheritdoc IVenueAccount
    function liquidationPrice(bytes32 id, address owner) external view returns (uint256) {
        Priced memory priced = _priced(id);
        Account memory acc = _accounts[id][owner];
        uint256 fee = acc.reserveFee(priced.reserveFee, priced.fundedUntil);
        return acc.liquidationPrice(priced.index, fee, priced.maintenanceMarginPpm * (WAD / PPM), _unit);
    }

    function _fillPosition(
        Position memory reading,
        Priced memory priced,
        Account memory acc,
        int256 worth
    ) private pure {
        int256 value = _value(priced, acc, worth);
        reading.price = priced.price;
        reading.priceUpdatedAt = priced.updatedAt;
        reading.size = acc.size;
        reading.equity = value > 0 ? uint256(value) : 0;
        reading.curve = priced.curve;
        reading.isExact = true;
        reading.halted = priced.status >= Status.Halted;
    }

    /// @dev Any reduction is taken. Increases are bounded by what the pool could reserve once the account is marked,
    /// and by what open interest leaves.
    function _fillRoom(Room memory room, Priced memory priced, Account memory acc, int256 worth) private view {
        Totals memory totals = _readBooks();
        _release(totals, acc, worth);
        uint256 free = _freeReserve(totals);
        uint256 covered = VenueMath.coveredBy(free, priced.price);
        uint256 held = SignedMath.abs(acc.size);
        uint256 coveredBeyondHeld = Math.saturatingSub(covered, held);
        bool isLong = acc.size > 0;
        // A cap has 100 bits, a free reserve 96, their factors 60 and 40.
        unchecked {
            uint256 cap = (priced.openInterestCap * WAD) / priced.price;
            room.maxLong = Math.min(Math.saturatingSub(cap, priced.long), isLong ? coveredBeyondHeld : covered);
            room.maxShort = Math.min(Math.saturatingSub(cap, priced.short), isLong ? covered : coveredBeyondHeld);
            room.maxReduction = held;
            room.maintenanceMargin = priced.maintenanceMarginPpm * (WAD / PPM);
            room.remainingProfit = acc.remainingProfit(worth, _unit);
            uint256 notional = VenueMath.notionalDown(held, priced.price);
            room.remainingProfitIfMarked = Math.min(notional, free * VenueMath.RESERVE_UNIT);
        }
    }
}
