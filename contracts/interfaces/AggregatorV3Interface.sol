// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title AggregatorV3Interface
/// @notice The public face of a Chainlink data feed, by the name its users know.
// solhint-disable-next-line interface-starts-with-i
interface AggregatorV3Interface {
    /// @notice Returns how many decimals an answer has.
    function decimals() external view returns (uint8);

    /// @notice Returns what is measured, such as "BTC / USD".
    function description() external view returns (string memory);

    /// @notice Returns the version of the aggregator behind the feed.
    function version() external view returns (uint256);

    /// @notice Returns one round by its id. On a proxy the id carries the phase above bit 64.
    function getRoundData(
        uint80 roundId
    ) external view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    /// @notice Returns the newest round.
    function latestRoundData()
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
