// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {FixedPoint} from "../../../libraries/FixedPoint.sol";
import {Fill, Position, Room} from "../../../types/Venue.sol";
import {AdapterAccount} from "./AdapterAccount.sol";
import {LateMarkVenue} from "./LateMarkVenue.sol";

/// @title LateMarkAccount
/// @notice An account of {LateMarkVenue}.
contract LateMarkAccount is AdapterAccount {
    LateMarkVenue private immutable _venue = LateMarkVenue(msg.sender);
    uint256 private immutable _unit;

    constructor(
        IFuturesVenue inner_,
        bytes32 market_,
        address owner_,
        uint256 unit
    ) AdapterAccount(inner_, market_, owner_) {
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
        fill.cost = _cost(sizeDelta);
        if (fill.cost > maxCost) revert IFuturesVenue.FuturesVenue_CostExceeded(fill.cost, maxCost);
        fill.equityBefore = position(market_, owner).equity / _unit;
        // The cost at the venue behind comes out of the account; what the mover pays or is paid makes up for the rest.
        if (moverPaysCost) {
            if (take == 0) {
                int256 due = int256(pay) + fill.cost;
                pay = due > 0 ? uint256(due) : 0;
                take = due < 0 ? uint256(-due) : 0;
            } else {
                if (fill.cost > int256(take)) revert IFuturesVenue.FuturesVenue_CostAboveTake(fill.cost, take);
                take = _plus(take, -fill.cost);
            }
        }
        address to = receiver == address(0) ? owner : receiver;
        inner.trade(market_, sizeDelta, pay, take, false, type(int256).max, to);
        fill.equity = position(market_, owner).equity / _unit;
    }

    function position(bytes32 market_, address owner_) public view override returns (Position memory reading) {
        return _marked(super.position(market_, owner_));
    }

    function snapshot(
        bytes32 market_,
        address owner_
    ) public view override returns (Position memory reading, Room memory room) {
        (reading, room) = super.snapshot(market_, owner_);
        reading = _marked(reading);
    }

    function quote(
        bytes32 market_,
        address owner_,
        int256 sizeDelta
    ) public view override returns (int256 cost, bool isExact) {
        _requireServed(market_, owner_);
        // One unit more than it will be: an upper bound, as of a venue that does not know.
        return (_cost(sizeDelta) + 1, false);
    }

    /// @dev {collateral} By how much equity at the late mark falls; the venue behind keeps whole units.
    function _cost(int256 sizeDelta) private view returns (int256) {
        Position memory reading = inner.position(market, address(this));
        (int256 charged, ) = inner.quote(market, address(this), sizeDelta);
        int256 held = _equityAtMark(reading.equity, reading.size, reading.price);
        uint256 whole = (reading.equity / _unit) * _unit;
        int256 left = _equityAtMark(whole, reading.size + sizeDelta, reading.price);
        return _unitsDown(held) - _unitsDown(left) + charged;
    }

    function _marked(Position memory reading) private view returns (Position memory) {
        reading.isExact = false;
        // A market that is halted may have expired, and then closes at the index.
        if (reading.halted) return reading;
        int256 equity = _equityAtMark(reading.equity, reading.size, reading.price);
        reading.equity = equity > 0 ? uint256(equity) : 0;
        reading.price = _markOr(reading.price);
        return reading;
    }

    /// @dev {usd} What an account worth `equity` at index is worth at the late mark; before margin is paid in, it may be less
    /// than nothing.
    function _equityAtMark(uint256 equity, int256 size, uint256 index) private view returns (int256) {
        return int256(equity) + FixedPoint.mulWad(size, int256(_markOr(index)) - int256(index));
    }

    function _unitsDown(int256 usd) private view returns (int256) {
        return usd < 0 ? -int256(Math.ceilDiv(uint256(-usd), _unit)) : usd / int256(_unit);
    }

    function _markOr(uint256 index) private view returns (uint256) {
        uint256 late = _venue.mark();
        return late == 0 ? index : late;
    }

    function _plus(uint256 amount, int256 change) private pure returns (uint256) {
        return change < 0 ? amount - uint256(-change) : amount + uint256(change);
    }
}
