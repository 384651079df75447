// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {FixedPoint, WAD} from "../../libraries/FixedPoint.sol";

/// @notice A margin account in two slots.
/// @param size {base} Position, WAD, negative when short.
/// @param mark {usd/base} Index price less funding index when the account was last marked, WAD: profit and funding
/// since are `size * (price - funding - mark)`.
/// @param margin {collateral}
/// @param reserve {1e-6 usd} The most the position may win, set aside from the pool.
/// @param markedAt {s} When the account was last marked: what its reserve costs is counted from there. It fills its slot,
/// so that nothing is read to write it.
struct Account {
    int128 size;
    int128 mark;
    uint96 margin;
    uint64 reserve;
    uint96 markedAt;
}

/// @title VenueMath
/// @notice Funding, profit and reserves of the mock venue, as pure functions.
library VenueMath {
    using FixedPoint for uint256;

    /// @dev {usd} One unit of a reserve: a millionth of a dollar, WAD.
    uint256 internal constant RESERVE_UNIT = 1e12;

    /// @notice Returns {1/s} the funding rate, WAD, positive when longs pay: base plus skew's part, clamped.
    /// @param skew {usd} Net long notional, WAD.
    /// @param depth {usd} WAD; 0 for unlimited, where skew has no part.
    function fundingRate(
        int256 baseRate,
        uint256 skewRate,
        uint256 maxRate,
        int256 skew,
        uint256 depth
    ) internal pure returns (int256) {
        // A rate has 48 bits, a skew at most 200.
        unchecked {
            int256 rate = baseRate;
            if (depth != 0) rate += (int256(skewRate) * skew) / int256(depth);
            int256 bound = int256(maxRate);
            if (rate > bound) return bound;
            return rate < -bound ? -bound : rate;
        }
    }

    /// @notice Returns x / y, rounded up. Their sum must fit 256 bits.
    function divUp(uint256 x, uint256 y) internal pure returns (uint256) {
        unchecked {
            return (x + (y - 1)) / y;
        }
    }

    /// @notice Returns {usd} what `size` {base} is worth at `price` {usd/base}, rounded down. Neither may
    /// have more than 128 bits, here and below.
    function notionalDown(uint256 size, uint256 price) internal pure returns (uint256) {
        unchecked {
            return (size * price) / WAD;
        }
    }

    /// @notice Returns {usd} the same, rounded up.
    function notionalUp(uint256 size, uint256 price) internal pure returns (uint256) {
        unchecked {
            return divUp(size * price, WAD);
        }
    }

    /// @notice Returns {usd} profit and funding of `account` since it was last marked, WAD, rounded down: venue over
    /// trader.
    /// @param net {usd/base} Index price less funding index now, WAD.
    function profit(Account memory account, int256 net) internal pure returns (int256) {
        // All three have at most 128 bits.
        unchecked {
            int256 product = account.size * (net - account.mark);
            int256 whole = product / int256(WAD);
            return product % int256(WAD) < 0 ? whole - 1 : whole;
        }
    }

    /// @notice Returns {usd} margin plus profit up to the reserve, WAD; negative when the account is bankrupt.
    /// @param unit {usd} Value of one unit of collateral, WAD.
    function worth(Account memory account, int256 net, uint256 unit) internal pure returns (int256) {
        int256 gain = profit(account, net);
        // Margin has 96 bits, a reserve 64, their units 60 and 40.
        unchecked {
            int256 most = int256(account.reserve * RESERVE_UNIT);
            return int256(account.margin * unit) + (gain < most ? gain : most);
        }
    }

    /// @notice Returns {usd} what holding its reserve has cost the account since it was last marked, WAD, rounded up.
    /// @param rate {1/s} Of the reserve, WAD.
    /// @param until {s}
    function reserveFee(Account memory account, uint256 rate, uint256 until) internal pure returns (uint256) {
        // A reserve has 64 bits, a rate 48, a time 40; an account's mark is never younger than its market's.
        unchecked {
            return divUp(account.reserve * rate * (until - account.markedAt), WAD / RESERVE_UNIT);
        }
    }

    /// @notice Returns {usd} what is left of an account worth `worth_` {usd} after `fee` {usd}, WAD. A fee takes what
    /// there is and leaves no debt.
    function lessFee(int256 worth_, uint256 fee) internal pure returns (int256) {
        if (worth_ <= 0) return worth_;
        // It is less than what it is taken from.
        return fee < uint256(worth_) ? worth_ - int256(fee) : int256(0);
    }

    /// @notice Returns {usd} what of its reserve an account worth `worth_` has not won yet, WAD.
    /// @param worth_ {usd} As {worth} returns it.
    function remainingProfit(Account memory account, int256 worth_, uint256 unit) internal pure returns (uint256) {
        // Nothing here has more than 136 bits.
        unchecked {
            int256 gain = worth_ - int256(account.margin * unit);
            uint256 most = account.reserve * RESERVE_UNIT;
            return gain > 0 ? most - uint256(gain) : most;
        }
    }

    /// @notice Returns {1e-6 usd} the reserve that covers `size` {base} at `price`, rounded up.
    function reserveFor(uint256 size, uint256 price) internal pure returns (uint256) {
        // Neither has more than 128 bits.
        unchecked {
            return divUp(size * price, WAD * RESERVE_UNIT);
        }
    }

    /// @notice Returns {base} the largest position `reserve` {1e-6 usd} covers at `price`, rounded down.
    function coveredBy(uint256 reserve, uint256 price) internal pure returns (uint256) {
        // A reserve has 96 bits, the factors 100.
        unchecked {
            return (reserve * (RESERVE_UNIT * WAD)) / price;
        }
    }

    /// @notice Returns {usd/base} the price at which equity falls to the maintenance margin, WAD; 0 if none does.
    /// @param funding {usd/base} Funding index now, WAD.
    /// @param fee {usd} What its reserve has cost, as {reserveFee} returns it.
    /// @param maintenance {1} Maintenance margin, WAD.
    function liquidationPrice(
        Account memory account,
        int256 funding,
        uint256 fee,
        uint256 maintenance,
        uint256 unit
    ) internal pure returns (uint256) {
        int256 entryValue = FixedPoint.mulWad(account.size, int256(account.mark) + funding);
        int256 margin = SafeCast.toInt256(account.margin * unit) - SafeCast.toInt256(fee);
        // margin + size P - entryValue = maintenance |size| P
        int256 numerator = entryValue - margin;
        int256 keep = account.size > 0 ? int256(WAD - maintenance) : int256(WAD + maintenance);
        int256 denominator = FixedPoint.mulWad(account.size, keep);
        if (denominator == 0 || (numerator > 0) != (denominator > 0)) return 0;
        return SignedMath.abs(numerator).divWadDown(SignedMath.abs(denominator));
    }
}
