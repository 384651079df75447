// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {IMarginPayer} from "../../interfaces/IVenueAccount.sol";

/// @title CallbackTrader
/// @notice A trader that makes a call of its own while the venue waits for its margin.
contract CallbackTrader is IMarginPayer {
    using SafeERC20 for IERC20;

    IFuturesVenue public immutable venue;
    address private _target;
    bytes private _data;

    constructor(IFuturesVenue venue_) {
        venue = venue_;
    }

    /// @notice Adds margin, and calls `target` while the venue waits for it; fails if that call does.
    function addMargin(bytes32 market, uint256 amount, address target, bytes calldata data) external {
        (_target, _data) = (target, data);
        venue.openAccount(market).trade(market, 0, amount, 0, false, 0, address(this));
    }

    /// @inheritdoc IMarginPayer
    function payMargin(uint256 amount) external {
        (bool ok, bytes memory result) = _target.call(_data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
        venue.collateral().safeTransfer(msg.sender, amount);
    }
}
