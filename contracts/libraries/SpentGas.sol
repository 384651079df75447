// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";

/// @title SpentGas
/// @notice Tells a call that failed by itself from one that was given too little gas: who brings little must not make it
/// look as if a venue or a price had failed.
library SpentGas {
    /// @dev Of the gas before a call, a failure that leaves less than this part may have run out of it: each call on the way
    /// down keeps a 64th back, so that eight of them leave less than an eighth.
    uint256 private constant PART = 8;

    /// @notice Reverts where a call that failed may have run out of gas.
    /// @param before {gas} What there was before the call.
    function requireLeft(uint256 before) internal view {
        if (gasleft() < before / PART) revert ILeveragedToken.LeveragedToken_InsufficientGas(before);
    }
}
