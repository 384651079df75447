// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../contracts/interfaces/IFuturesVenue.sol";

/// @notice What is wrong with the venue that a world's tokens are at; each has its own in `contracts/mocks/faulty/venues`.
enum Fault {
    None,
    Dear,
    Kind,
    Moody,
    Partial,
    LateMark
}

/// @title IFaultyVenue
/// @notice What tests call of those venues; each has its own lever.
interface IFaultyVenue is IFuturesVenue {
    function markup() external view returns (int256);
    function setMarkup(int256 markup) external;
    function isRefusing() external view returns (bool);
    function setRefusing(bool isRefusing) external;
    function setPieces(uint256 least, uint256 most) external;
    function setMark(uint256 mark) external;
}
