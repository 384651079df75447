// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IFuturesVenue} from "../../interfaces/IFuturesVenue.sol";
import {IMarginPayer, IVenueAccount} from "../../interfaces/IVenueAccount.sol";
import {Fill, Position, Room} from "../../types/Venue.sol";

/// @title AccountOwner
/// @notice Owns one account at any venue and says what it saw in the very transaction it traded in. Driven by any caller.
contract AccountOwner is IMarginPayer {
    using SafeERC20 for IERC20;

    /// @notice As in {IVenueAccount-trade}; this contract receives what is taken.
    struct Terms {
        int256 sizeDelta;
        uint256 pay;
        uint256 take;
        bool moverPaysCost;
        int256 maxCost;
    }

    /// @notice What one call has shown.
    /// @param quoted {collateral} The quote just before.
    /// @param refusal The error's data where the call reverted.
    /// @param spent {collateral} What left this contract, negative where it was paid.
    struct Sight {
        Position positionBefore;
        Room room;
        int256 quoted;
        bool isExact;
        Fill outcome;
        bytes refusal;
        Position positionAfter;
        int256 spent;
    }

    IFuturesVenue public immutable venue;
    bytes32 public immutable market;
    IVenueAccount public immutable account;
    IERC20 public immutable collateral;

    /// @notice How often margin was asked for by another contract than the account, or outside a trade.
    uint256 public strayCalls;

    bool private transient _isTrading;

    event Seen(Sight sight);
    /// @param result What the call returned, or the error's data where it reverted.
    /// @param spent {collateral} What left this contract, negative where it was paid.
    event Attempted(bool done, bytes result, int256 spent);

    constructor(IFuturesVenue venue_, bytes32 market_) {
        (venue, market) = (venue_, market_);
        account = venue_.openAccount(market_);
        collateral = venue_.collateral();
    }

    /// @notice Trades, or is refused. Emits {Seen}.
    function trade(Terms calldata terms) external {
        Sight memory sight = _look(terms.sizeDelta);
        _isTrading = true;
        try
            account.trade(
                market,
                terms.sizeDelta,
                terms.pay,
                terms.take,
                terms.moverPaysCost,
                terms.maxCost,
                address(this)
            )
        returns (Fill memory fill) {
            sight.outcome = fill;
        } catch (bytes memory reason) {
            sight.refusal = reason;
        }
        _isTrading = false;
        _tell(sight);
    }

    /// @notice Closes the account, or is refused. Emits {Seen}.
    function close() external {
        (Position memory held, ) = account.snapshot(market, address(this));
        Sight memory sight = _look(-held.size);
        try account.close(market) {
            // What it paid shows in this contract's balance.
        } catch (bytes memory reason) {
            sight.refusal = reason;
        }
        _tell(sight);
    }

    /// @notice Calls a contract without a look at the account, which may not answer. Emits {Attempted}.
    function attempt(address target, bytes calldata data) external {
        int256 spent = int256(collateral.balanceOf(address(this)));
        (bool done, bytes memory result) = target.call(data);
        emit Attempted(done, result, spent - int256(collateral.balanceOf(address(this))));
    }

    /// @notice Has another contract called in the middle of two looks at the account. Emits {Seen}.
    function watch(address target, bytes calldata data) external {
        Sight memory sight = _look(0);
        (bool done, bytes memory result) = target.call(data);
        if (!done) sight.refusal = result;
        _tell(sight);
    }

    /// @notice Calls any contract as this one; an error is passed on.
    function execute(address target, bytes calldata data) external returns (bytes memory result) {
        bool done;
        (done, result) = target.call(data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }

    /// @inheritdoc IMarginPayer
    function payMargin(uint256 amount) external {
        if (msg.sender == address(account) && _isTrading) collateral.safeTransfer(msg.sender, amount);
        else ++strayCalls;
    }

    function _look(int256 sizeDelta) private view returns (Sight memory sight) {
        (, sight.room) = account.snapshot(market, address(this));
        sight.positionBefore = account.position(market, address(this));
        (sight.quoted, sight.isExact) = account.quote(market, address(this), sizeDelta);
        sight.spent = int256(collateral.balanceOf(address(this)));
    }

    function _tell(Sight memory sight) private {
        sight.positionAfter = account.position(market, address(this));
        sight.spent -= int256(collateral.balanceOf(address(this)));
        emit Seen(sight);
    }
}
