// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {TokenNaming} from "../../libraries/TokenNaming.sol";

/// @title TokenNamingHarness
/// @notice Makes {TokenNaming} callable.
contract TokenNamingHarness {
    function symbol(string memory underlying, int256 leverage) external pure returns (string memory) {
        return TokenNaming.symbol(underlying, leverage);
    }

    function name(string memory underlying, int256 leverage) external pure returns (string memory) {
        return TokenNaming.name(underlying, leverage);
    }

    function multiple(int256 leverage) external pure returns (string memory) {
        return TokenNaming.multiple(leverage);
    }
}
