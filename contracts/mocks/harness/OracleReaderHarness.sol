// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../../interfaces/IPriceOracle.sol";
import {OracleReader} from "../../libraries/OracleReader.sol";

/// @title OracleReaderHarness
/// @notice Makes {OracleReader} callable.
contract OracleReaderHarness {
    function tryPrice(IPriceOracle oracle) external view returns (bool ok, uint256 price, uint256 updatedAt) {
        return OracleReader.tryPrice(oracle);
    }
}
