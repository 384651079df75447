// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IMarginPayer, IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {Fill, Position, Room} from "../../../types/Venue.sol";

/// @title AdapterAccount
/// @notice One owner's account in one market, kept at a venue that is its own account. It passes everything on; an heir
/// changes what it is named for.
abstract contract AdapterAccount is IVenueAccount, IMarginPayer {
    using SafeERC20 for IERC20;

    IVenueAccount public immutable inner;
    bytes32 public immutable market;
    address public immutable owner;
    IERC20 public immutable collateral;

    /// @notice Thrown when somebody else than the owner, or the venue behind in its callback, calls.
    error AdapterAccount_Unauthorized(address caller);
    /// @notice Thrown when a call names another market or another owner.
    error AdapterAccount_NotServed(bytes32 market, address owner);

    modifier onlyOwner(bytes32 market_) {
        if (msg.sender != owner) revert AdapterAccount_Unauthorized(msg.sender);
        _requireServed(market_, owner);
        _;
    }

    constructor(IFuturesVenue venue, bytes32 market_, address owner_) {
        inner = venue.openAccount(market_);
        market = market_;
        owner = owner_;
        collateral = venue.collateral();
    }

    /// @inheritdoc IVenueAccount
    function trade(
        bytes32 market_,
        int256 sizeDelta,
        uint256 pay,
        uint256 take,
        bool moverPaysCost,
        int256 maxCost,
        address receiver
    ) external virtual onlyOwner(market_) returns (Fill memory) {
        return inner.trade(market_, sizeDelta, pay, take, moverPaysCost, maxCost, receiver);
    }

    /// @inheritdoc IVenueAccount
    function close(bytes32 market_) external virtual onlyOwner(market_) returns (uint256 paid) {
        paid = inner.close(market_);
        collateral.safeTransfer(owner, paid);
    }

    /// @inheritdoc IMarginPayer
    /// @dev The venue behind asks this account, which asks its owner.
    function payMargin(uint256 amount) external {
        if (msg.sender != address(inner)) revert AdapterAccount_Unauthorized(msg.sender);
        _collect(amount);
        collateral.safeTransfer(address(inner), amount);
    }

    /// @inheritdoc IVenueAccount
    function position(bytes32 market_, address owner_) public view virtual returns (Position memory) {
        _requireServed(market_, owner_);
        return inner.position(market_, address(this));
    }

    /// @inheritdoc IVenueAccount
    function snapshot(bytes32 market_, address owner_) public view virtual returns (Position memory, Room memory) {
        _requireServed(market_, owner_);
        return inner.snapshot(market_, address(this));
    }

    /// @inheritdoc IVenueAccount
    function quote(
        bytes32 market_,
        address owner_,
        int256 sizeDelta
    ) public view virtual returns (int256 cost, bool isExact) {
        _requireServed(market_, owner_);
        return inner.quote(market_, address(this), sizeDelta);
    }

    /// @inheritdoc IVenueAccount
    function liquidationPrice(bytes32 market_, address owner_) external view returns (uint256) {
        _requireServed(market_, owner_);
        return inner.liquidationPrice(market_, address(this));
    }

    /// @dev Brings in `amount` {collateral} for the venue behind.
    function _collect(uint256 amount) internal virtual {
        IMarginPayer(owner).payMargin(amount);
    }

    function _requireServed(bytes32 market_, address owner_) internal view {
        if (market_ != market || owner_ != owner) revert AdapterAccount_NotServed(market_, owner_);
    }
}
