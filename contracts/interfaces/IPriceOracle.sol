// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice How a search for a past price has ended, if it has.
enum SearchOutcome {
    Unfinished,
    Found,
    None
}

/// @notice What a call of {IPriceOracle.priceAt} has come to.
/// @param outcome Whether there is a price, there is none, or the search must go on.
/// @param price {usd/base} WAD, never zero if found; zero if not.
/// @param updatedAt {s} When the feed learned it; zero unless found.
/// @param cursor Where to go on, never zero if unfinished and at least one step was made; zero at the end.
struct PriceSearch {
    SearchOutcome outcome;
    uint256 price;
    uint256 updatedAt;
    uint256 cursor;
}

/// @title IPriceOracle
/// @notice The price of one base asset, or a typed revert that says why there is none. Never zero.
///
/// What is trusted: that an answer which passes every check below is the market's, give or take `deviationThreshold`.
/// What is not: that there is an answer. Whoever reads a price must be able to live with a revert.
interface IPriceOracle {
    /// @notice Thrown when the feed itself, or the sequencer's, reverts, has no code or returns too little.
    /// @param feed The feed that did not answer.
    error PriceOracle_FeedFailed(address feed);

    /// @notice Thrown when the newest round has no time, or its answer is carried over from an earlier round.
    /// @param roundId The feed's id of that round.
    error PriceOracle_IncompleteRound(uint256 roundId);

    /// @notice Thrown when the newest answer is zero or negative.
    /// @param answer The answer, in the feed's own decimals.
    error PriceOracle_InvalidAnswer(int256 answer);

    /// @notice Thrown when the newest answer is dated after this block.
    /// @param updatedAt {s} The answer's time.
    error PriceOracle_FutureTimestamp(uint256 updatedAt);

    /// @notice Thrown when the newest answer is older than allowed.
    /// @param updatedAt {s} The answer's time.
    /// @param maxAge {s} The oldest an answer may be.
    error PriceOracle_StalePrice(uint256 updatedAt, uint256 maxAge);

    /// @notice Thrown when the newest answer is outside what this oracle was created to believe.
    /// @param price {usd/base} The answer, WAD.
    /// @param min {usd/base} The lowest price allowed, WAD.
    /// @param max {usd/base} The highest price allowed, WAD.
    error PriceOracle_OutOfBounds(uint256 price, uint256 min, uint256 max);

    /// @notice Thrown when the layer-2 sequencer is down: prices may have moved without anyone able to act.
    error PriceOracle_SequencerDown();

    /// @notice Thrown when the layer-2 sequencer has come back too recently for everyone to have had their turn.
    /// @param upSince {s} When it came back.
    /// @param until {s} The last second in which there is no price.
    error PriceOracle_SequencerGracePeriod(uint256 upSince, uint256 until);

    /// @notice Thrown when a price is asked for at a time whose last round may still be to come.
    /// @param time {s} The time asked for.
    /// @param current {s} This block's time.
    error PriceOracle_TimeNotPast(uint256 time, uint256 current);

    /// @notice Thrown at creation when a feed has no code.
    /// @param feed The address given.
    error PriceOracle_NotAContract(address feed);

    /// @notice Thrown at creation when the feed's answers have more decimals than can be scaled.
    /// @param decimals What the feed says.
    /// @param max The most allowed.
    error PriceOracle_TooManyDecimals(uint256 decimals, uint256 max);

    /// @notice Thrown at creation unless 0 < min < max <= 2^128 - 1.
    /// @param min {usd/base} The lowest price, WAD.
    /// @param max {usd/base} The highest price, WAD.
    error PriceOracle_InvalidBounds(uint256 min, uint256 max);

    /// @notice Thrown at creation when no age would be allowed.
    error PriceOracle_ZeroMaxAge();

    /// @notice Thrown at creation when the deviation threshold is 100 % or more.
    /// @param deviationThreshold {1} What was given, WAD.
    error PriceOracle_InvalidDeviationThreshold(uint256 deviationThreshold);

    /// @notice Returns the price now.
    /// @dev Reverts with the error of the first check that fails: SequencerDown, SequencerGracePeriod, FeedFailed,
    /// IncompleteRound, InvalidAnswer, FutureTimestamp, StalePrice, OutOfBounds.
    /// @return value {usd/base} WAD, never zero.
    /// @return updatedAt {s} When the feed learned it; never in the future, never older than `maxAge`.
    function price() external view returns (uint256 value, uint256 updatedAt);

    /// @notice Looks for the price at a past time: that of the newest round which is complete, positive, within bounds and
    /// not after `time`. Its age does not matter, nor does the sequencer. Only for closing positions when a feed has died.
    /// @dev The search may take several calls. It begins with cursor 0; each further call gets the same `time` and the cursor
    /// of the call before. The split into calls does not change the result, and neither does gas: too little of it reverts
    /// with {StipendCall.StipendCall_InsufficientGas}. A cursor from any other source leads to a wrong price, so a contract
    /// that stores a search may take `steps` from its callers, but not the cursor.
    ///
    /// The feed's times must not fall as its round ids rise. A single round that breaks this is passed over, and so are any
    /// rounds that cannot be read; only in a phase that is not the newest two such neighbours count as its end. The result
    /// can change only with the feed's past: if rounds that could not be read can be read again, or if a proxy gets a new
    /// aggregator that has rounds from before. `None` should therefore be acted on only after a long wait.
    ///
    /// Reverts with TimeNotPast unless `time` is before this block's.
    /// @param time {s} The latest a round may be from.
    /// @param cursor 0 to begin, then what the call before has returned.
    /// @param steps How far to go at most in this call. A step reads one round or two.
    /// @return search Found, none, or where to go on.
    function priceAt(uint256 time, uint256 cursor, uint256 steps) external view returns (PriceSearch memory search);

    /// @notice Returns {1} WAD by how much the market may move before the feed speaks: 5e15 for 0.5 %.
    function deviationThreshold() external view returns (uint256);

    /// @notice Returns {s} how old a price may be.
    function maxAge() external view returns (uint256);
}
