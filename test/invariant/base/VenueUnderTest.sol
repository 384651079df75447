// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IVenueAccount} from "../../../contracts/interfaces/IVenueAccount.sol";
import {VenueLiquidity} from "../../../contracts/mocks/venue/VenueLiquidity.sol";
import {VenueScenario} from "../../../contracts/mocks/venue/VenueScenario.sol";

/// @title VenueUnderTest
/// @notice What tests call of the mock venue. It has no code, so that naming the venue does not compile it.
abstract contract VenueUnderTest is IVenueAccount, VenueLiquidity, VenueScenario {
    /// @notice Closes an account below its maintenance margin; pays the caller a part of the penalty.
    function liquidate(bytes32 id, address owner) external virtual returns (uint256 reward);

    /// @notice Adds margin to the caller's account, without trading.
    function depositMargin(bytes32 id, uint256 amount) external virtual;
}
