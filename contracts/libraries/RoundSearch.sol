// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @dev Where a search for the newest valid round not after some time stands.
/// @param phase The proxy's phase it is in; 0 for a feed that is no proxy.
/// @param low A round that is not after the time, or 0. Round `high` is the next candidate once `low` has reached it.
/// @param high All rounds above it are excluded: after the time, not valid or not there.
/// @param isBounded Whether `high` is a round there has been; if not, the phase's newest round is unknown.
struct Place {
    uint256 phase;
    uint256 low;
    uint256 high;
    bool isBounded;
}

/// @title RoundSearch
/// @notice The order in which a search looks at a feed's rounds. In each phase, newest first: bisect towards the last round
/// that is not after the time, then walk back from there. A proxy's round id is phase << 64 | round, and both count from 1.
library RoundSearch {
    uint256 private constant MAX_ROUND = type(uint64).max;

    /// @dev Set in every cursor, so that none is 0, which stands for a search that has not begun.
    uint256 private constant BEGUN = 1 << 145;

    /// @dev Packs the place into one word.
    function toCursor(Place memory self) internal pure returns (uint256) {
        uint256 bounded = self.isBounded ? 1 << 144 : 0;
        return BEGUN | bounded | (self.phase << 128) | (self.low << 64) | self.high;
    }

    /// @dev Unpacks what {toCursor} has packed.
    function fromCursor(uint256 cursor) internal pure returns (Place memory) {
        return
            Place({
                phase: uint16(cursor >> 128),
                low: uint64(cursor >> 64),
                high: uint64(cursor),
                isBounded: (cursor >> 144) & 1 == 1
            });
    }

    /// @dev Returns the place whose next candidate is the round of that id.
    function startAt(uint256 id) internal pure returns (Place memory) {
        return Place({phase: uint16(id >> 64), low: uint64(id), high: uint64(id), isBounded: true});
    }

    /// @dev Returns the place at the end of a phase whose newest round is not known.
    function endOf(uint256 phase) internal pure returns (Place memory) {
        return Place({phase: phase, low: 0, high: MAX_ROUND, isBounded: false});
    }

    /// @dev Returns the feed's id of a round of the phase.
    function idOf(Place memory self, uint256 round) internal pure returns (uint256) {
        return (self.phase << 64) | round;
    }

    /// @dev Returns which round to ask whether it is after the time. Where the end is unknown, twice as far each time.
    function middle(Place memory self) internal pure returns (uint256) {
        if (self.high == MAX_ROUND && !self.isBounded) return Math.min(Math.max(2 * self.low, 1), MAX_ROUND);
        return self.low + Math.ceilDiv(self.high - self.low, 2);
    }

    /// @dev Goes on below the candidate, which is not valid.
    function reject(Place memory self) internal pure {
        self.high = Math.saturatingSub(self.high, 1);
        self.low = self.high;
    }

    /// @dev Goes on below the candidate, which is after the time. Many rounds below it may be so too.
    function rejectAsLater(Place memory self) internal pure {
        self.high = Math.saturatingSub(self.high, 1);
        self.low = 0;
    }
}
