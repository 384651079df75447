// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";
import {HolderChecks} from "./HolderChecks.sol";

/// @title HolderHandler
/// @notice Holders of all four actions, in both overloads each; previews are asked first, in the same block.
contract HolderHandler is Handler {
    using Sights for Sight;

    /// @dev One action, what its preview said, and what is known of it beforehand.
    /// @param promised {share} or {collateral} The preview's answer.
    /// @param isAmount Whether an amount of collateral was asked for, not of shares.
    /// @param isPromised Whether a maximum said that this would be possible.
    struct Attempt {
        ILeveragedToken token;
        address owner;
        address caller;
        bytes data;
        bytes32 name;
        bool previewed;
        bytes preview;
        uint256 promised;
        uint256 assets;
        uint256 shares;
        bool isAll;
        bool isAmount;
        bool isPromised;
    }

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](12);
        names[0] = "deposit";
        names[1] = "deposit with minimum";
        names[2] = "mint";
        names[3] = "mint with maximum";
        names[4] = "redeem";
        names[5] = "redeem with minimum";
        names[6] = "withdraw";
        names[7] = "withdraw with maximum";
        names[8] = "redeem by allowance";
        names[9] = "redeem all";
        names[10] = "withdraw all";
        names[11] = "transfer";
    }

    function deposit(uint256 tokenSeed, uint256 who, uint256 amount, bool bounded) external observed {
        Attempt memory it;
        it.token = _token(tokenSeed);
        it.owner = _holder(who);
        it.assets = _amount(amount, 1, 200_000 * dollar);
        _preview(it, abi.encodeCall(IERC4626.previewDeposit, (it.assets)));
        it.shares = it.promised;
        it.name = bounded ? bytes32("deposit with minimum") : bytes32("deposit");
        it.data =
            bounded
                ? abi.encodeWithSignature("deposit(uint256,address,uint256)", it.assets, it.owner, it.shares)
                : abi.encodeCall(IERC4626.deposit, (it.assets, it.owner));
        _subscribe(it);
    }

    function mint(uint256 tokenSeed, uint256 who, uint256 shares, bool bounded) external observed {
        Attempt memory it;
        it.token = _token(tokenSeed);
        it.owner = _holder(who);
        it.shares = _amount(shares, 1, 200_000e18);
        _preview(it, abi.encodeCall(IERC4626.previewMint, (it.shares)));
        it.assets = it.promised;
        if (it.assets > 2_000_000 * dollar) return;
        it.name = bounded ? bytes32("mint with maximum") : bytes32("mint");
        it.data =
            bounded
                ? abi.encodeWithSignature("mint(uint256,address,uint256)", it.shares, it.owner, it.assets)
                : abi.encodeCall(IERC4626.mint, (it.shares, it.owner));
        _subscribe(it);
    }

    function redeem(uint256 tokenSeed, uint256 who, uint256 shares, uint8 how) external observed {
        Attempt memory it;
        it.token = _heldToken(tokenSeed);
        it.owner = _owner(it.token, who);
        it.caller = it.owner;
        uint256 most = it.token.balanceOf(it.owner);
        if (most == 0) return;
        it.isAll = how % 6 == 1;
        it.shares = it.isAll ? most : _amount(shares, 1, most);
        _preview(it, abi.encodeCall(IERC4626.previewRedeem, (it.shares)));
        it.name = it.isAll ? bytes32("redeem all") : bytes32("redeem");
        it.data = abi.encodeCall(IERC4626.redeem, (it.shares, it.owner, it.owner));
        if (how % 6 == 2 || how % 6 == 3) {
            it.name = "redeem with minimum";
            it.data = abi.encodeWithSignature(
                "redeem(uint256,address,address,uint256)",
                it.shares,
                it.owner,
                it.owner,
                it.promised
            );
        } else if (how % 6 == 0) {
            it.name = "redeem by allowance";
            it.caller = world.KEEPER();
            _callAs(it.owner, address(it.token), abi.encodeCall(IERC20.approve, (it.caller, it.shares)));
        }
        it.isPromised = it.isAll && it.token.maxRedeem(it.owner) != 0;
        _leave(it);
    }

    function withdraw(uint256 tokenSeed, uint256 who, uint256 assets, uint8 how) external observed {
        Attempt memory it;
        it.token = _heldToken(tokenSeed);
        it.owner = _owner(it.token, who);
        it.caller = it.owner;
        uint256 most = it.token.maxWithdraw(it.owner);
        if (most == 0) return;
        it.isAll = how % 3 == 0;
        it.assets = it.isAll ? most : _amount(assets, 1, most);
        it.isAmount = true;
        it.isPromised = it.isAll;
        _preview(it, abi.encodeCall(IERC4626.previewWithdraw, (it.assets)));
        it.name = it.isAll ? bytes32("withdraw all") : bytes32("withdraw");
        it.data = abi.encodeCall(IERC4626.withdraw, (it.assets, it.owner, it.owner));
        if (how % 3 == 1) {
            it.name = "withdraw with maximum";
            it.data = abi.encodeWithSignature(
                "withdraw(uint256,address,address,uint256)",
                it.assets,
                it.owner,
                it.owner,
                it.promised
            );
        }
        _leave(it);
    }

    /// @dev Shares change hands; nothing else does.
    function transfer(uint256 tokenSeed, uint256 from, uint256 to, uint256 shares) external observed {
        ILeveragedToken token = _heldToken(tokenSeed);
        address owner = _owner(token, from);
        uint256 held = token.balanceOf(owner);
        if (held == 0) return;
        shares = _within(shares, 0, held);
        (bool ok, bytes memory result) = _callAs(
            owner,
            address(token),
            abi.encodeCall(IERC20.transfer, (_holder(to), shares))
        );
        if (!ok) revert Invariant.UnexpectedRevert("transfer", result);
        bool isSelf = owner == _holder(to);
        Invariant.equal(10, "a transfer left something else", token.balanceOf(owner), isSelf ? held : held - shares);
        world.did("transfer");
    }

    function _preview(Attempt memory it, bytes memory data) private view {
        (it.previewed, it.preview) = _read(address(it.token), data);
        if (it.previewed) it.promised = _number(it.preview);
    }

    function _subscribe(Attempt memory it) private touchesOnly(it.token.market(), address(it.token)) {
        _tryToSubscribe(it);
    }

    function _tryToSubscribe(Attempt memory it) private {
        Sight memory b = world.look(it.token);
        uint256 most = it.token.maxDeposit(address(0));
        world.issue(it.owner, it.assets);
        uint256 owned = collateral.balanceOf(it.owner);
        uint256 held = it.token.balanceOf(it.owner);
        (bool ok, bytes memory result) = _callAs(it.owner, address(it.token), it.data);
        if (!ok) {
            if (Refusals.ofMint(b, bytes4(result), it.assets, it.shares, most)) return;
            revert Invariant.UnexpectedRevert("mint", result);
        }
        Invariant.holds(10, "minted what the preview refused", it.previewed);
        Invariant.equal(10, "a mint's result is not its preview", _number(result), it.promised);
        Invariant.equal(10, "a minter paid something else", owned - collateral.balanceOf(it.owner), it.assets);
        Invariant.equal(10, "a minter got something else", it.token.balanceOf(it.owner) - held, it.shares);
        Invariant.atMost(10, "minted more than the maximum", it.assets, most);
        HolderChecks.minted(b, world.look(it.token), it.assets, it.shares);
        world.did(it.name);
    }

    function _leave(Attempt memory it) private touchesOnly(it.token.market(), address(it.token)) {
        _tryToLeave(it);
    }

    function _tryToLeave(Attempt memory it) private {
        Sight memory b = world.look(it.token);
        uint256 owned = collateral.balanceOf(it.owner);
        uint256 held = it.token.balanceOf(it.owner);
        (bool ok, bytes memory result) = _callAs(it.caller, address(it.token), it.data);
        if (!ok) {
            if (!Refusals.ofRedeem(b, bytes4(result), it.shares, it.isAmount)) {
                revert Invariant.UnexpectedRevert("redeem", result);
            }
            return Invariant.holds(10, "a promised maximum was refused", !it.isPromised || b.failing);
        }
        Invariant.holds(10, "redeemed what the preview refused", it.previewed);
        Invariant.equal(10, "a redeem's result is not its preview", _number(result), it.promised);
        if (it.isAmount) it.shares = it.promised;
        else it.assets = it.promised;
        Invariant.equal(10, "a redeemer got something else", collateral.balanceOf(it.owner) - owned, it.assets);
        Invariant.equal(10, "a redeemer burnt something else", held - it.token.balanceOf(it.owner), it.shares);
        HolderChecks.redeemed(b, world.look(it.token), it.assets, it.shares);
        world.did(it.name);
    }
}
