// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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

    /// @notice Thrown when neither the newest round nor any within reach before it is valid.
    error PriceOracle_NoValidPrice();

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

    /// @notice Returns the newest price that is complete, positive, within bounds and not dated in the future, whatever its
    /// age and whatever the sequencer says. For closing a token whose feed has died, and for nothing else.
    /// @dev Looks at the newest round, then at a stated number of rounds before it. A round that cannot be read, whatever
    /// way it fails, is passed over. Reverts with NoValidPrice if none is valid, or if the feed does not say which round
    /// is its newest.
    /// @return value {usd/base} WAD, never zero.
    /// @return updatedAt {s} When the feed learned it.
    function lastValidPrice() external view returns (uint256 value, uint256 updatedAt);

    /// @notice Returns {1} WAD by how much the market may move before the feed speaks: 5e15 for 0.5 %.
    function deviationThreshold() external view returns (uint256);

    /// @notice Returns {s} how old a price may be.
    function maxAge() external view returns (uint256);
}
