// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {IMarginPayer, IVenueAccount} from "../../interfaces/IVenueAccount.sol";
import {WAD} from "../../libraries/FixedPoint.sol";
import {Fill, MarketTerms, Position, Room} from "../../types/Venue.sol";

/// @title OffCurveVenue
/// @notice A venue for one owner, over an account of its own at a venue that is its own account. It charges more or less than the curve
/// says, which it calls an estimate, and may ask for more margin than is due. Paying less, it pays from its own pocket.
contract OffCurveVenue is IFuturesVenue, IVenueAccount, IMarginPayer {
    using SafeERC20 for IERC20;

    IFuturesVenue private immutable _inner;
    IVenueAccount private immutable _account;
    /// @dev {usd} Value of one unit of collateral, WAD.
    uint256 private immutable _unit;
    address private _owner;
    int256 private _surchargePpm;
    uint256 private _greed;

    /// @param unit {usd} Value of one unit of its collateral, WAD.
    constructor(IFuturesVenue inner, uint256 unit) {
        (_inner, _account, _unit) = (inner, IVenueAccount(address(inner)), unit);
    }

    /// @notice Sets what it takes from now on.
    /// @param surchargePpm {1e-6} Of notional, on top of the curve; negative where it fills better.
    /// @param greed {collateral} Asked for on top of each payment of margin.
    function set(int256 surchargePpm, uint256 greed) external {
        (_surchargePpm, _greed) = (surchargePpm, greed);
    }

    /// @inheritdoc IFuturesVenue
    function openAccount(bytes32) external returns (IVenueAccount) {
        _owner = msg.sender;
        return this;
    }

    /// @inheritdoc IVenueAccount
    function trade(
        bytes32 market,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256 maxCost,
        address receiver
    ) external returns (Fill memory fill) {
        (int256 inside, ) = _account.quote(market, address(this), sizeDelta);
        int256 cost = inside + _surcharge(market, sizeDelta);
        if (cost > maxCost) revert FuturesVenue_CostExceeded(cost, maxCost);
        // The account is to change by this; the inner trade takes its own cost from it.
        int256 change = int256(pay) - int256(take) - (moverPaysCost ? int256(0) : cost);
        if (moverPaysCost && take == 0) pay = _plus(pay, cost);
        else if (moverPaysCost) take = _plus(take, -cost);
        if (pay != 0) IMarginPayer(_owner).payMargin(pay + _greed);
        fill = _tradeInside(market, sizeDelta, change + inside);
        fill.cost = cost;
        if (take != 0) collateral().safeTransfer(receiver, take);
    }

    /// @inheritdoc IVenueAccount
    function close(bytes32 market) external returns (uint256 paid) {
        paid = _account.close(market);
        collateral().safeTransfer(_owner, paid);
    }

    /// @inheritdoc IMarginPayer
    function payMargin(uint256 amount) external {
        collateral().safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IFuturesVenue
    function reportOutage(bytes32 market) external {
        _inner.reportOutage(market);
    }

    /// @inheritdoc IFuturesVenue
    function expire(bytes32 market, uint256 steps) external returns (bool done) {
        return _inner.expire(market, steps);
    }

    /// @inheritdoc IVenueAccount
    function position(bytes32 market, address) external view returns (Position memory reading) {
        reading = _account.position(market, address(this));
        reading.isExact = false;
    }

    /// @inheritdoc IVenueAccount
    function snapshot(bytes32 market, address) external view returns (Position memory reading, Room memory room) {
        (reading, room) = _account.snapshot(market, address(this));
        reading.isExact = false;
    }

    /// @inheritdoc IVenueAccount
    function quote(bytes32 market, address, int256 sizeDelta) external view returns (int256 cost, bool isExact) {
        (cost, ) = _account.quote(market, address(this), sizeDelta);
        return (cost + _surcharge(market, sizeDelta), false);
    }

    /// @inheritdoc IVenueAccount
    function liquidationPrice(bytes32 market, address) external view returns (uint256) {
        return _account.liquidationPrice(market, address(this));
    }

    /// @inheritdoc IFuturesVenue
    function terms(bytes32 market) external view returns (MarketTerms memory) {
        return _inner.terms(market);
    }

    /// @inheritdoc IFuturesVenue
    function collateral() public view returns (IERC20) {
        return _inner.collateral();
    }

    /// @dev Trades at the inner venue and adds `cash` {collateral} to the account there, or takes it.
    function _tradeInside(bytes32 market, int256 sizeDelta, int256 cash) private returns (Fill memory) {
        (uint256 pay, uint256 take) = cash > 0 ? (uint256(cash), uint256(0)) : (uint256(0), uint256(-cash));
        return _account.trade(market, sizeDelta, pay, take, false, type(int256).max, address(this));
    }

    /// @dev {collateral} What it charges on top of the curve.
    function _surcharge(bytes32 market, int256 sizeDelta) private view returns (int256) {
        uint256 price = _account.position(market, address(this)).price;
        uint256 notional = (SignedMath.abs(sizeDelta) * price) / WAD;
        return (int256(notional) * _surchargePpm) / (1e6 * int256(_unit));
    }

    function _plus(uint256 amount, int256 change) private pure returns (uint256) {
        return uint256(int256(amount) + change);
    }
}
