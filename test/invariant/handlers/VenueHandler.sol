// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {Position, Room} from "../../../contracts/types/Venue.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {ITraderUnderTest} from "../base/ITraderUnderTest.sol";
import {VenueUnderTest} from "../base/VenueUnderTest.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title VenueHandler
/// @notice The other people at the exchange: rival traders and liquidators.
contract VenueHandler is Handler {
    /// @dev One order as it is tried, and the account before it.
    struct Attempt {
        ITraderUnderTest trader;
        bytes32 id;
        bool priced;
        Position b;
        Room room;
        int256 sizeDelta;
        int256 marginDelta;
        bytes32 name;
    }

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](5);
        names[0] = "trade";
        names[1] = "close a trade";
        names[2] = "deposit margin";
        names[3] = "withdraw margin";
        names[4] = "liquidation refused";
    }

    /// @dev Up to twenty times the margin paid in: near liquidation from the first move on.
    function trade(uint256 who, uint256 marketSeed, uint256 dollars, uint256 leverage, bool isShort) external observed {
        Attempt memory it = _attempt(who, marketSeed, "trade");
        dollars = _amount(dollars, 1, 2_000_000);
        it.sizeDelta = int256((dollars * 1e36) / (it.priced ? it.b.price : 1e18)) * (isShort ? -1 : int256(1));
        uint256 margin = (dollars * dollar) / _within(leverage, 1, 19) + 1;
        it.marginDelta = int256(margin);
        world.issue(address(it.trader), margin);
        _try(it);
    }

    /// @dev The position or a part of it, without money.
    function close(uint256 who, uint256 marketSeed, uint256 part) external observed {
        Attempt memory it = _attempt(_engaged(who, marketSeed), marketSeed, "close a trade");
        it.sizeDelta = -(it.b.size * int256(_within(part, 1, 8))) / 8;
        if (it.priced && it.sizeDelta != 0) _try(it);
    }

    function moveMargin(uint256 who, uint256 marketSeed, uint256 amount, bool isDeposit) external observed {
        Attempt memory it = _attempt(_engaged(who, marketSeed), marketSeed, "withdraw margin");
        if (isDeposit) {
            amount = _amount(amount, 1, 100_000 * dollar);
            world.issue(address(it.trader), amount);
            it.trader.execute(address(venue), abi.encodeCall(VenueUnderTest.depositMargin, (it.id, amount)));
            return world.did("deposit margin");
        }
        uint256 most = it.b.equity / world.unit();
        if (most == 0) return;
        it.marginDelta = -int256(_amount(amount, 1, most));
        _try(it);
    }

    /// @dev Goes over everybody, as liquidators do.
    function liquidate() external observed {
        address[] memory owners = world.accounts();
        uint256 tokens = world.tokens().length;
        for (uint256 i = 0; i < owners.length; ++i) {
            for (uint256 j = 0; j < world.marketCount(); ++j) {
                bytes32 id = world.marketId(j);
                if (venue.account(id, owners[i]).size != 0) _liquidate(id, owners[i], i < tokens);
            }
        }
    }

    function _liquidate(bytes32 id, address owner, bool isToken) private touchesOnly(id, owner) {
        (bool priced, Position memory b, ) = _snapshot(id, owner);
        (bool ok, bytes memory result) = _callAs(
            world.LIQUIDATOR(),
            address(venue),
            abi.encodeCall(VenueUnderTest.liquidate, (id, owner))
        );
        if (ok) _liquidated(id, owner, b, isToken, _number(result));
        else _requireRefused(id, priced, b, result);
    }

    /// @dev The trader `who` says, or the next one with a position in the market.
    function _engaged(uint256 who, uint256 marketSeed) private view returns (uint256) {
        bytes32 id = world.marketId(marketSeed % world.marketCount());
        uint256 count = world.traders().length;
        who %= count;
        for (uint256 i = 0; i < count; ++i) {
            if (venue.account(id, address(_trader(who + i))).size != 0) return who + i;
        }
        return who;
    }

    function _attempt(uint256 who, uint256 marketSeed, bytes32 name) private view returns (Attempt memory it) {
        it.trader = _trader(who);
        it.id = world.marketId(marketSeed % world.marketCount());
        it.name = name;
        (it.priced, it.b, it.room) = _snapshot(it.id, address(it.trader));
    }

    function _try(Attempt memory it) private touchesOnly(it.id, address(it.trader)) {
        (bool ok, bytes memory result) = address(it.trader).call(
            abi.encodeCall(ITraderUnderTest.trade, (it.id, it.sizeDelta, it.marginDelta))
        );
        if (!ok) {
            if (_isExplained(it, bytes4(result))) return;
            revert Invariant.UnexpectedRevert("trade", result);
        }
        int256 margin = int256(_number(result) * world.unit());
        Invariant.holds(12, "a trader was charged less than the cost", margin <= _left(it));
        world.did(it.name);
    }

    function _isExplained(Attempt memory it, bytes4 error_) private view returns (bool) {
        Position memory b = it.b;
        if (!it.priced) return Refusals.isOracles(error_);
        if (error_ == IFuturesVenue.FuturesVenue_MarketHalted.selector) return b.halted;
        if (error_ == Refusals.FILL_REJECTED) return world.failing(it.id);
        bool isIncrease = it.sizeDelta > 0 ? b.size + it.sizeDelta > 0 : b.size + it.sizeDelta < 0;
        if (
            error_ == IFuturesVenue.FuturesVenue_OpenInterestCap.selector ||
            error_ == IFuturesVenue.FuturesVenue_InsufficientReserve.selector
        ) return isIncrease && _abs(it.sizeDelta) > (it.sizeDelta > 0 ? it.room.maxLong : it.room.maxShort);
        if (error_ == IFuturesVenue.FuturesVenue_InitialMargin.selector) {
            return isIncrease || it.marginDelta < 0;
        }
        if (error_ != IFuturesVenue.FuturesVenue_InsufficientMargin.selector) return false;
        // Whoever has no equity may owe more than it brings.
        return b.equity == 0 || _left(it) < int256(2 * world.unit());
    }

    /// @dev {usd} The most that may be left, by the venue's cost rounded down.
    function _left(Attempt memory it) private view returns (int256) {
        int256 n = (it.sizeDelta * int256(it.b.price)) / 1e18;
        uint256 cost = (_abs(n) * it.b.curve.fee) / 1e18;
        int256 product = n * (2 * it.b.curve.skew + n);
        if (it.b.curve.depth != 0 && product > 0) cost += uint256(product) / (2 * it.b.curve.depth);
        return int256(it.b.equity) + it.marginDelta * int256(world.unit()) - int256(cost);
    }

    function _liquidated(bytes32 id, address owner, Position memory b, bool isToken, uint256 reward) private {
        world.did(isToken ? bytes32("state:liquidated") : bytes32("state:trader liquidated"));
        (, Position memory a, ) = _snapshot(id, owner);
        uint256 maintenance = venue.terms(id).maintenanceMargin;
        uint256 notional = (_abs(b.size) * b.price) / 1e18;
        Invariant.atMost(16, "liquidated above maintenance", b.equity, (notional * maintenance) / 1e18);
        Invariant.holds(1, "a liquidated position is still there", a.size == 0);
        Invariant.atMost(1, "liquidation made money", a.equity, b.equity);
        // Insurance pays the liquidator of a bankrupt.
        Invariant.atMost(4, "a reward beyond its cap", reward, venue.terms(id).liquidationRewardCap);
        uint256 most = (notional * venue.terms(id).liquidationReward) / 1e18;
        Invariant.atMost(4, "a reward beyond its rate", reward * world.unit(), most);
    }

    function _requireRefused(bytes32 id, bool priced, Position memory b, bytes memory result) private {
        bytes4 error_ = bytes4(result);
        if (!priced) {
            if (!Refusals.isOracles(error_)) revert Invariant.UnexpectedRevert("liquidate", result);
            return;
        }
        if (b.halted && error_ == IFuturesVenue.FuturesVenue_MarketHalted.selector) return;
        uint256 notional = (_abs(b.size) * b.price) / 1e18;
        uint256 maintenance = (notional * venue.terms(id).maintenanceMargin) / 1e18;
        if (error_ != IFuturesVenue.FuturesVenue_NotLiquidatable.selector || b.equity + 1e6 < maintenance) {
            revert Invariant.UnexpectedRevert("liquidate", result);
        }
        world.did("liquidation refused");
    }

    function _snapshot(
        bytes32 id,
        address owner
    ) private view returns (bool priced, Position memory position, Room memory room) {
        try venue.snapshot(id, owner) returns (Position memory position_, Room memory room_) {
            return (true, position_, room_);
        } catch {}
    }

    function _abs(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }
}
