// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Snapshot} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {Account} from "../../../contracts/mocks/venue/VenueMath.sol";
import {VenueState} from "../../../contracts/mocks/venue/VenueState.sol";
import {Invariant} from "./Invariant.sol";
import {World} from "./World.sol";

/// @title VenueChecks
/// @notice The venue's books after every call, added up anew from every account there is.
library VenueChecks {
    /// @dev Sums over the accounts of one market; margins and reserves over all of them.
    struct Sums {
        uint256 margins;
        uint256 reserved;
        uint256 long;
        uint256 short;
        int256 basis;
        int256 profit;
    }

    function check01_conservation(World world) internal view {
        uint256 issued = world.issued();
        Invariant.equal(1, "collateral was made or lost", world.collateralSupply(), issued);
        Invariant.equal(1, "collateral is nobody's", world.sumOfBalances(), issued);
        VenueState venue = world.venueOf();
        VenueState.Books memory books = venue.books();
        uint256 owed = uint256(books.pool) + books.margins + venue.insurance();
        Invariant.equal(1, "the venue holds more or less", world.balanceOf(address(venue)), owed + world.donated());
        Sums memory sums;
        address[] memory owners = world.accounts();
        uint256 count = world.marketCount();
        for (uint256 i = 0; i < count; ++i) _addMarket(world, venue, i, owners, sums);
        Invariant.equal(1, "margins are not their sum", books.margins, sums.margins);
        Invariant.equal(1, "reserves are not their sum", books.reserved, sums.reserved);
        uint256 reserved = uint256(books.reserved) * 1e12;
        Invariant.atMost(1, "more is reserved than the pool has", reserved, uint256(books.pool) * world.unit());
    }

    function _addMarket(
        World world,
        VenueState venue,
        uint256 which,
        address[] memory owners,
        Sums memory sums
    ) private view {
        (sums.long, sums.short, sums.basis, sums.profit) = (0, 0, 0, 0);
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
            if (acc.size > 0) sums.long += uint256(int256(acc.size));
            else sums.short += uint256(-int256(acc.size));
            sums.basis += _mul(acc.size, acc.mark);
            sums.profit += _mul(acc.size, net - acc.mark);
            most += uint256(acc.margin) * world.unit() + uint256(acc.reserve) * 1e12;
            if (isTurn) withdrawable += _equity(venue, id, owners[i]);
        }
        Invariant.atMost(1, "more can be withdrawn than margins and reserves", withdrawable, most);
        Invariant.equal(1, "long interest is not the sum", market.openInterest.long, sums.long);
        Invariant.equal(1, "short interest is not the sum", market.openInterest.short, sums.short);
        Invariant.holds(1, "the basis is not the sum", market.funding.basis == sums.basis);
        _check14_fundingHasTwoSides(market, net, sums.profit, owners.length);
    }

    /// @dev Traders' profit is `skew * net - basis` by the running totals, and the sum of their accounts': the pool is
    /// counterparty to the net skew and to nothing else. One unit of rounding for each account's profit, one for its basis.
    function _check14_fundingHasTwoSides(
        VenueState.Market memory market,
        int256 net,
        int256 profit,
        uint256 accounts
    ) private pure {
        int256 skew = int256(uint256(market.openInterest.long)) - int256(uint256(market.openInterest.short));
        int256 total = _mul(skew, net) - market.funding.basis;
        int256 apart = profit > total ? profit - total : total - profit;
        Invariant.holds(14, "accounts won what the pool did not lose", apart <= int256(2 * accounts + 2));
    }

    /// @dev {usd} What the venue says could be withdrawn; nothing without a price.
    function _equity(VenueState venue, bytes32 id, address owner) private view returns (uint256) {
        try venue.snapshot(id, owner) returns (Snapshot memory shot) {
            return shot.equity;
        } catch {
            return 0;
        }
    }

    function _mul(int256 a, int256 b) private pure returns (int256) {
        return (a * b) / 1e18;
    }
}
