// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {AggregatorProxyInterface} from "../interfaces/AggregatorProxyInterface.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title MockChainlinkProxy
/// @notice A feed shaped as Chainlink's on a real chain: a proxy that keeps phase and aggregator in one slot and forwards,
/// adding the phase to round ids above bit 64. Rounds of earlier phases are read from their own aggregators.
contract MockChainlinkProxy is AggregatorV3Interface, AggregatorProxyInterface, Ownable {
    /// @notice Thrown when a round of a phase is read that has not begun.
    error MockChainlinkProxy_UnknownPhase(uint16 phaseId);

    /// @dev One slot, read once per price.
    struct Phase {
        uint16 id; // 2 bytes
        AggregatorV3Interface aggregator; // 20 bytes
    }

    Phase private _phase;

    /// @notice Returns the aggregator of a phase, zero for one that has not begun.
    mapping(uint16 phaseId => AggregatorV3Interface) public phaseAggregators;

    constructor(AggregatorV3Interface aggregator_) Ownable(msg.sender) {
        _begin(1, aggregator_);
    }

    /// @notice Starts a new phase with another aggregator.
    function setAggregator(AggregatorV3Interface aggregator_) external onlyOwner {
        _begin(_phase.id + 1, aggregator_);
    }

    /// @inheritdoc AggregatorProxyInterface
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
        uint16 phase = uint16(roundId >> 64);
        AggregatorV3Interface ofPhase = phaseAggregators[phase];
        if (address(ofPhase) == address(0)) revert MockChainlinkProxy_UnknownPhase(phase);
        (id, answer, startedAt, updatedAt, answeredInRound) = ofPhase.getRoundData(uint64(roundId));
        (id, answeredInRound) = (_withPhase(phase, id), _withPhase(phase, answeredInRound));
    }

    function _begin(uint16 phase, AggregatorV3Interface aggregator_) private {
        _phase = Phase(phase, aggregator_);
        phaseAggregators[phase] = aggregator_;
    }

    function _withPhase(uint16 phaseId_, uint80 roundId) private pure returns (uint80) {
        return (uint80(phaseId_) << 64) | roundId;
    }
}
