// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AggregatorProxyInterface} from "../interfaces/AggregatorProxyInterface.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";
import {StipendCall} from "./StipendCall.sol";

/// @dev One round as a feed returns it: five words, none of them trusted to fit its type.
struct Round {
    uint256 id;
    int256 answer;
    uint256 startedAt;
    uint256 updatedAt;
    uint256 answeredInRound;
}

/// @title FeedReader
/// @notice Reads a Chainlink feed's rounds into memory that the caller provides. A feed that fails in any way counts as one
/// that has not answered; the memory is undefined then.
library FeedReader {
    /// @dev {gas} What each call of a search may use. A Chainlink-shaped proxy takes 11,000 with all slots cold.
    uint256 private constant STIPEND = 100_000;

    uint256 private constant ROUND_WORDS = 5;

    /// @dev Reads the newest round with all the gas there is: for a caller that reverts if there is no answer.
    function tryLatest(AggregatorV3Interface feed, Round memory round) internal view returns (bool answered) {
        bytes4 selector = AggregatorV3Interface.latestRoundData.selector;
        return StipendCall.tryCall(address(feed), gasleft(), selector, 0, _pointer(round), ROUND_WORDS);
    }

    /// @dev Reads the newest round with a stipend.
    function tryLatestWithStipend(
        AggregatorV3Interface feed,
        Round memory round
    ) internal view returns (bool answered) {
        return _tryWithStipend(feed, AggregatorV3Interface.latestRoundData.selector, 0, round);
    }

    /// @dev Reads the round of that id with a stipend.
    function tryRoundWithStipend(
        AggregatorV3Interface feed,
        uint256 id,
        Round memory round
    ) internal view returns (bool answered) {
        return _tryWithStipend(feed, AggregatorV3Interface.getRoundData.selector, id, round);
    }

    /// @dev Returns the phase a proxy is in, with a stipend; 0 for a feed that is no proxy.
    function phaseWithStipend(AggregatorV3Interface feed) internal view returns (uint256) {
        uint256[1] memory words;
        uint256 output;
        assembly ("memory-safe") {
            output := words
        }
        bytes4 selector = AggregatorProxyInterface.phaseId.selector;
        bool answered = StipendCall.tryCallWithStipend(address(feed), STIPEND, selector, 0, output, 1);
        return answered ? uint16(words[0]) : 0;
    }

    /// @dev Whether the feed says nothing of the round: so Chainlink's aggregators answer for one that does not exist.
    function isEmpty(Round memory round) internal pure returns (bool) {
        return round.answer == 0 && round.startedAt == 0 && round.updatedAt == 0;
    }

    /// @dev Whether the round has a time, and an answer that is not carried over from an earlier one.
    function isComplete(Round memory round) internal pure returns (bool) {
        return round.updatedAt != 0 && round.answeredInRound >= round.id;
    }

    function _tryWithStipend(
        AggregatorV3Interface feed,
        bytes4 selector,
        uint256 argument,
        Round memory round
    ) private view returns (bool answered) {
        return StipendCall.tryCallWithStipend(address(feed), STIPEND, selector, argument, _pointer(round), ROUND_WORDS);
    }

    function _pointer(Round memory round) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := round
        }
    }
}
