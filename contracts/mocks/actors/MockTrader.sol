// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {IMarginPayer, IVenueAccount} from "../../interfaces/IVenueAccount.sol";

/// @title MockTrader
/// @notice An account of its own at a venue, driven by any caller: it pays margin out of its own balance and is paid
/// what it takes out.
contract MockTrader is IMarginPayer {
    using SafeERC20 for IERC20;

    IFuturesVenue public immutable venue;

    constructor(IFuturesVenue venue_) {
        venue = venue_;
        venue_.collateral().forceApprove(address(venue_), type(uint256).max);
    }

    /// @notice Trades at any cost, out of the account's own equity.
    /// @param marginDelta {collateral} Signed; paid in where positive, taken out where negative.
    function trade(bytes32 market, int256 sizeDelta, int256 marginDelta) external returns (uint256 equity) {
        (uint256 pay, uint256 take) = marginDelta > 0
            ? (uint256(marginDelta), uint256(0))
            : (uint256(0), uint256(-marginDelta));
        IVenueAccount account = venue.openAccount(market);
        return account.trade(market, sizeDelta, pay, take, false, type(int256).max, address(this)).equity;
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
