// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Account} from "../../../contracts/mocks/venue/VenueMath.sol";
import {VenueState} from "../../../contracts/mocks/venue/VenueState.sol";
import {Position} from "../../../contracts/types/Venue.sol";
import {Invariant} from "./Invariant.sol";
import {VenueUnderTest} from "./VenueUnderTest.sol";
import {World} from "./World.sol";

/// @title VenueChecks
/// @notice The venue's books after every call, added up anew from every account there is.
library VenueChecks {
    /// @dev Sums over the accounts of one side of one market.
    struct Side {
        uint256 interest;
        int256 basis;
        int256 profit;
    }

    /// @dev Sums over the accounts of one market; margins and reserves over all of them.
    struct Sums {
        uint256 margins;
        uint256 reserved;
        Side longs;
        Side shorts;
    }

    function check01_conservation(World world) internal view {
        uint256 issued = world.issued();
        Invariant.equal(1, "collateral was made or lost", world.collateralSupply(), issued);
        Invariant.equal(1, "collateral is nobody's", world.sumOfBalances(), issued);
        VenueUnderTest venue = world.venueOf();
        VenueState.Books memory books = venue.books();
        Sums memory sums;
        address[] memory owners = world.accounts();
        uint256 count = world.marketCount();
        for (uint256 i = 0; i < count; ++i) _addMarket(world, venue, i, owners, sums);
        uint256 owed = uint256(books.pool) + books.insurance + sums.margins;
        Invariant.equal(1, "the venue holds more or less", world.balanceOf(address(venue)), owed + world.donated());
        Invariant.equal(1, "reserves are not their sum", books.reserved, sums.reserved);
        uint256 reserved = uint256(books.reserved) * 1e12;
        Invariant.atMost(1, "more is reserved than the pool has", reserved, uint256(books.pool) * world.unit());
    }

    function _addMarket(
        World world,
        VenueUnderTest venue,
        uint256 which,
        address[] memory owners,
        Sums memory sums
    ) private view {
        delete sums.longs;
        delete sums.shorts;
        bytes32 id = world.marketId(which);
        VenueState.Market memory market = venue.marketState(id);
        int256 net = world.lastAnswer(which) * 1e10 - market.funding.index;
        uint256 most = 0;
        uint256 withdrawable = 0;
        bool isTurn = world.turn() % world.marketCount() == which;
        for (uint256 i = 0; i < owners.length; ++i) {
            Account memory acc = venue.account(id, owners[i]);
            if (acc.size == 0 && acc.margin == 0) continue;
            sums.margins += acc.margin;
            sums.reserved += acc.reserve;
            Side memory side = acc.size > 0 ? sums.longs : sums.shorts;
            side.interest += _abs(acc.size);
            side.basis += _mul(acc.size, acc.mark);
            side.profit += _mul(acc.size, net - acc.mark);
            most += uint256(acc.margin) * world.unit() + uint256(acc.reserve) * 1e12;
            if (isTurn) withdrawable += _equity(venue, id, owners[i]);
        }
        Invariant.atMost(1, "more can be withdrawn than margins and reserves", withdrawable, most);
        uint256 count = owners.length;
        _checkSide(sums.longs, int256(uint256(market.openInterest.long)), market.funding.longBasis, net, count);
        _checkSide(sums.shorts, -int256(uint256(market.openInterest.short)), market.shortBasis, net, count);
    }

    /// @dev A side's profit is `size * net - basis` by the running totals, and the sum of its accounts': the pool is
    /// counterparty to the net skew and to nothing else (invariant 14). One unit of rounding for each account's profit, one
    /// for its basis.
    function _checkSide(Side memory side, int256 size, int256 basis, int256 net, uint256 accounts) private pure {
        Invariant.equal(1, "open interest is not the sum", _abs(size), side.interest);
        Invariant.holds(1, "the basis is not the sum", basis == side.basis);
        uint256 apart = _abs(_mul(size, net) - basis - side.profit);
        Invariant.atMost(14, "accounts won what the pool did not lose", apart, 2 * accounts + 2);
    }

    /// @dev {usd} What the venue says could be withdrawn; nothing without a price.
    function _equity(VenueUnderTest venue, bytes32 id, address owner) private view returns (uint256) {
        try venue.position(id, owner) returns (Position memory position) {
            return position.equity;
        } catch {
            return 0;
        }
    }

    function _abs(int256 a) private pure returns (uint256) {
        return uint256(a < 0 ? -a : a);
    }

    function _mul(int256 a, int256 b) private pure returns (int256) {
        return (a * b) / 1e18;
    }
}
