// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {IVenueAccount} from "../../contracts/interfaces/IVenueAccount.sol";
import {CostCurve} from "../../contracts/libraries/CostCurve.sol";
import {FixedPoint} from "../../contracts/libraries/FixedPoint.sol";
import {Curve, Position, Room} from "../../contracts/types/Venue.sol";
import {SmallOutage} from "./SmallOutage.sol";

/// @title SmallAccounts
/// @notice What the accounts of a {SmallVenue} hold and what is said of them.
abstract contract SmallAccounts is IVenueAccount, SmallOutage {
    using CostCurve for Curve;
    using FixedPoint for uint256;

    struct Account {
        int256 size; // {base} WAD
        uint256 mark; // {usd/base} price at its last trade, WAD
        uint256 margin; // {collateral} equity at that price
    }

    uint256 internal constant FEE = 0.0005e18;

    uint256 internal immutable _unit;

    /// @notice {collateral} What accounts can win, all together.
    uint256 public house;
    mapping(address owner => Account) internal _accounts;

    /// @param unit {usd} Value of one unit of collateral, WAD.
    constructor(IPriceOracle oracle, uint256 unit) SmallOutage(oracle) {
        _unit = unit;
    }

    /// @inheritdoc IVenueAccount
    /// @dev No position's notional may grow beyond the house.
    function snapshot(bytes32 market, address owner) external view returns (Position memory reading, Room memory room) {
        reading = position(market, owner);
        uint256 held = SignedMath.abs(reading.size);
        room.remainingProfit = (house + _accounts[owner].margin) * _unit - reading.equity;
        room.remainingProfitIfMarked = room.remainingProfit;
        uint256 most = room.remainingProfit.divWadDown(reading.price);
        uint256 more = Math.saturatingSub(most, held);
        (room.maxLong, room.maxShort) = reading.size > 0 ? (more, most) : (most, more);
        room.maxReduction = held;
    }

    /// @inheritdoc IVenueAccount
    function quote(bytes32 market, address owner, int256 sizeDelta) external view returns (int256 cost, bool isExact) {
        return (int256(_costUp(position(market, owner), sizeDelta)), true);
    }

    /// @inheritdoc IVenueAccount
    function liquidationPrice(bytes32 market, address) external pure onlyMarket(market) returns (uint256) {
        return 0;
    }

    /// @inheritdoc IVenueAccount
    function position(bytes32 market, address owner) public view onlyMarket(market) returns (Position memory reading) {
        (uint256 price, uint256 updatedAt) = _price();
        reading = _read(owner, price);
        (reading.priceUpdatedAt, reading.halted) = (updatedAt, _hasExpired);
    }

    function _read(address owner, uint256 price) internal view returns (Position memory reading) {
        Account memory acc = _accounts[owner];
        int256 won = FixedPoint.mulWad(acc.size, int256(price) - int256(acc.mark));
        int256 equity = int256(acc.margin * _unit) + SignedMath.min(won, int256(house * _unit));
        (reading.price, reading.size, reading.curve.fee, reading.isExact) = (price, acc.size, FEE, true);
        if (equity > 0) reading.equity = uint256(equity);
    }

    /// @dev {collateral}
    function _costUp(Position memory reading, int256 sizeDelta) internal view returns (uint256) {
        return Math.ceilDiv(reading.curve.costUp(sizeDelta, reading.price), _unit);
    }
}
