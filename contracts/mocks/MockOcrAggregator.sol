// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title MockOcrAggregator
/// @notice The aggregator behind `MockChainlinkProxy`, for measuring gas: like Chainlink's it reads two slots for the
/// newest round, one that holds the round's number among other hot values, one for the transmission itself.
contract MockOcrAggregator is AggregatorV3Interface, Ownable {
    using SafeCast for int256;

    /// @dev One slot.
    struct Transmission {
        int192 answer; // 24 bytes
        uint32 observedAt; // 4 bytes
        uint32 transmittedAt; // 4 bytes
    }

    /// @inheritdoc AggregatorV3Interface
    uint8 public immutable decimals;
    /// @inheritdoc AggregatorV3Interface
    string public description;

    uint32 private _latestRoundId;
    mapping(uint32 roundId => Transmission) private _transmissions;

    constructor(string memory description_, uint8 decimals_, int256 answer) Ownable(msg.sender) {
        description = description_;
        decimals = decimals_;
        transmit(answer);
    }

    /// @notice Adds a round observed and transmitted now.
    function transmit(int256 answer) public onlyOwner {
        uint32 now_ = uint32(block.timestamp);
        _transmissions[++_latestRoundId] = Transmission(answer.toInt192(), now_, now_);
    }

    /// @inheritdoc AggregatorV3Interface
    function version() external pure returns (uint256) {
        return 6;
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return _round(_latestRoundId);
    }

    /// @inheritdoc AggregatorV3Interface
    /// @dev Zeros for a round that does not exist, as Chainlink's.
    function getRoundData(
        uint80 roundId
    ) external view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) {
        if (roundId > type(uint32).max) return (0, 0, 0, 0, 0);
        return _round(uint32(roundId));
    }

    function _round(uint32 roundId) private view returns (uint80, int256, uint256, uint256, uint80) {
        Transmission memory transmission = _transmissions[roundId];
        return (roundId, transmission.answer, transmission.observedAt, transmission.transmittedAt, roundId);
    }
}
