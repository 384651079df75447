// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {CodeStorage} from "../../libraries/CodeStorage.sol";

/// @title CodeStorageHarness
/// @notice Makes {CodeStorage} callable.
contract CodeStorageHarness {
    function read(address[] memory chunks) external view returns (bytes memory code) {
        return CodeStorage.read(chunks);
    }
}
