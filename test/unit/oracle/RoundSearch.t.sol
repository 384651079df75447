// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle, PriceSearch, SearchOutcome} from "../../../contracts/interfaces/IPriceOracle.sol";
import {Artifacts} from "../../invariant/base/Artifacts.sol";
import {VM} from "../../invariant/base/IVm.sol";

/// @notice A feed of several phases whose every round is the test's own.
contract ScriptedFeed {
    struct Entry {
        int256 answer;
        uint256 updatedAt;
        bool isReadable;
        bool isCarriedOver;
    }

    error Unreadable(uint256 phase, uint256 round);

    uint8 public immutable decimals = 18;
    uint16 public phaseId;
    bool private _answersLatest = true;
    mapping(uint256 phase => Entry[]) private _rounds;

    function beginPhase() external {
        ++phaseId;
    }

    function push(Entry calldata entry) external {
        _rounds[phaseId].push(entry);
    }

    function setAnswersLatest(bool answersLatest) external {
        _answersLatest = answersLatest;
    }

    function count(uint256 phase) external view returns (uint256) {
        return _rounds[phase].length;
    }

    function entryAt(uint256 phase, uint256 round) external view returns (Entry memory) {
        return _rounds[phase][round - 1];
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        if (!_answersLatest) revert Unreadable(phaseId, 0);
        return _round(phaseId, _rounds[phaseId].length);
    }

    function getRoundData(uint80 id) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round(uint16(id >> 64), uint64(id));
    }

    function _round(uint256 phase, uint256 round) private view returns (uint80, int256, uint256, uint256, uint80) {
        uint80 id = uint80((phase << 64) | round);
        // Half of Chainlink's aggregators revert for a round that does not exist, the others return zeros.
        if (round == 0 || round > _rounds[phase].length) {
            if (phase % 2 == 0) revert Unreadable(phase, round);
            return (id, 0, 0, 0, id);
        }
        Entry memory entry = _rounds[phase][round - 1];
        if (!entry.isReadable) revert Unreadable(phase, round);
        return (id, entry.answer, entry.updatedAt, entry.updatedAt, entry.isCarriedOver ? id - 1 : id);
    }
}

/// @notice Over any history, the search ends where looking at every round in turn, newest first, would end.
contract RoundSearchFuzzTest {
    uint256 private constant MIN_PRICE = 100;
    uint256 private constant MAX_PRICE = 200;
    uint256 private constant DURATION = 1_000;

    /// @dev What is drawn of a round's fault: one in so many has one of the six.
    uint256 private constant FAULT_ODDS = 3;

    error WrongEnd(PriceSearch expected, PriceSearch found);
    error NoEnd(uint256 calls);

    uint256 private _seed;

    function testFuzz_SearchEndsAtTheNewestValidRoundNotAfterTheTime(uint256 seed, uint256 ago) external {
        (ScriptedFeed feed, IPriceOracle oracle) = _build(seed);
        uint256 time = block.timestamp - 1 - (ago % DURATION);
        _requireSame(_newestValid(feed, time), oracle.priceAt(time, 0, 10_000));
    }

    function testFuzz_AnySplitIntoCallsHasTheSameEnd(uint256 seed, uint256 ago) external {
        (, IPriceOracle oracle) = _build(seed);
        uint256 time = block.timestamp - 1 - (ago % DURATION);
        PriceSearch memory expected = oracle.priceAt(time, 0, 10_000);

        PriceSearch memory search;
        for (uint256 calls = 0; calls < 10_000; ++calls) {
            search = oracle.priceAt(time, search.cursor, _draw(5));
            if (search.outcome != SearchOutcome.Unfinished) return _requireSame(expected, search);
        }
        revert NoEnd(10_000);
    }

    function testFuzz_LaterRoundsAndPhasesChangeNothing(uint256 seed, uint256 ago, uint8 more) external {
        (ScriptedFeed feed, IPriceOracle oracle) = _build(seed);
        feed.setAnswersLatest(true);
        uint256 time = block.timestamp - 1 - (ago % DURATION);
        PriceSearch memory expected = oracle.priceAt(time, 0, 10_000);

        for (uint256 i = 0; i < more; ++i) {
            VM.warp(block.timestamp + 1);
            if (_draw(50) == 0) feed.beginPhase();
            _push(feed, block.timestamp, i != 0);
        }
        _requireSame(expected, oracle.priceAt(time, 0, 10_000));
    }

    function testFuzz_AnyNumberOfUnreadableRoundsOfTheNewestPhaseIsPassedOver(
        uint256 seed,
        uint256 ago,
        uint8 unreadable
    ) external {
        (ScriptedFeed feed, IPriceOracle oracle) = _build(seed);
        feed.setAnswersLatest(true);
        for (uint256 i = 0; i < unreadable; ++i) feed.push(ScriptedFeed.Entry(0, 0, false, false));
        for (uint256 i = _draw(40) + 1; i != 0; --i) {
            VM.warp(block.timestamp + 1);
            _push(feed, block.timestamp, false);
        }
        VM.warp(block.timestamp + 1);
        uint256 time = block.timestamp - 1 - (ago % DURATION);
        _requireSame(_newestValid(feed, time), oracle.priceAt(time, 0, 10_000));
    }

    /// @dev A feed of one to four phases of up to 40 rounds each, the last of which may have no newest round.
    function _build(uint256 seed) private returns (ScriptedFeed feed, IPriceOracle oracle) {
        _seed = seed;
        feed = new ScriptedFeed();
        uint256 time = block.timestamp;
        for (uint256 phases = 1 + _draw(4); phases != 0; --phases) {
            feed.beginPhase();
            uint256 rounds = _draw(41);
            for (uint256 i = 0; i < rounds; ++i) {
                time += _draw(2 * (DURATION / 80));
                // Never two neighbours out of line, nor an unreadable round at a phase's end: the search promises nothing there.
                bool mayMislead = i % 2 == 1 && i + 1 < rounds;
                _push(feed, time, mayMislead);
            }
        }
        feed.setAnswersLatest(_draw(2) == 0);
        VM.warp(time + 1);
        // Any age; no deviation threshold, and no sequencer feed with its grace period.
        bytes memory settings = abi.encode(feed, 1, MIN_PRICE, MAX_PRICE, 0, address(0), 0);
        oracle = IPriceOracle(Artifacts.deploy("ChainlinkPriceOracle.sol:ChainlinkPriceOracle", settings));
    }

    function _push(ScriptedFeed feed, uint256 time, bool mayMislead) private {
        ScriptedFeed.Entry memory entry = ScriptedFeed.Entry(int256(MIN_PRICE + _draw(101)), time, true, false);
        if (_draw(FAULT_ODDS) == 0) {
            uint256 fault = _draw(mayMislead ? 7 : 5);
            if (fault == 0) entry.answer = int256(MIN_PRICE) - 1;
            else if (fault == 1) entry.answer = int256(MAX_PRICE) + 1;
            else if (fault == 2) entry.answer = -1;
            else if (fault == 3) entry.isCarriedOver = true;
            else if (fault == 4) entry.updatedAt = 0;
            else if (fault == 5) entry.isReadable = false;
            else entry.updatedAt = time + 10 * DURATION;
        }
        feed.push(entry);
    }

    function _newestValid(ScriptedFeed feed, uint256 time) private view returns (PriceSearch memory expected) {
        for (uint256 phase = feed.phaseId(); phase != 0; --phase) {
            for (uint256 round = feed.count(phase); round != 0; --round) {
                ScriptedFeed.Entry memory entry = feed.entryAt(phase, round);
                if (!entry.isReadable || entry.isCarriedOver || entry.updatedAt == 0 || entry.updatedAt > time)
                    continue;
                if (entry.answer < int256(MIN_PRICE) || entry.answer > int256(MAX_PRICE)) continue;
                return PriceSearch(SearchOutcome.Found, uint256(entry.answer), entry.updatedAt, 0);
            }
        }
        expected.outcome = SearchOutcome.None;
    }

    function _draw(uint256 end) private returns (uint256) {
        _seed = uint256(keccak256(abi.encode(_seed)));
        return _seed % end;
    }

    function _requireSame(PriceSearch memory expected, PriceSearch memory found) private pure {
        if (keccak256(abi.encode(expected)) != keccak256(abi.encode(found))) revert WrongEnd(expected, found);
    }
}
