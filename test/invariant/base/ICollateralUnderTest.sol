// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

/// @title ICollateralUnderTest
/// @notice A collateral that tests can make more of.
interface ICollateralUnderTest is IERC20Metadata {
    function mint(address to, uint256 amount) external;
}
