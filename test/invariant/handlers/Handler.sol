// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "../../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {ICollateralUnderTest} from "../base/ICollateralUnderTest.sol";
import {Invariant} from "../base/Invariant.sol";
import {ITraderUnderTest} from "../base/ITraderUnderTest.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {VenueUnderTest} from "../base/VenueUnderTest.sol";
import {VM} from "../base/IVm.sol";
import {World} from "../base/World.sol";

/// @title Handler
/// @notice What every actor's handler needs. A handler brings fuzzed numbers into a range where they mean something, acts,
/// and checks what one action must keep; a revert it did not expect fails the run.
abstract contract Handler {
    using Sights for Sight;

    World internal immutable world;
    VenueUnderTest internal immutable venue;
    ICollateralUnderTest internal immutable collateral;
    ILeveragedTokenFactory internal immutable factory;
    /// @dev {collateral} One whole unit.
    uint256 internal immutable dollar;

    /// @dev Counts the states reached after each action.
    modifier observed() {
        _;
        world.observe();
    }

    /// @dev At one price nobody's action may change anybody else's equity, in no market; one that ends a dead market gives all
    /// of it another price.
    modifier touchesOnly(bytes32 market, address owner) {
        bool isTurn = world.turn() % 2 == 0;
        uint256[] memory before = isTurn ? world.equities(market) : new uint256[](0);
        bool isExpired = world.isExpired(market);
        _;
        if (isTurn && world.isExpired(market) == isExpired) _check03_nobodyElseIsTouched(market, owner, before);
    }

    constructor(World world_) {
        world = world_;
        (venue, collateral, factory, dollar) = world_.places();
        world_.tally().declare(actions());
    }

    /// @notice What this handler counts: each must have happened in a suite.
    function actions() public pure virtual returns (bytes32[] memory);

    function _check03_nobodyElseIsTouched(bytes32 market, address owner, uint256[] memory before) private view {
        uint256[] memory then = world.equities(market);
        address[] memory owners = world.accounts();
        Invariant.equal(3, "an action killed the price", then.length, before.length);
        for (uint256 i = 0; i < then.length; ++i) {
            if (owners[i] != owner) Invariant.equal(3, "somebody else's equity changed", then[i], before[i]);
        }
    }

    function _token(uint256 seed) internal view returns (ILeveragedToken) {
        ILeveragedToken[] memory all = world.tokens();
        return all[seed % all.length];
    }

    function _trader(uint256 seed) internal view returns (ITraderUnderTest) {
        ITraderUnderTest[] memory all = world.traders();
        return all[seed % (all.length - 1)]; // the last one is the attacker's
    }

    function _holder(uint256 seed) internal view returns (address) {
        return world.holder(seed % world.HOLDERS());
    }

    /// @dev The token `seed` says, or the next one that somebody holds.
    function _heldToken(uint256 seed) internal view returns (ILeveragedToken token) {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            token = all[((seed % all.length) + i) % all.length];
            if (token.balanceOf(_owner(token, seed)) != 0) return token;
        }
    }

    /// @dev The token `seed` says, or the next one that is open.
    function _openToken(uint256 seed) internal view returns (ILeveragedToken token) {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            token = all[((seed % all.length) + i) % all.length];
            if (_isOpen(world.look(token))) return token;
        }
    }

    /// @dev Whether somebody holds shares that can be redeemed now.
    function _isOpen(Sight memory s) internal pure returns (bool) {
        return s.isLive() && !s.isRejecting() && !s.isWipedOut() && s.minted != 0;
    }

    /// @dev The holder `seed` says, or the next one that has shares of the token.
    function _owner(ILeveragedToken token, uint256 seed) internal view returns (address owner) {
        uint256 count = world.HOLDERS();
        for (uint256 i = 0; i < count; ++i) {
            owner = world.holder(((seed % count) + i) % count);
            if (token.balanceOf(owner) != 0) return owner;
        }
    }

    /// @dev As many orders of magnitude as `least` and `most` are apart are all as likely.
    function _amount(uint256 seed, uint256 least, uint256 most) internal pure returns (uint256 amount) {
        amount = most;
        for (uint256 i = seed % 8; i > 0 && amount / 10 >= least; --i) amount /= 10;
        amount = least + ((seed >> 8) % (amount - least + 1));
    }

    function _within(uint256 seed, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + (seed % (most - least + 1));
    }

    function _callAs(address who, address target, bytes memory data) internal returns (bool ok, bytes memory result) {
        VM.prank(who);
        return target.call(data);
    }

    function _govern(address target, bytes memory data) internal returns (bool ok, bytes memory result) {
        return world.govern(target, data);
    }

    /// @dev {collateral} or {share} What a call that returns one number returned.
    function _number(bytes memory result) internal pure returns (uint256) {
        return abi.decode(result, (uint256));
    }

    function _read(address target, bytes memory data) internal view returns (bool ok, bytes memory result) {
        return target.staticcall(data);
    }
}
