// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {MockTrader} from "./MockTrader.sol";

/// @title ParityActor
/// @notice A holder, keeper, trader or liquidity provider whose calls leave in the log what they returned: a
/// transaction does not say that otherwise.
contract ParityActor is MockTrader {
    /// @notice Emitted by each call that does not revert.
    event Returned(bytes result);

    constructor(IFuturesVenue venue_) MockTrader(venue_) {}

    /// @notice Calls `target` as this account; reverts as `target` does. Emits {Returned}.
    function run(address target, bytes calldata data) external {
        emit Returned(this.execute(target, data));
    }
}
