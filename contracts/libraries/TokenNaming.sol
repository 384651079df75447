// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title TokenNaming
/// @notice Symbols as the exchanges write them: BTC3L, BTC3S, ETH1.5L.
library TokenNaming {
    using Strings for uint256;

    /// @dev {1} Leverage is named to two digits, WAD.
    uint256 internal constant HUNDREDTH = 0.01e18;

    /// @notice Returns the symbol, for example "BTC1.5L".
    function symbol(string memory underlying, int256 leverage) internal pure returns (string memory) {
        return string.concat(underlying, multiple(leverage), leverage > 0 ? "L" : "S");
    }

    /// @notice Returns the name, for example "BTC 1.5x Long".
    function name(string memory underlying, int256 leverage) internal pure returns (string memory) {
        return string.concat(underlying, " ", multiple(leverage), leverage > 0 ? "x Long" : "x Short");
    }

    /// @notice Returns |leverage| in decimals without trailing zeros.
    function multiple(int256 leverage) internal pure returns (string memory) {
        uint256 hundredths = SignedMath.abs(leverage) / HUNDREDTH;
        string memory whole = (hundredths / 100).toString();
        uint256 fraction = hundredths % 100;
        if (fraction == 0) return whole;
        if (fraction % 10 == 0) return string.concat(whole, ".", (fraction / 10).toString());
        return string.concat(whole, fraction < 10 ? ".0" : ".", fraction.toString());
    }
}
