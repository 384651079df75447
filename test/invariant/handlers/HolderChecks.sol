// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Phase} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Invariant} from "../base/Invariant.sol";
import {Sight, Sights} from "../base/Sight.sol";

/// @title HolderChecks
/// @notice What one mint or one redeem must keep, judged by the fund before and after.
library HolderChecks {
    using Sights for Sight;

    /// @dev `assets` {collateral} were paid for `shares`.
    function minted(Sight memory b, Sight memory a, uint256 assets, uint256 shares) internal pure {
        Invariant.holds(8, "a settled token minted", b.phase != Phase.Settled);
        Invariant.equal(9, "minted more or less than said", a.minted, b.minted + shares);
        check03_othersKeepTheirNav(b, a);
        check07_leverageIsNotRaised(b, a);
        int256 sizeDelta = a.shot.size - b.shot.size;
        uint256 least = b.worth(shares) + b.cost(sizeDelta);
        if (!b.isDust()) least += (b.worth(shares) * b.mintPpm) / 1e6;
        Invariant.atMost(12, "a minter paid less than value, cost and fee", least, assets * b.unit);
        uint256 most = b.shot.equity + assets * b.unit;
        Invariant.atMost(12, "the venue charged less than its cost", a.shot.equity + b.cost(sizeDelta), most);
        if (b.minted == 0) {
            Invariant.atMost(15, "the first minter gained", a.worth(shares), assets * b.unit);
        }
    }

    /// @dev `shares` were burnt for `assets` {collateral}.
    function redeemed(Sight memory b, Sight memory a, uint256 assets, uint256 shares) internal pure {
        bool hasSettled = a.phase == Phase.Settled && b.phase != Phase.Settled;
        // Settling makes pending fee shares real.
        uint256 minted_ = hasSettled ? b.supply : b.minted;
        Invariant.equal(9, "burnt more or less than said", a.minted + shares, minted_);
        if (hasSettled) Invariant.equal(8, "settled by a redeem that was paid", assets, 0);
        if (a.phase == Phase.Settled) return;
        uint256 worth = b.worth(shares) + b.unit;
        int256 sizeDelta = a.shot.size - b.shot.size;
        Invariant.atMost(2, "paid more than equity", assets, b.units);
        if (a.minted == 0) {
            check15_nothingIsLeft(a);
            Invariant.atMost(12, "the last holder got more than value", assets * b.unit, worth);
            return;
        }
        check03_othersKeepTheirNav(b, a);
        check07_leverageIsNotRaised(b, a);
        if (assets == 0) return;
        uint256 least = assets * b.unit + b.cost(sizeDelta) + (b.worth(shares) * b.redeemPpm) / 1e6;
        Invariant.atMost(12, "a redeemer got more than value less cost and fee", least, worth);
    }

    /// @dev One unit of collateral in the whole fund is the rounding aside: marking rounds equity down to a unit.
    function check03_othersKeepTheirNav(Sight memory b, Sight memory a) internal pure {
        if (b.supply == 0) return;
        uint256 before = (b.units + 1) * (a.supply + a.virtualShares);
        uint256 then = (a.units + 2) * (b.supply + b.virtualShares);
        Invariant.atMost(3, "NAV per token of those who stay fell", before, then);
    }

    function check07_leverageIsNotRaised(Sight memory b, Sight memory a) internal pure {
        if (b.isDust()) {
            // It opens at target; dust that was there before keeps the leverage it had.
            uint256 target = SignedMath.abs(a.target);
            uint256 most = target > b.leverage() ? target : b.leverage();
            Invariant.atMost(7, "opened beyond target", a.leverage(), most + a.leverageStep());
        } else if (b.shot.equity != 0) {
            Invariant.atMost(7, "leverage was raised", a.leverage(), b.leverage() + a.leverageStep());
        }
    }

    function check15_nothingIsLeft(Sight memory a) internal pure {
        Invariant.equal(15, "position left", SignedMath.abs(a.shot.size), 0);
        Invariant.equal(15, "margin left", a.shot.equity, 0);
        Invariant.equal(15, "supply left", a.supply, 0);
    }
}
