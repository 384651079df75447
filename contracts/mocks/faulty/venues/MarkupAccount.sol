// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IMarginPayer} from "../../../interfaces/IVenueAccount.sol";
import {FixedPoint} from "../../../libraries/FixedPoint.sol";
import {Fill, Position} from "../../../types/Venue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";
import {MarkupVenue} from "./MarkupVenue.sol";

/// @title MarkupAccount
/// @notice An account of {MarkupVenue}. It keeps what its trades cost more than quoted, or pays what they cost less out of
/// what it was given beforehand.
contract MarkupAccount is AdapterAccount {
    using FixedPoint for uint256;
    using SafeERC20 for IERC20;

    MarkupVenue private immutable _venue = MarkupVenue(msg.sender);
    uint256 private immutable _unit;

    /// @dev {collateral} What the trade under way costs on top.
    int256 private transient _extra;

    constructor(
        IFuturesVenue venue,
        bytes32 market_,
        address owner_,
        uint256 unit
    ) AdapterAccount(venue, market_, owner_) {
        _unit = unit;
    }

    function trade(
        bytes32 market_,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256 maxCost,
        address receiver
    ) external override onlyOwner(market_) returns (Fill memory fill) {
        int256 extra = _extraOf(sizeDelta);
        if (!moverPaysCost) {
            fill = inner.trade(market_, sizeDelta, pay, take, false, type(int256).max, receiver);
            fill.equity = _book(fill.equity, extra);
        } else if (take == 0) {
            _extra = extra;
            fill = inner.trade(market_, sizeDelta, pay, 0, true, type(int256).max, receiver);
            _extra = 0;
        } else {
            fill = inner.trade(market_, sizeDelta, 0, take, true, type(int256).max, address(this));
            int256 left = int256(take) - fill.cost - extra;
            if (left < 0) revert IFuturesVenue.FuturesVenue_CostAboveTake(fill.cost + extra, take);
            collateral.safeTransfer(receiver, uint256(left));
        }
        fill.cost += extra;
        if (fill.cost > maxCost) revert IFuturesVenue.FuturesVenue_CostExceeded(fill.cost, maxCost);
    }

    function _collect(uint256 amount) internal override {
        // A credit's deposit comes out of what the account was given.
        if (_extra == type(int256).max) return;
        int256 due = int256(amount) + _extra;
        if (due > 0) IMarginPayer(owner).payMargin(uint256(due));
        else collateral.safeTransfer(owner, uint256(-due));
    }

    /// @dev Takes the markup out of the account, or puts the credit into it.
    function _book(uint256 equity, int256 extra) private returns (uint256) {
        if (extra > 0) return inner.trade(market, 0, 0, uint256(extra), false, 0, address(this)).equity;
        if (extra == 0) return equity;
        _extra = type(int256).max;
        equity = inner.trade(market, 0, uint256(-extra), 0, false, 0, address(this)).equity;
        _extra = 0;
        return equity;
    }

    function _extraOf(int256 sizeDelta) private view returns (int256) {
        int256 markup = _venue.markup();
        Position memory reading = inner.position(market, address(this));
        uint256 notional = SignedMath.abs(sizeDelta).mulWadDown(reading.price);
        uint256 amount = notional.mulWadDown(SignedMath.abs(markup)) / _unit;
        return markup < 0 ? -int256(amount) : int256(amount);
    }
}
