// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AggregatorV3Interface} from "../../../contracts/interfaces/AggregatorV3Interface.sol";
import {IPriceOracle, PriceSearch, SearchOutcome} from "../../../contracts/interfaces/IPriceOracle.sol";
import {MockRawFeed} from "../../../contracts/mocks/faulty/MockRawFeed.sol";
import {Artifacts} from "../../invariant/base/Artifacts.sol";

/// @notice Whatever five words a feed of whatever decimals returns, the oracle gives a price exactly when every check
/// passes, and then the right one.
contract ChainlinkPriceOracleFuzzTest {
    uint256 private constant MAX_AGE = 1 hours;
    uint256 private constant MIN_PRICE = 1e15;
    uint256 private constant MAX_PRICE = 1e24;

    struct Words {
        uint256 id;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint256 answeredInRound;
    }

    error WrongVerdict(bool valid, bool answered);
    error WrongPrice(uint256 expected, uint256 value);
    error WrongTime(uint256 expected, uint256 updatedAt);
    error UntypedRevert(bytes4 selector);

    function testFuzz_PriceIsGivenExactlyWhenEveryCheckPasses(
        Words memory words,
        uint8 decimals,
        uint8 shape
    ) external {
        decimals = decimals % 37;
        // Most fuzzed words are absurd; half of the runs bring each of them near what is valid.
        if (shape & 1 == 0) words.updatedAt = block.timestamp + (words.updatedAt % 3) - _ago(words.startedAt);
        if (shape & 2 == 0) words.answeredInRound = words.id;
        if (shape & 4 == 0) words.answer = int256((10 ** decimals * (uint256(words.answer) % 2e9)) / 1e3);
        IPriceOracle oracle = _oracle(words, decimals);

        bool valid =
            words.updatedAt != 0 &&
                words.answeredInRound >= words.id &&
                words.answer > 0 &&
                words.updatedAt <= block.timestamp;
        uint256 expected = valid ? _scaled(uint256(words.answer), decimals) : 0;
        valid = valid && expected >= MIN_PRICE && expected <= MAX_PRICE;

        bool fresh = valid && block.timestamp - words.updatedAt <= MAX_AGE;
        try oracle.price() returns (uint256 value, uint256 updatedAt) {
            _check(fresh, expected, value, words.updatedAt, updatedAt);
        } catch (bytes memory reason) {
            if (fresh) revert WrongVerdict(fresh, false);
            _requireTyped(bytes4(reason));
        }

        // Every earlier round is unreadable here: the newest one decides, or all steps back from it run out.
        PriceSearch memory search = oracle.priceAt(block.timestamp - 1, 0, 4);
        bool past = valid && words.updatedAt < block.timestamp;
        if (search.outcome == SearchOutcome.Found) {
            _check(past, expected, search.price, words.updatedAt, search.updatedAt);
        } else if (past) {
            revert WrongVerdict(past, false);
        }
    }

    function _oracle(Words memory words, uint8 decimals) private returns (IPriceOracle) {
        MockRawFeed feed = new MockRawFeed(decimals);
        feed.setResponse(AggregatorV3Interface.latestRoundData.selector, abi.encode(words));
        // No deviation threshold, and no sequencer feed with its grace period.
        bytes memory settings = abi.encode(feed, MAX_AGE, MIN_PRICE, MAX_PRICE, 0, address(0), 0);
        return IPriceOracle(Artifacts.deploy("ChainlinkPriceOracle.sol:ChainlinkPriceOracle", settings));
    }

    /// @dev {s} Up to twice the maximum age, but never before 1970.
    function _ago(uint256 seed) private view returns (uint256 ago) {
        ago = seed % (2 * MAX_AGE);
        if (ago > block.timestamp) ago = block.timestamp;
    }

    function _scaled(uint256 answer, uint256 decimals) private pure returns (uint256) {
        if (decimals >= 18) return answer / 10 ** (decimals - 18);
        uint256 factor = 10 ** (18 - decimals);
        return answer > type(uint256).max / factor ? type(uint256).max : answer * factor;
    }

    function _check(bool valid, uint256 expected, uint256 value, uint256 time, uint256 updatedAt) private pure {
        if (!valid) revert WrongVerdict(valid, true);
        if (value != expected) revert WrongPrice(expected, value);
        if (updatedAt != time) revert WrongTime(time, updatedAt);
    }

    function _requireTyped(bytes4 selector) private pure {
        if (
            selector != IPriceOracle.PriceOracle_IncompleteRound.selector &&
            selector != IPriceOracle.PriceOracle_InvalidAnswer.selector &&
            selector != IPriceOracle.PriceOracle_FutureTimestamp.selector &&
            selector != IPriceOracle.PriceOracle_StalePrice.selector &&
            selector != IPriceOracle.PriceOracle_OutOfBounds.selector
        ) revert UntypedRevert(selector);
    }
}
