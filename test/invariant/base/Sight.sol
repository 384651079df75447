// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Phase, RebalanceState} from "../../../contracts/types/Token.sol";
import {Position, Room} from "../../../contracts/types/Venue.sol";
import {Fault} from "./Fault.sol";

/// @notice A token as a test sees it at one moment, by what the venue says of its account and the token of its shares.
/// @param priced Whether the oracle gave a price; otherwise `position` and `room` are empty, and equity is 0.
/// @param failing Whether the exchange rejects every fill.
/// @param refusing Whether the venue before it does, though it says nothing of it.
/// @param fault What else is wrong with that venue.
/// @param markup {1} What it charges of notional beyond its quote, WAD; negative where it pays.
/// @param index {usd/base} Where the exchange fills, WAD; the mark may be another price.
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
    bool refusing;
    Fault fault;
    int256 markup;
    uint256 index;
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
    using Sights for Sight;

    uint256 internal constant WAD = 1e18;
    /// @dev {usd} What virtual shares stand against, WAD.
    uint256 internal constant VIRTUAL_ASSETS = 1e12;
    /// @dev {s} A trade found blocked is remembered for so long.
    uint256 internal constant REPORT_LIFE = 2 hours;

    /// @notice Whether the token trades at all now: a price, an open market, not settled.
    function isLive(Sight memory s) internal pure returns (bool) {
        return s.priced && !s.position.halted && s.phase != Phase.Settled;
    }

    /// @notice Whether trades are rejected that nothing said would be.
    function isRejecting(Sight memory s) internal pure returns (bool) {
        return s.failing || s.refusing;
    }

    /// @notice Whether every trade costs just what the venue quotes.
    function isExact(Sight memory s) internal pure returns (bool) {
        return s.markup == 0 && s.position.isExact;
    }

    /// @notice Whether a venue that does not keep its quotes may take it to be beyond the exchange's maximum of twenty times:
    /// its mark is two percent off, or its charge still to come.
    function isBeyondMaximum(Sight memory s) internal pure returns (bool) {
        return !s.isExact() && s.leverage() > 14e18;
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

    /// @notice {usd} Equity where a fund may owe more than its account holds, WAD.
    function net(Sight memory s) internal pure returns (int256) {
        return int256(s.position.equity) - int256(s.owed * s.unit);
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

    /// @notice {usd} The same at the price the exchange fills at: what a mark apart from it shows of a position is not what it
    /// brings, WAD.
    function worthAtIndex(Sight memory s, uint256 shares) internal pure returns (uint256) {
        int256 ahead = (s.position.size * (int256(s.index) - int256(s.position.price))) / int256(WAD);
        int256 equity = int256(s.equity) + ahead;
        return equity < 0 ? 0 : (shares * (uint256(equity) + VIRTUAL_ASSETS)) / (s.supply + s.virtualShares);
    }

    /// @notice {usd} What a redeem worth `value` {usd} must at least cost, or seem to: its part of the position is closed.
    function costOfLeaving(Sight memory s, uint256 value) internal pure returns (uint256) {
        if (s.equity == 0) return 0;
        uint256 part = value < s.equity ? value : s.equity;
        int256 sizeDelta = -(s.position.size * int256(part)) / int256(s.equity);
        int256 taken = cost(s, sizeDelta);
        uint256 expected = curveCost(s, sizeDelta);
        return taken > int256(expected) ? uint256(taken) : expected;
    }

    /// @notice {collateral} The most that all holders together can get: equity, and what a venue pays beside it for closing
    /// the position, or part of it after part.
    function mostPaid(Sight memory s) internal pure returns (uint256) {
        if (s.isExact()) return s.units;
        int256 taken = cost(s, -s.position.size);
        return taken < 0 ? s.units + uint256(-taken) / s.unit + 1 : s.units;
    }

    /// @notice {share} What of `shares` can be redeemed at once where the venue takes no larger reduction.
    function largestPiece(Sight memory s, uint256 shares) internal pure returns (uint256) {
        uint256 held = SignedMath.abs(s.position.size);
        if (s.room.maxReduction >= held || s.isWipedOut()) return shares;
        uint256 value = (s.units * s.room.maxReduction) / held;
        uint256 unitsUp = s.equity == 0 ? 0 : (s.equity - 1) / s.unit + 1;
        uint256 most = (value * (s.supply + s.virtualShares)) / (unitsUp + VIRTUAL_ASSETS / s.unit);
        if (most > shares) most = shares;
        // All shares would close the whole position.
        return most == s.minted ? most / 2 : most;
    }

    /// @notice Whether a redeem of `shares` may be a smaller reduction than the venue takes; the last one closes everything.
    function isPieceTooSmall(Sight memory s, uint256 shares) internal pure returns (bool) {
        if (shares == s.minted || s.units == 0) return false;
        uint256 held = SignedMath.abs(s.position.size);
        uint256 reduction = (held * worth(s, shares - (shares * s.redeemPpm) / 1e6)) / s.equity;
        // Value is counted in whole units.
        return reduction < s.room.minReduction + (2 * held) / s.units;
    }

    /// @notice {usd} What the venue charges for `sizeDelta` beyond what it quotes, WAD.
    function overcharge(Sight memory s, int256 sizeDelta) internal pure returns (uint256) {
        return s.markup > 0 ? (traded(s, sizeDelta) * uint256(s.markup)) / WAD : 0;
    }

    /// @notice Whether a redeem of `shares` may pay nothing: the value is rounded down by two units at most, and the cost up
    /// by one; where it is quoted and equity marked apart from index, by three more.
    function mayPayNothing(Sight memory s, uint256 shares) internal pure returns (bool) {
        uint256 value = worth(s, shares - (shares * s.redeemPpm) / 1e6);
        uint256 taken = costOfLeaving(s, value) + (s.position.isExact ? 3 : 6) * s.unit;
        // What closing the collector's part costs beyond the curve is charged to who leaves last.
        if (shares == s.minted) taken += dearness(s, -s.position.size);
        return value <= taken;
    }

    /// @notice {usd} What `sizeDelta` must at least cost against the venue's mark, WAD; negative where it pays. The exchange
    /// fills at index by its curve, and the venue before it adds its markup in whole units.
    function cost(Sight memory s, int256 sizeDelta) internal pure returns (int256 taken) {
        taken = int256(_curveCost(s, sizeDelta, s.index));
        if (s.isExact()) return taken;
        taken += (sizeDelta * (int256(s.index) - int256(s.position.price))) / int256(WAD);
        uint256 extra = (traded(s, sizeDelta) * SignedMath.abs(s.markup)) / WAD / s.unit;
        taken += (s.markup < 0 ? -int256(extra) : int256(extra)) * int256(s.unit);
        // Equity at another price than index is rounded before and after the trade.
        if (!s.position.isExact) taken -= int256(s.unit);
    }

    /// @notice {usd} What the curve shown says that `sizeDelta` costs, rounded down, WAD.
    function curveCost(Sight memory s, int256 sizeDelta) internal pure returns (uint256) {
        return _curveCost(s, sizeDelta, s.position.price);
    }

    /// @notice {usd} By how much `sizeDelta` costs more than the curve shown says, WAD.
    function dearness(Sight memory s, int256 sizeDelta) internal pure returns (uint256) {
        int256 more = cost(s, sizeDelta) - int256(curveCost(s, sizeDelta));
        return more > 0 ? uint256(more) : 0;
    }

    /// @notice {usd} By how much it costs less, WAD.
    function kindness(Sight memory s, int256 sizeDelta) internal pure returns (uint256) {
        int256 less = int256(curveCost(s, sizeDelta)) - cost(s, sizeDelta);
        return less > 0 ? uint256(less) : 0;
    }

    /// @notice {usd} Notional at index of a trade, WAD.
    function traded(Sight memory s, int256 sizeDelta) internal pure returns (uint256) {
        return (SignedMath.abs(sizeDelta) * s.index) / WAD;
    }

    /// @dev fee |n| + max(0, n (2K + n) / 2D), rounded down.
    function _curveCost(Sight memory s, int256 sizeDelta, uint256 price) private pure returns (uint256 charged) {
        uint256 notional_ = (SignedMath.abs(sizeDelta) * price) / WAD;
        charged = (notional_ * s.position.curve.fee) / WAD;
        if (s.position.curve.depth == 0) return charged;
        int256 n = sizeDelta < 0 ? -int256(notional_) : int256(notional_);
        int256 product = n * (2 * s.position.curve.skew + n);
        if (product > 0) charged += uint256(product) / (2 * s.position.curve.depth);
    }
}
