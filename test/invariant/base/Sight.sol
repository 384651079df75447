// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Phase, RebalanceState} from "../../../contracts/types/Token.sol";
import {Position, Room} from "../../../contracts/types/Venue.sol";

/// @notice A token as a test sees it at one moment, by what the venue says of its account and the token of its shares.
/// @param priced Whether the oracle gave a price; otherwise `position` and `room` are empty, and equity is 0.
/// @param known What the token remembers of trades that were blocked.
/// @param supply {share} Minted and pending.
/// @param equity {usd} Of the account, less what the token owes, WAD.
/// @param units {collateral} The same, rounded down.
/// @param owed {collateral} What the token could not pay yet.
/// @param collected {collateral} What the fee collector has been paid, by any token, and is owed by this one.
struct Sight {
    ILeveragedToken token;
    bytes32 market;
    Phase phase;
    bool paused;
    bool priced;
    bool failing;
    uint256 mintPpm;
    uint256 redeemPpm;
    uint256 rebalancedAt;
    RebalanceState known;
    Position position;
    Room room;
    uint256 supply;
    uint256 minted;
    uint256 virtualShares;
    uint256 unit;
    uint256 equity;
    uint256 units;
    uint256 owed;
    uint256 collected;
    int256 target;
}

/// @title Sights
/// @notice Arithmetic on what is seen, written apart from the contracts' libraries.
library Sights {
    uint256 internal constant WAD = 1e18;
    /// @dev {usd} What virtual shares stand against, WAD.
    uint256 internal constant VIRTUAL_ASSETS = 1e12;
    /// @dev {s} A trade found blocked is remembered for so long.
    uint256 internal constant REPORT_LIFE = 2 hours;

    /// @notice Whether the token trades at all now: a price, an open market, not settled.
    function isLive(Sight memory s) internal pure returns (bool) {
        return s.priced && !s.position.halted && s.phase != Phase.Settled;
    }

    /// @notice Whether it counts as empty: less than a tenth of a cent, and shares that never stood for more.
    function isDust(Sight memory s) internal pure returns (bool) {
        return s.equity < 0.001e18 && s.supply * VIRTUAL_ASSETS < 0.001e18 * s.virtualShares;
    }

    /// @notice Whether equity is gone.
    function isWipedOut(Sight memory s) internal pure returns (bool) {
        return s.priced && s.phase != Phase.Settled && s.equity < s.unit && !isDust(s);
    }

    /// @notice Whether there is too little in it to be traded back to target: 2000 units, or dust.
    function isTooSmall(Sight memory s) internal pure returns (bool) {
        return s.units < 2000 || isDust(s);
    }

    /// @notice Whether the next mint opens the position instead of adding to it.
    function opens(Sight memory s) internal pure returns (bool) {
        return s.position.size == 0 || isDust(s);
    }

    /// @notice Whether a trade is remembered to be blocked.
    function isKnownBlocked(Sight memory s) internal view returns (bool) {
        return s.known.blockedAt != 0 && block.timestamp - s.known.blockedAt <= REPORT_LIFE;
    }

    /// @notice {usd} Unsigned notional of the position, WAD.
    function notional(Sight memory s) internal pure returns (uint256) {
        return (SignedMath.abs(s.position.size) * s.position.price) / WAD;
    }

    /// @notice {1} Unsigned real leverage, WAD; 0 without equity.
    function leverage(Sight memory s) internal pure returns (uint256) {
        return s.equity == 0 ? 0 : (notional(s) * WAD) / s.equity;
    }

    /// @notice {1} How far one unit of collateral moves leverage at most, WAD.
    function leverageStep(Sight memory s) internal pure returns (uint256) {
        uint256 units = s.units == 0 ? 1 : s.units;
        return (leverage(s) * 2) / units + 2;
    }

    /// @notice {usd} What `shares` are worth exactly, before cost, WAD, rounded down.
    function worth(Sight memory s, uint256 shares) internal pure returns (uint256) {
        return (shares * (s.equity + VIRTUAL_ASSETS)) / (s.supply + s.virtualShares);
    }

    /// @notice {usd} What a redeem worth `value` {usd} must at least cost: its part of the position is closed.
    function costOfLeaving(Sight memory s, uint256 value) internal pure returns (uint256) {
        if (s.equity == 0) return 0;
        uint256 part = value < s.equity ? value : s.equity;
        return cost(s, -(s.position.size * int256(part)) / int256(s.equity));
    }

    /// @notice Whether a redeem of `shares` may pay nothing: the value is rounded down by two units at most, and the cost up
    /// by one.
    function mayPayNothing(Sight memory s, uint256 shares) internal pure returns (bool) {
        uint256 value = worth(s, shares - (shares * s.redeemPpm) / 1e6);
        return value <= costOfLeaving(s, value) + 3 * s.unit;
    }

    /// @notice {usd} What the venue must at least charge for `sizeDelta`: fee |n| + max(0, n (2K + n) / 2D), rounded down.
    function cost(Sight memory s, int256 sizeDelta) internal pure returns (uint256 charged) {
        uint256 traded = (SignedMath.abs(sizeDelta) * s.position.price) / WAD;
        charged = (traded * s.position.curve.fee) / WAD;
        if (s.position.curve.depth == 0) return charged;
        int256 n = sizeDelta < 0 ? -int256(traded) : int256(traded);
        int256 product = n * (2 * s.position.curve.skew + n);
        if (product > 0) charged += uint256(product) / (2 * s.position.curve.depth);
    }
}
