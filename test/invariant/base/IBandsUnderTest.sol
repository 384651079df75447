// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {BandParameters} from "../../../contracts/types/BandParameters.sol";

/// @title IBandsUnderTest
/// @notice What tests ask of `BandPolicy` beside what a token does.
interface IBandsUnderTest {
    function parameters() external view returns (BandParameters memory);
}
