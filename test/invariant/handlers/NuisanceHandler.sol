// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Everybody} from "../base/Everybody.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";
import {HolderChecks} from "./HolderChecks.sol";

/// @title NuisanceHandler
/// @notice Gifts nobody asked for, dust, and runs on the fund in which everybody leaves at once.
contract NuisanceHandler is Handler {
    using Sights for Sight;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](5);
        names[0] = "donate";
        names[1] = "dust minted";
        names[2] = "dust redeemed";
        names[3] = "everybody leaves";
        names[4] = "dust refused";
    }

    /// @dev Dust is redeemed more often than the rest: much of it is refused.
    function bother(uint256 what, uint256 tokenSeed, uint256 x, uint256 y) external observed {
        what %= 9;
        if (what < 2) _donate(tokenSeed, x, y);
        else if (what < 4) _mintDust(tokenSeed, x);
        else if (what < 7) _redeemDust(tokenSeed, x, y);
        else _run(tokenSeed, x);
    }

    function _donate(uint256 tokenSeed, uint256 where, uint256 amount) private {
        ILeveragedToken token = _token(tokenSeed);
        address[3] memory places = [address(token), address(venue), address(factory)];
        ILeveragedToken[] memory all = world.tokens();
        Sight[] memory before = new Sight[](all.length);
        for (uint256 i = 0; i < all.length; ++i) before[i] = world.look(all[i]);
        world.donate(places[where % 3], _amount(amount, 1, 1_000_000 * dollar));
        for (uint256 i = 0; i < all.length; ++i) {
            Sight memory a = world.look(all[i]);
            Invariant.equal(11, "a gift changed equity", a.equity, before[i].equity);
            Invariant.equal(11, "a gift changed the supply", a.supply, before[i].supply);
            if (a.priced && a.phase != Phase.Settled) {
                Invariant.equal(11, "a gift counts as assets", all[i].totalAssets(), before[i].units);
            }
        }
        world.did("donate");
    }

    function _mintDust(uint256 tokenSeed, uint256 amount) private {
        ILeveragedToken token = _token(tokenSeed);
        Sight memory b = world.look(token);
        uint256 shares = _within(amount, 1, 1e12);
        if (!b.isLive() || token.maxMint(address(0)) < shares || b.isRejecting()) return;
        uint256 assets = token.previewMint(shares);
        world.issue(world.holder(0), assets);
        (bool ok, bytes memory result) = _callAs(
            world.holder(0),
            address(token),
            abi.encodeCall(IERC4626.mint, (shares, world.holder(0)))
        );
        if (!ok) {
            if (Refusals.ofMint(b, bytes4(result), assets, shares, assets)) return;
            revert Invariant.UnexpectedRevert("mint dust", result);
        }
        HolderChecks.minted(b, world.look(token), assets, shares);
        world.did("dust minted");
    }

    function _redeemDust(uint256 tokenSeed, uint256 who, uint256 amount) private {
        ILeveragedToken token = _openToken(tokenSeed);
        address owner = _owner(token, who);
        Sight memory b = world.look(token);
        uint256 most = token.balanceOf(owner);
        if (!_isOpen(b) || most == 0) return;
        uint256 shares = _within(amount, 1, most < 1e15 ? most : 1e15);
        (bool ok, bytes memory result) = _callAs(
            owner,
            address(token),
            abi.encodeCall(IERC4626.redeem, (shares, owner, owner))
        );
        if (!ok) {
            if (!Refusals.ofRedeem(b, result, shares, false)) {
                revert Invariant.UnexpectedRevert("redeem dust", result);
            }
            return world.did("dust refused");
        }
        HolderChecks.redeemed(b, world.look(token), _number(result), shares);
        world.did("dust redeemed");
    }

    /// @dev In an order of its own each time; the collector first has its fees made shares, and leaves too.
    function _run(uint256 tokenSeed, uint256 order) private {
        ILeveragedToken token = _openToken(tokenSeed);
        Sight memory b = world.look(token);
        if (!_isOpen(b)) return;
        if ((order >> 8) % 2 == 0) token.collectFees();
        uint256 paid = Everybody.leaves(world, token, order >> 16);
        Invariant.atMost(2, "together they got more than equity", paid, b.mostPaid());
        Sight memory a = world.look(token);
        if (a.minted != 0) return; // somebody has too little to pay for leaving
        HolderChecks.check15_nothingIsLeft(a);
        world.did("everybody leaves");
    }
}
