// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title MockChainlinkProxy
/// @notice A feed shaped as Chainlink's on a real chain, for measuring gas: a proxy that keeps phase and aggregator in one
/// slot and forwards, adding the phase to round ids above bit 64.
contract MockChainlinkProxy is AggregatorV3Interface, Ownable {
    /// @notice Thrown when a round of a phase other than the current one is read.
    error MockChainlinkProxy_UnknownPhase(uint16 phaseId);

    /// @dev One slot, read once per price.
    struct Phase {
        uint16 id; // 2 bytes
        AggregatorV3Interface aggregator; // 20 bytes
    }

    Phase private _phase;

    constructor(AggregatorV3Interface aggregator_) Ownable(msg.sender) {
        _phase = Phase(1, aggregator_);
    }

    /// @notice Starts a new phase with another aggregator.
    function setAggregator(AggregatorV3Interface aggregator_) external onlyOwner {
        _phase = Phase(_phase.id + 1, aggregator_);
    }

    /// @notice Returns which phase it is: it counts the aggregators there have been.
    function phaseId() external view returns (uint16) {
        return _phase.id;
    }

    /// @notice Returns the aggregator behind the proxy.
    function aggregator() external view returns (AggregatorV3Interface) {
        return _phase.aggregator;
    }

    /// @inheritdoc AggregatorV3Interface
    function decimals() external view returns (uint8) {
        return _phase.aggregator.decimals();
    }

    /// @inheritdoc AggregatorV3Interface
    function description() external view returns (string memory) {
        return _phase.aggregator.description();
    }

    /// @inheritdoc AggregatorV3Interface
    function version() external view returns (uint256) {
        return _phase.aggregator.version();
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        Phase memory phase = _phase;
        (id, answer, startedAt, updatedAt, answeredInRound) = phase.aggregator.latestRoundData();
        (id, answeredInRound) = (_withPhase(phase.id, id), _withPhase(phase.id, answeredInRound));
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(
        uint80 roundId
    ) external view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) {
        Phase memory phase = _phase;
        if (roundId >> 64 != phase.id) revert MockChainlinkProxy_UnknownPhase(uint16(roundId >> 64));
        (id, answer, startedAt, updatedAt, answeredInRound) = phase.aggregator.getRoundData(uint64(roundId));
        (id, answeredInRound) = (_withPhase(phase.id, id), _withPhase(phase.id, answeredInRound));
    }

    function _withPhase(uint16 phaseId_, uint80 roundId) private pure returns (uint80) {
        return (uint80(phaseId_) << 64) | roundId;
    }
}
