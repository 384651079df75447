// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {StipendCall} from "./StipendCall.sol";

/// @title OracleReader
/// @notice Asks an oracle for its price on behalf of a contract that acts on "there is none": a caller must not be able to
/// cause that with a low gas limit. A contract that reverts without a price calls `oracle.price()` itself.
library OracleReader {
    /// @dev {gas} What `price()` may use. Over Chainlink-shaped proxies for price and sequencer it takes 28,500 with all
    /// slots cold: this is five times that, and still leaves a settlement room in what the upkeep gives a token.
    uint256 internal constant STIPEND = 150_000;

    /// @dev Returns the price if there is one. An oracle that reverts, has no code, returns too little or uses more than the
    /// stipend has none. Reverts with {StipendCall.StipendCall_InsufficientGas} if the stipend cannot be given in full.
    /// @return ok Whether there is a price; if not, the rest is zero.
    /// @return price {usd/base} WAD.
    /// @return updatedAt {s}
    function tryPrice(IPriceOracle oracle) internal view returns (bool ok, uint256 price, uint256 updatedAt) {
        uint256[2] memory words;
        uint256 output;
        assembly ("memory-safe") {
            output := words
        }
        ok = StipendCall.tryCallWithStipend(address(oracle), STIPEND, IPriceOracle.price.selector, 0, output, 2);
        if (ok) (price, updatedAt) = (words[0], words[1]);
    }
}
