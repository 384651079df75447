// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {CostCurve} from "../../libraries/CostCurve.sol";
import {Curve} from "../../types/Venue.sol";
import {Account, VenueMath} from "./VenueMath.sol";
import {VenueState} from "./VenueState.sol";

/// @title VenueBooks
/// @notice What an account is worth and a trade costs, and how money moves between account, pool and insurance: what
/// one loses another gets.
abstract contract VenueBooks is VenueState {
    using CostCurve for Curve;
    using SafeCast for *;
    using VenueMath for Account;

    /// @dev {1e-6 usd} What the pool can still reserve.
    function _freeReserve(Books memory totals) internal view returns (uint256) {
        return totals.pool / _unitsPerReserve - totals.reserved;
    }

    /// @dev {usd} What the account could be paid out now; negative when bankrupt.
    function _value(Priced memory priced, Account memory acc) internal view returns (int256) {
        return _lessFee(priced, acc, acc.worth(priced.net, _unit));
    }

    function _lessFee(Priced memory priced, Account memory acc, int256 worth) private pure returns (int256) {
        return VenueMath.lessFee(worth, acc.reserveFee(priced.reserveFee, priced.fundedUntil));
    }

    /// @dev Takes the account out of the books. Its unrealised result becomes pool money: profit up to the reserve
    /// leaves the pool, a loss up to the margin goes to it. What the reserve cost goes to insurance.
    /// @return marked {collateral} Equity, rounded down; negative when bankrupt.
    function _mark(
        Books memory totals,
        Priced memory priced,
        Account memory acc
    ) internal view returns (int256 marked) {
        int256 worth = acc.worth(priced.net, _unit);
        int256 value = _lessFee(priced, acc, worth);
        marked = value >= 0 ? int256(uint256(value) / _unit) : -int256(Math.ceilDiv(uint256(-value), _unit));
        // The account's reserve is part of the totals, and what it won is at most its reserve.
        unchecked {
            uint256 owned = worth > 0 ? uint256(worth) / _unit : 0;
            totals.reserved -= acc.reserve;
            totals.pool = SafeCast.toUint96(uint256(totals.pool) + acc.margin - owned);
            if (marked >= 0) totals.insurance = SafeCast.toUint96(totals.insurance + (owned - uint256(marked)));
        }
    }

    /// @dev {collateral} What trading `sizeDelta` costs now, rounded up, and what of it is the taker fee, rounded down.
    function _cost(Priced memory priced, int256 sizeDelta) internal view returns (uint256 cost, uint256 fee) {
        if (sizeDelta == 0) return (0, 0);
        Curve memory curve = _curve(priced);
        cost = Math.ceilDiv(curve.costUp(sizeDelta, priced.price), _unit);
        curve.depth = 0;
        fee = curve.costUp(sizeDelta, priced.price) / _unit;
    }

    /// @dev The pool gets the taker fee; impact goes to insurance.
    function _charge(Books memory totals, uint256 cost, uint256 fee) internal pure {
        totals.pool += fee.toUint96();
        totals.insurance += (cost - fee).toUint96();
    }

    /// @dev {collateral} What is left of a closed account's equity; a bankrupt's shortfall is taken from insurance as
    /// far as it goes, the rest is the pool's, which got less than it won.
    function _settle(Books memory totals, int256 marked) internal pure returns (uint256 left) {
        if (marked >= 0) return uint256(marked);
        uint256 covered = Math.min(totals.insurance, uint256(-marked));
        totals.insurance -= uint96(covered);
        totals.pool += covered.toUint96();
    }
}
