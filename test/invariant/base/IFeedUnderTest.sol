// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AggregatorV3Interface} from "../../../contracts/interfaces/AggregatorV3Interface.sol";

/// @title IFeedUnderTest
/// @notice A feed that tests speak for.
interface IFeedUnderTest is AggregatorV3Interface {
    function setAnswer(int256 answer) external;
    function setRound(int256 answer, uint256 startedAt, uint256 updatedAt) external;
    function setFailing(bool failing) external;
}
