// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IFuturesVenue, IMarginPayer} from "../../interfaces/IFuturesVenue.sol";

/// @title MockTrader
/// @notice An account of its own at a venue, driven by whoever calls: it pays margin out of its own balance and is paid
/// what it takes out.
contract MockTrader is IMarginPayer {
    using SafeERC20 for IERC20;

    IFuturesVenue public immutable venue;

    constructor(IFuturesVenue venue_) {
        venue = venue_;
        venue_.collateral().forceApprove(address(venue_), type(uint256).max);
    }

    /// @notice Trades at any price.
    function trade(bytes32 market, int256 sizeDelta, int256 marginDelta) external returns (uint256 margin) {
        return venue.trade(market, sizeDelta, marginDelta, sizeDelta > 0 ? type(uint256).max : 0, address(this));
    }

    /// @notice Calls the venue, or any other contract, as this account.
    function execute(address target, bytes calldata data) external returns (bytes memory result) {
        bool ok;
        (ok, result) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }

    /// @inheritdoc IMarginPayer
    function payMargin(uint256 amount) external {
        venue.collateral().safeTransfer(msg.sender, amount);
    }
}
