// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Action, Decision} from "../../../contracts/types/Rebalance.sol";
import {Position, Room} from "../../../contracts/types/Venue.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {ITraderUnderTest} from "../base/ITraderUnderTest.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title HostileHandler
/// @notice Somebody who stands on both sides of everything within one block: mints, trades at the venue, rebalances and
/// redeems again, in any order and split, and must never come out with more than went in, tip aside.
contract HostileHandler is Handler {
    using Sights for Sight;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](8);
        names[0] = "mint and redeem";
        names[1] = "sandwich a rebalance";
        names[2] = "sandwich with own trade";
        names[3] = "flip";
        names[4] = "out and in again";
        names[5] = "fill up and leave";
        names[6] = "dodge a rebalance";
        names[7] = "sandwich with another token";
    }

    /// @dev Mint, perhaps rebalance, redeem in parts; with or without a trade of one's own around it, or a second token.
    function roundTrip(uint256 tokenSeed, uint256 amount, int256 ownTrade, uint256 how) external observed {
        ILeveragedToken token = _token(tokenSeed);
        // Tomorrow a rebalance may be due.
        if ((how >> 32) % 2 == 0) world.nextDay();
        if (!_canTrade(token)) return;
        uint256 before = _wealth();
        int256 size = how % 2 == 0 ? _skew(token.market(), ownTrade) : int256(0);
        uint256 shares = _mint(token, _amount(amount, 1, 5_000_000 * dollar), how % 3);
        (ILeveragedToken other, uint256 others) = _secondLeg(token, how >> 8, amount);
        (bool rebalanced, uint256 tip) = how % 4 < 3 ? _rebalance(token) : (false, 0);
        // Closing one's own trade before or after leaving is another attack each.
        if (how % 5 < 2 && size != 0) _unskew(token.market(), size);
        _redeem(token, shares, how % 3);
        if (how % 5 >= 2 && size != 0) _unskew(token.market(), size);
        _redeem(other, others, 0);
        _requireNoGain(before + tip);
        if (shares == 0) return;
        world.did(rebalanced ? bytes32("sandwich a rebalance") : bytes32("mint and redeem"));
        if (rebalanced && size != 0) world.did("sandwich with own trade");
        if (rebalanced && others != 0) world.did("sandwich with another token");
    }

    /// @dev From one token into another and back to money.
    function flip(uint256 fromSeed, uint256 toSeed, uint256 amount, uint256 how) external observed {
        ILeveragedToken from = _token(fromSeed);
        ILeveragedToken to = _token(toSeed);
        if (!_canTrade(from) || !_canTrade(to)) return;
        uint256 before = _wealth();
        uint256 owned = collateral.balanceOf(world.ATTACKER());
        uint256 shares = _mint(from, _amount(amount, dollar, 1_000_000 * dollar), how % 3);
        _redeem(from, shares, how % 3);
        uint256 back = collateral.balanceOf(world.ATTACKER()) - owned;
        uint256 flipped = shares == 0 ? 0 : _mint(to, back, 0);
        _redeem(to, flipped, how % 3);
        _requireNoGain(before);
        if (flipped != 0) world.did("flip");
    }

    /// @dev A holder leaves and comes back with all that was paid: what the holder has in the end is worth no more.
    function outAndIn(uint256 tokenSeed, uint256 who, bool isDodging) external observed {
        ILeveragedToken token = _heldToken(tokenSeed);
        address holder = _owner(token, who);
        // Tomorrow a rebalance may be due.
        if (isDodging) world.nextDay();
        uint256 shares = token.balanceOf(holder);
        // Whoever leaves last meets a fund that starts anew.
        if (shares == 0 || shares == token.totalSupply() || !_canTrade(token)) return;
        Sight memory b = world.look(token);
        if (token.maxRedeem(holder) < shares) return;
        uint256 worth = b.worthAtIndex(shares);
        uint256 paid = _numberOf(holder, token, abi.encodeCall(IERC4626.redeem, (shares, holder, holder)));
        (bool rebalanced, uint256 tip) = isDodging ? _rebalance(token) : (false, 0);
        if (paid == 0 || paid > token.maxDeposit(holder) || token.previewDeposit(paid) == 0) return;
        uint256 back = _numberOf(holder, token, abi.encodeCall(IERC4626.deposit, (paid, holder)));
        uint256 worthNow = world.look(token).worthAtIndex(back);
        Invariant.atMost(4, "out and in again made money", worthNow, worth + (tip + 1) * world.unit());
        world.did(rebalanced ? bytes32("dodge a rebalance") : bytes32("out and in again"));
    }

    /// @dev As much as the token will ever take, and out again.
    function fillUp(uint256 tokenSeed, uint256 part) external observed {
        ILeveragedToken token = _token(tokenSeed);
        if (!_canTrade(token)) return;
        uint256 most = token.maxDeposit(world.ATTACKER());
        if (most == 0) return;
        uint256 before = _wealth();
        uint256 shares = part % 2 == 0 ? _mintExactly(token, token.maxMint(address(0))) : _mint(token, most, 0);
        _redeem(token, shares, part % 3);
        _requireNoGain(before);
        world.did("fill up and leave");
    }

    /// @dev Most often another token too, which may be the same market's other side.
    function _secondLeg(
        ILeveragedToken token,
        uint256 seed,
        uint256 amount
    ) private returns (ILeveragedToken other, uint256 shares) {
        other = _token(seed >> 8);
        if (seed % 3 == 2 || address(other) == address(token) || !_canTrade(other)) return (other, 0);
        shares = _mint(other, _amount(amount >> 16, dollar, 1_000_000 * dollar), 0);
    }

    /// @dev Deposits at most what is taken, in `parts` + 1 parts.
    function _mint(ILeveragedToken token, uint256 amount, uint256 parts) private returns (uint256 shares) {
        uint256 part = amount / (parts + 1);
        for (uint256 i = 0; i <= parts; ++i) {
            if (part == 0 || part > token.maxDeposit(world.ATTACKER()) || token.previewDeposit(part) == 0) continue;
            _issue(world.ATTACKER(), part);
            shares += _numberOf(world.ATTACKER(), token, abi.encodeCall(IERC4626.deposit, (part, world.ATTACKER())));
        }
    }

    function _mintExactly(ILeveragedToken token, uint256 shares) private returns (uint256) {
        _issue(world.ATTACKER(), token.previewMint(shares));
        _numberOf(world.ATTACKER(), token, abi.encodeCall(IERC4626.mint, (shares, world.ATTACKER())));
        return shares;
    }

    function _redeem(ILeveragedToken token, uint256 shares, uint256 parts) private {
        address attacker = world.ATTACKER();
        for (uint256 i = parts + 1; i > 0 && shares > 0; --i) {
            uint256 part = shares / i;
            if (part == 0) continue;
            Sight memory b = world.look(token);
            (bool ok, bytes memory result) = _callAs(
                attacker,
                address(token),
                abi.encodeCall(IERC4626.redeem, (part, attacker, attacker))
            );
            // Too little to pay for leaving stays.
            if (!ok && !Refusals.ofRedeem(b, result, part, false)) {
                revert Invariant.UnexpectedRevert("attack", result);
            }
            shares -= part;
        }
    }

    function _rebalance(ILeveragedToken token) private returns (bool rebalanced, uint256 tip) {
        Decision memory decision = token.previewRebalance();
        if (decision.action == Action.None || decision.dueAt > block.timestamp) return (false, 0);
        _callOrFail(world.ATTACKER(), address(token), abi.encodeCall(ILeveragedToken.rebalance, ()));
        return (decision.action == Action.Trade, decision.tip);
    }

    /// @dev Opens a position that pushes the market one way, as far as it goes.
    function _skew(bytes32 id, int256 seed) private returns (int256 size) {
        ITraderUnderTest trader = _own();
        (Position memory position, Room memory left) = venue.snapshot(id, address(trader));
        uint256 room = seed > 0 ? left.maxLong : left.maxShort;
        uint256 dollars = _amount(uint256(seed > 0 ? seed : -(seed + 1)), 100, 20_000_000);
        uint256 traded = (dollars * 1e36) / position.price;
        if (traded > room || traded == 0) return 0;
        size = seed > 0 ? int256(traded) : -int256(traded);
        uint256 margin = (dollars * dollar) / 2 + 2;
        _issue(address(trader), margin);
        trader.trade(id, size, int256(margin));
    }

    function _unskew(bytes32 id, int256 size) private {
        ITraderUnderTest trader = _own();
        uint256 left = trader.trade(id, -size, 0);
        trader.trade(id, 0, -int256(left));
    }

    uint256 private _given;

    function _issue(address to, uint256 amount) private {
        _given += amount;
        world.issue(to, amount);
    }

    /// @dev {collateral} What the attacker has, less what it was ever given.
    function _wealth() private view returns (uint256) {
        uint256 owned = collateral.balanceOf(world.ATTACKER()) + collateral.balanceOf(address(_own()));
        return 1e40 + owned - _given;
    }

    function _requireNoGain(uint256 most) private view {
        Invariant.atMost(4, "a round trip made money", _wealth(), most);
    }

    function _own() private view returns (ITraderUnderTest) {
        ITraderUnderTest[] memory all = world.traders();
        return all[all.length - 1];
    }

    /// @dev Beyond twenty times a venue may refuse, and a redeem cost more than it is worth.
    function _canTrade(ILeveragedToken token) private view returns (bool) {
        Sight memory s = world.look(token);
        return s.isLive() && !s.isRejecting() && !s.isWipedOut() && s.leverage() < 20e18 && !s.isBeyondMaximum();
    }

    function _numberOf(address who, ILeveragedToken token, bytes memory data) private returns (uint256) {
        return _number(_callOrFail(who, address(token), data));
    }

    function _callOrFail(address who, address target, bytes memory data) private returns (bytes memory result) {
        bool ok;
        (ok, result) = _callAs(who, target, data);
        if (!ok) revert Invariant.UnexpectedRevert("attack", result);
    }
}
