// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Invariant} from "../base/Invariant.sol";
import {Sight, Sights} from "../base/Sight.sol";

/// @title HolderChecks
/// @notice What one mint or one redeem must keep, judged by the fund before and after.
library HolderChecks {
    using Sights for Sight;

    /// @dev `assets` {collateral} were paid for `shares`.
    function minted(Sight memory b, Sight memory a, uint256 assets, uint256 shares) internal pure {
        Invariant.holds(8, "a settled token minted", b.phase != Phase.Settled);
        uint256 feeShares = a.supply - b.supply - shares;
        _check09_supply(a, b.minted + shares, feeShares, (shares * b.mintPpm) / 1e6);
        check03_othersKeepTheirNav(b, a);
        check17_onlyTheVenueIsPaid(b, a, 0);
        check07_leverageIsNotRaised(b, a);
        int256 cost = b.cost(a.position.size - b.position.size);
        int256 paid = int256(assets * b.unit);
        int256 least = int256(b.worth(shares + feeShares)) + cost;
        Invariant.atMost(12, "a minter paid less than value, fee and cost", least, paid);
        Invariant.atMost(12, "the venue charged less than its cost", a.net() + cost, b.net() + paid);
        if (b.minted == 0) {
            int256 brought = cost < 0 ? paid - cost : paid;
            Invariant.atMost(15, "the first minter gained", int256(a.worth(shares)), brought);
        }
    }

    /// @dev `shares` were burnt for `assets` {collateral}.
    function redeemed(Sight memory b, Sight memory a, uint256 assets, uint256 shares) internal pure {
        if (a.phase == Phase.Settled) {
            // A redeem that settles makes pending fee shares real, and that fund had nothing left to pay, unless its market
            // ends at another price.
            bool wasSettled = b.phase == Phase.Settled;
            if (!wasSettled && !b.position.halted) Invariant.equal(8, "settled by a redeem that was paid", assets, 0);
            uint256 minted_ = wasSettled ? b.minted : b.supply;
            return Invariant.equal(9, "burnt more or less than said", a.minted + shares, minted_);
        }
        Invariant.atMost(2, "paid more than equity", assets, b.mostPaid());
        Invariant.holds(15, "a redeem paid nothing", assets != 0);
        if (shares == b.minted) return check15_lastHolderLeft(b, a, assets);
        uint256 feeShares = a.supply + shares - b.supply;
        _check09_supply(a, b.minted - shares, feeShares, (shares * b.redeemPpm) / 1e6);
        check03_othersKeepTheirNav(b, a);
        int256 least = int256(assets * b.unit) + b.cost(a.position.size - b.position.size);
        // What a venue pays beyond all that is taken stays.
        check17_onlyTheVenueIsPaid(b, a, least < 0 ? uint256(-least) / b.unit + 2 : 0);
        check07_leverageIsNotRaised(b, a);
        int256 worth = int256(b.worth(shares - feeShares));
        Invariant.atMost(12, "a redeemer got more than value less fee and cost", least, worth);
    }

    /// @dev The collector's shares stay pending until they are collected, or fit where they are counted no more.
    function _check09_supply(Sight memory a, uint256 minted_, uint256 feeShares, uint256 fee) private pure {
        if (a.minted != a.supply) Invariant.equal(9, "minted or burnt more or less than said", a.minted, minted_);
        else Invariant.atMost(9, "minted less than said", minted_, a.minted);
        Invariant.atMost(9, "the fee fell short", fee, feeShares);
        // Rounded up once, and by the last share that a fee on top leaves over.
        Invariant.atMost(9, "more than the fee was taken", feeShares, fee + 2);
    }

    /// @dev All that is left once the last holder is paid and the position closed is the collector's, paid or owed.
    function check15_lastHolderLeft(Sight memory b, Sight memory a, uint256 assets) internal pure {
        check15_nothingIsLeft(a);
        // What the close of the whole position brings is the last holder's.
        uint256 worth = b.worth(b.minted - (b.minted * b.redeemPpm) / 1e6) + b.kindness(-b.position.size);
        Invariant.atMost(12, "the last holder got more than value less fee", assets * b.unit, worth);
        int256 cost = b.cost(-b.position.size) / int256(b.unit);
        uint256 spent = uint256(int256(assets + a.collected - b.collected) + cost);
        // The venue rounds its cost up to the unit, and each part of it by itself.
        Invariant.near(15, "what is left is not the collector's", spent, b.units, b.isExact() ? 1 : 3);
    }

    /// @dev One unit of collateral in the whole fund is the rounding aside: marking rounds equity down to a unit. Dust that has
    /// lost more than it had, at the cost of what is owed, has that made up for by who mints next.
    function check03_othersKeepTheirNav(Sight memory b, Sight memory a) internal pure {
        if (b.supply == 0) return;
        if (b.net() < 0) return Invariant.holds(8, "a fund without equity was dealt in", b.isDust());
        uint256 assets = Sights.VIRTUAL_ASSETS / b.unit;
        uint256 before = (b.units + assets) * (a.supply + a.virtualShares);
        uint256 then = (a.units + assets + 1) * (b.supply + b.virtualShares);
        Invariant.atMost(3, "NAV per token of those who stay fell", before, then);
    }

    /// @dev Nor does it rise: what a mover pays beyond value and fee is the venue's. A deposit's rounding may keep a few units.
    /// @param spare {collateral} What may stay beside.
    function check17_onlyTheVenueIsPaid(Sight memory b, Sight memory a, uint256 spare) internal pure {
        if (b.supply == 0) return;
        uint256 assets = Sights.VIRTUAL_ASSETS / b.unit;
        (uint256 before, uint256 then) = (b.supply + b.virtualShares, a.supply + a.virtualShares);
        uint256 rounding = 4 * (before > then ? before : then);
        uint256 most = (b.units + assets + spare) * then + rounding;
        Invariant.atMost(17, "a mover paid those who stay", (a.units + assets) * before, most);
    }

    /// @dev What a venue charges beyond its quote is not there to carry what was quoted for it; and where quotes are bounds,
    /// the cost of a trade that was made smaller is taken to shrink with its size.
    function check07_leverageIsNotRaised(Sight memory b, Sight memory a) internal pure {
        int256 sizeDelta = a.position.size - b.position.size;
        uint256 equity = a.equity + b.overcharge(sizeDelta) + (b.net() < 0 ? uint256(-b.net()) : 0);
        uint256 reached = equity == 0 ? 0 : (a.notional() * 1e18) / equity;
        // How far one unit moves it.
        uint256 more = (reached * 2 * a.unit) / (equity > a.unit ? equity : a.unit) + 2;
        if (!b.position.isExact && equity != 0) more += (b.traded(sizeDelta) * 1e18) / equity / 1_000_000;
        if (b.opens()) {
            // It opens at target; dust that was there before keeps its position.
            uint256 most = SignedMath.abs(a.target) + (equity == 0 ? 0 : (b.notional() * 1e18) / equity);
            Invariant.atMost(7, "opened beyond target", reached, most + more);
        } else if (b.equity != 0) {
            Invariant.atMost(7, "leverage was raised", reached, b.leverage() + more);
        }
    }

    function check15_nothingIsLeft(Sight memory a) internal pure {
        Invariant.equal(15, "position left", SignedMath.abs(a.position.size), 0);
        Invariant.equal(15, "margin left", a.equity, 0);
        Invariant.equal(15, "supply left", a.supply, 0);
    }
}
