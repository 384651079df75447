// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {FixedPoint, WAD} from "../../../libraries/FixedPoint.sol";
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
        (fill.cost, ) = quote(market_, owner, sizeDelta);
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
        (cost, ) = super.quote(market_, owner_, sizeDelta);
        Position memory reading = super.position(market_, owner_);
        int256 late = int256(_markOr(reading.price));
        int256 lead = sizeDelta * (int256(reading.price) - late);
        int256 scale = int256(WAD * _unit);
        // Rounded up, with a unit for how equity is rounded before and after.
        cost += lead / scale + 1 + (lead > 0 && lead % scale != 0 ? int256(1) : int256(0));
        return (cost, false);
    }

    function _marked(Position memory reading) private view returns (Position memory) {
        uint256 late = _markOr(reading.price);
        int256 change = FixedPoint.mulWad(reading.size, int256(late) - int256(reading.price));
        int256 equity = int256(reading.equity) + change;
        reading.equity = equity > 0 ? uint256(equity) : 0;
        reading.price = late;
        reading.isExact = false;
        return reading;
    }

    function _markOr(uint256 index) private view returns (uint256) {
        uint256 late = _venue.mark();
        return late == 0 ? index : late;
    }

    function _plus(uint256 amount, int256 change) private pure returns (uint256) {
        return change < 0 ? amount - uint256(-change) : amount + uint256(change);
    }
}
