// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ReentrantCollateral} from "../../../contracts/mocks/faulty/ReentrantCollateral.sol";

/// @title CollateralUnderTest
/// @notice A collateral with a hook, see {ReentrantCollateral}, and a block list.
contract CollateralUnderTest is ReentrantCollateral {
    mapping(address who => bool) public isBlocked;

    /// @notice Thrown when somebody blocked is to be paid.
    error CollateralUnderTest_Blocked(address who);

    function setBlocked(address who, bool blocked) external {
        isBlocked[who] = blocked;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (isBlocked[to]) revert CollateralUnderTest_Blocked(to);
        super._update(from, to, amount);
    }
}
