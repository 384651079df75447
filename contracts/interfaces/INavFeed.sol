// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AggregatorV3Interface} from "./AggregatorV3Interface.sol";
import {ILeveragedToken} from "./ILeveragedToken.sol";

/// @notice What a poke remembers of a token.
/// @param nav {usd/share} NAV of one whole token as the feed showed it then, WAD.
/// @param price {usd/base} The underlying's price then, WAD.
/// @param notional {usd/share} Position behind one whole token then, signed WAD.
/// @param takenAt {s} When.
/// @param startedAt {s} When the feed last took NAV as it found it, without a bound.
struct Checkpoint {
    uint128 nav;
    uint128 price;
    int128 notional;
    uint40 takenAt;
    uint40 startedAt;
}

/// @title INavFeed
/// @notice The NAV of one leveraged token as a Chainlink-shaped feed, so that a lending market can take the token.
///
/// An answer is NAV in USD with 18 decimals: after losses it may have too few digits for 8. Its time is that of the
/// underlying's price, so the reader's own check of age works; that time is the round's id as well. Within a round the
/// answer may still move, by funding and fees.
///
/// There is an answer exactly while NAV is valid: while the underlying has a valid price, the fund is more than dust and
/// not wiped out. A halted market does not end that, as its index still marks the position. A settled token's NAV is its
/// share of what is left: it depends on no price and is valid for ever, at the time of the reading.
///
/// NAV itself can be raised within a block: by fees that stay in the fund, by gifts to its account, by rounding. An
/// answer follows that by {MAX_RISE} at most: it is the lesser of NAV and of what the last poke saw, carried along with
/// the price, plus that part. What NAV has lost since that poke by funding, fees and trading leaves as much room again,
/// so the bound is as tight as the last poke is young: poke after each rebalance, and once an hour. Falls show at once.
interface INavFeed is AggregatorV3Interface {
    /// @notice Emitted by each poke.
    /// @param nav {usd/share} What it remembers, WAD.
    /// @param price {usd/base} The underlying's price, WAD.
    /// @param restarted Whether it took NAV as it found it.
    event Poked(uint256 nav, uint256 price, bool restarted);

    /// @notice Thrown before the first poke, in the block of a restart, and in the block a token is settled in: an answer
    /// there could be what one transaction has made of it. The next block has one.
    /// @param since {s} When the feed was started or the token settled; 0 if the feed was never poked.
    error NavFeed_Unconfirmed(uint256 since);

    /// @notice Thrown when the token is worth nothing: its fund is wiped out, or settled and nothing is left.
    error NavFeed_Worthless();

    /// @notice Thrown when so few shares {share} are left that NAV is not the fund's but the virtual shares'.
    error NavFeed_Dust(uint256 supply, uint256 minimum);

    /// @notice Thrown when a round other than the current one is asked for: no other is kept.
    error NavFeed_UnknownRound(uint80 roundId, uint80 current);

    /// @notice The token whose NAV this is.
    function token() external view returns (ILeveragedToken);

    /// @notice What the last poke remembered; all zero before the first. A reader may ask for a young one.
    function checkpoint() external view returns (Checkpoint memory);

    /// @notice Remembers what the feed shows now as that which the next blocks may exceed by {MAX_RISE}. Anyone may call,
    /// any number of times. Reverts when there is no valid NAV.
    /// @dev The first one takes NAV as it finds it, and so does one that finds NAV above the bound after {RESTART_AFTER}
    /// without any: the feed then answers from the next block on. Does nothing for a settled token.
    function poke() external;

    // solhint-disable func-name-mixedcase
    /// @notice {1} The part by which one block can raise an answer beyond what the price explains, WAD.
    function MAX_RISE() external view returns (uint256);

    /// @notice {s} How long nobody must have poked before NAV above the bound is taken as it is.
    function RESTART_AFTER() external view returns (uint256);
    // solhint-enable func-name-mixedcase
}
