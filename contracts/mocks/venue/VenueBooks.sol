// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Account} from "./VenueMath.sol";
import {VenueState} from "./VenueState.sol";

/// @title VenueBooks
/// @notice How money moves between an account, the pool and the insurance fund. What one loses another gets.
abstract contract VenueBooks is VenueState {
    using SafeCast for *;

    /// @dev {1e-6 usd} What the pool can still reserve.
    function _freeReserve(Books memory totals) internal view returns (uint256) {
        return totals.pool / _unitsPerReserve - totals.reserved;
    }

    /// @dev Takes the account out of the books and turns its unrealised result into pool money: profit up to the reserve
    /// leaves the pool, a loss up to the margin goes to it.
    /// @return marked {collateral} Equity, rounded down; negative when bankrupt.
    function _mark(Books memory totals, Account memory acc, int256 value) internal view returns (int256 marked) {
        marked = value >= 0 ? int256(uint256(value) / _unit) : -int256(Math.ceilDiv(uint256(-value), _unit));
        // The account's margin and reserve are part of the totals, and what it won is at most its reserve.
        unchecked {
            totals.margins -= acc.margin;
            totals.reserved -= acc.reserve;
            int256 pool =
                int256(uint256(totals.pool)) + int256(uint256(acc.margin)) - (marked > 0 ? marked : int256(0));
            totals.pool = SafeCast.toUint96(uint256(pool));
        }
    }

    /// @dev {collateral} What is left of a closed account's equity after `cost`; a bankrupt's shortfall is taken from
    /// insurance as far as it goes, the rest is the pool's, which got less than it won.
    function _settle(Books memory totals, int256 marked, uint256 cost) internal returns (uint256 left) {
        if (marked < 0) {
            uint256 covered = Math.min(insurance, uint256(-marked));
            insurance -= uint128(covered);
            totals.pool += covered.toUint96();
            return 0;
        }
        cost = Math.min(cost, uint256(marked));
        totals.pool += cost.toUint96();
        return uint256(marked) - cost;
    }
}
