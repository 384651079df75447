// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {CostCurve} from "../../libraries/CostCurve.sol";
import {FixedPoint} from "../../libraries/FixedPoint.sol";
import {Curve} from "../../types/Venue.sol";
import {Account, VenueMath} from "./VenueMath.sol";
import {VenueState} from "./VenueState.sol";

/// @title VenueBooks
/// @notice What an account is worth and a trade costs, and how money moves between account, pool and insurance: what
/// one loses another gets.
abstract contract VenueBooks is VenueState {
    using CostCurve for Curve;
    using FixedPoint for uint256;
    using VenueMath for Account;

    /// @dev {1e-6 usd} What the pool can still reserve.
    function _freeReserve(Totals memory totals) internal view returns (uint256) {
        // Never more is reserved than the pool has.
        unchecked {
            return totals.pool / _unitsPerReserve - totals.reserved;
        }
    }

    /// @dev {usd} What an account worth `worth` {usd} could be paid out now; negative when bankrupt.
    function _value(Priced memory priced, Account memory acc, int256 worth) internal pure returns (int256) {
        return VenueMath.lessFee(worth, acc.reserveFee(priced.reserveFee, priced.fundedUntil));
    }

    /// @dev Takes an account worth `worth` {usd} out of the pool's books: profit up to the reserve leaves the pool, a loss
    /// up to the margin goes to it.
    /// @return owned {collateral} What the account has, rounded down, before it has paid for its reserve.
    function _release(Totals memory totals, Account memory acc, int256 worth) internal view returns (uint256 owned) {
        // The account's reserve is part of the totals, and what it won is at most its reserve.
        unchecked {
            owned = worth > 0 ? uint256(worth) / _unit : 0;
            totals.reserved -= acc.reserve;
            totals.pool = totals.pool + acc.margin - owned;
        }
    }

    /// @dev Takes the account out of the books: its unrealised result becomes pool money, what its reserve cost goes to
    /// insurance.
    /// @return marked {collateral} Equity, rounded down; negative when bankrupt.
    function _mark(
        Totals memory totals,
        Priced memory priced,
        Account memory acc
    ) internal view returns (int256 marked) {
        int256 worth = acc.worth(priced.net, _unit);
        uint256 owned = _release(totals, acc, worth);
        int256 value = _value(priced, acc, worth);
        if (value < 0) return -int256(VenueMath.divUp(uint256(-value), _unit));
        // A value is at most what the account is worth.
        unchecked {
            marked = int256(uint256(value) / _unit);
            totals.insurance += owned - uint256(marked);
        }
    }

    /// @dev {collateral} What trading `sizeDelta` costs now, rounded up, and what of it is the taker fee, rounded down.
    function _cost(Priced memory priced, int256 sizeDelta) internal view returns (uint256 cost, uint256 fee) {
        if (sizeDelta == 0) return (0, 0);
        uint256 traded = SignedMath.abs(sizeDelta).mulWadUp(priced.price);
        fee = traded.mulWadUp(priced.curve.fee);
        cost = fee;
        if (priced.curve.depth != 0) cost += priced.curve.impactUp(FixedPoint.withSignOf(traded, sizeDelta));
        return (VenueMath.divUp(cost, _unit), fee / _unit);
    }

    /// @dev The pool gets the taker fee; impact goes to insurance.
    function _charge(Totals memory totals, uint256 cost, uint256 fee) internal pure {
        // A fee is part of the cost, which has fewer than 200 bits.
        unchecked {
            totals.pool += fee;
            totals.insurance += cost - fee;
        }
    }

    /// @dev {collateral} What is left of a closed account's equity; a bankrupt's shortfall is taken from insurance as
    /// far as it goes, the rest is the pool's, which got less than it won.
    function _settle(Totals memory totals, int256 marked) internal pure returns (uint256 left) {
        if (marked >= 0) return uint256(marked);
        uint256 covered = Math.min(totals.insurance, uint256(-marked));
        totals.insurance -= covered;
        totals.pool += covered;
    }
}
