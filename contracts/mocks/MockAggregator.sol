// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title MockAggregator
/// @notice A Chainlink feed whose owner says what it answers. Rounds are numbered from 1 and kept for ever.
contract MockAggregator is AggregatorV3Interface, Ownable {
    using SafeCast for int256;
    using SafeCast for uint256;

    /// @notice Thrown when a round that does not exist is read.
    error MockAggregator_NoDataPresent(uint80 roundId);

    /// @notice Thrown when a round is read while the feed is set to fail.
    error MockAggregator_Failing();

    /// @notice Emitted with every new round, as Chainlink's aggregators do.
    /// @param current The answer.
    /// @param roundId The round's number.
    /// @param updatedAt {s} The answer's time.
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    /// @notice Emitted when the feed starts to fail or to answer again.
    event FailingSet(bool failing);

    /// @dev One slot, so that the newest round costs one storage read, failure flag included.
    struct Round {
        int128 answer; // 16 bytes
        uint40 updatedAt; // 5 bytes
        uint40 startedAt; // 5 bytes
        uint40 id; // 5 bytes
        bool failing; // 1 byte, meant only in `_latest`
    }

    /// @inheritdoc AggregatorV3Interface
    uint8 public immutable decimals;

    /// @inheritdoc AggregatorV3Interface
    string public description;

    Round private _latest;
    mapping(uint256 id => Round) private _earlier;

    /// @param description_ What is measured, such as "BTC / USD".
    /// @param decimals_ How many decimals an answer has.
    /// @param answer The first round's.
    constructor(string memory description_, uint8 decimals_, int256 answer) Ownable(msg.sender) {
        description = description_;
        decimals = decimals_;
        _append(answer, block.timestamp, block.timestamp);
    }

    /// @notice Adds a round that starts and ends now.
    function setAnswer(int256 answer) external onlyOwner {
        _append(answer, block.timestamp, block.timestamp);
    }

    /// @notice Adds a round with any times, for faults: `updatedAt` 0 is an incomplete one.
    function setRound(int256 answer, uint256 startedAt, uint256 updatedAt) external onlyOwner {
        _append(answer, startedAt, updatedAt);
    }

    /// @notice Makes every read of a round revert, or answer again.
    function setFailing(bool failing) external onlyOwner {
        _latest.failing = failing;
        emit FailingSet(failing);
    }

    /// @inheritdoc AggregatorV3Interface
    function version() external pure returns (uint256) {
        return 1;
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        Round memory round = _latest;
        if (round.failing) revert MockAggregator_Failing();
        return (round.id, round.answer, round.startedAt, round.updatedAt, round.id);
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(
        uint80 roundId
    ) external view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) {
        Round memory round = _latest;
        if (round.failing) revert MockAggregator_Failing();
        if (roundId != round.id) round = _earlier[roundId];
        if (round.id == 0) revert MockAggregator_NoDataPresent(roundId);
        return (round.id, round.answer, round.startedAt, round.updatedAt, round.id);
    }

    function _append(int256 answer, uint256 startedAt, uint256 updatedAt) private {
        Round memory round = _latest;
        if (round.id != 0) _earlier[round.id] = round;

        round.answer = answer.toInt128();
        round.startedAt = startedAt.toUint40();
        round.updatedAt = updatedAt.toUint40();
        ++round.id;
        _latest = round;
        emit AnswerUpdated(answer, round.id, updatedAt);
    }
}
