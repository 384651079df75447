// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Fault} from "../base/Fault.sol";
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
    /// @param accepted {share} or {collateral} The worst result that the caller takes.
    /// @param most {collateral} What the caller brings.
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
        uint256 accepted;
        uint256 most;
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
        it.isAmount = true;
        it.most = it.assets;
        _preview(it, abi.encodeCall(IERC4626.previewDeposit, (it.assets)));
        it.shares = it.promised;
        it.accepted = it.promised - _patience(it, amount);
        it.name = bounded ? bytes32("deposit with minimum") : bytes32("deposit");
        it.data =
            bounded
                ? abi.encodeWithSignature("deposit(uint256,address,uint256)", it.assets, it.owner, it.accepted)
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
        it.accepted = it.promised + _patience(it, shares);
        it.most = it.accepted;
        it.name = bounded ? bytes32("mint with maximum") : bytes32("mint");
        it.data =
            bounded
                ? abi.encodeWithSignature("mint(uint256,address,uint256)", it.shares, it.owner, it.accepted)
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
                it.promised - _patience(it, shares)
            );
        } else if (how % 6 == 0) {
            it.name = "redeem by allowance";
            it.caller = world.KEEPER();
            _callAs(it.owner, address(it.token), abi.encodeCall(IERC20.approve, (it.caller, it.shares)));
        }
        it.isPromised = it.isAll && it.token.maxRedeem(it.owner) == most;
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
                it.promised + _patience(it, assets)
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

    /// @dev By how much less than promised a caller takes: nothing, or a tenth where the venue charges beyond its quotes.
    function _patience(Attempt memory it, uint256 seed) private view returns (uint256) {
        bool isPatient = world.fault() == Fault.Dear && (seed >> 128) % 2 == 0;
        return isPatient ? it.promised / 10 : 0;
    }

    function _subscribe(Attempt memory it) private touchesOnly(it.token.market(), world.traderOf(it.token)) {
        _tryToSubscribe(it);
    }

    function _tryToSubscribe(Attempt memory it) private {
        Sight memory b = world.look(it.token);
        uint256 most = it.token.maxDeposit(address(0));
        world.issue(it.owner, it.most);
        uint256 owned = collateral.balanceOf(it.owner);
        uint256 held = it.token.balanceOf(it.owner);
        (bool ok, bytes memory result) = _callAs(it.owner, address(it.token), it.data);
        if (!ok) {
            if (!Refusals.ofMint(b, bytes4(result), it.assets, it.shares, most)) {
                revert Invariant.UnexpectedRevert("mint", result);
            }
            return _countRefusal(result);
        }
        Invariant.holds(10, "minted what the preview refused", it.previewed);
        _check10_promiseKept(it, b, _number(result), it.isAmount);
        Invariant.equal(10, "a minter paid something else", owned - collateral.balanceOf(it.owner), it.assets);
        Invariant.equal(10, "a minter got something else", it.token.balanceOf(it.owner) - held, it.shares);
        Sight memory a = world.look(it.token);
        int256 sizeDelta = a.position.size - b.position.size;
        most += (b.overcharge(sizeDelta) + b.kindness(sizeDelta)) / b.unit;
        Invariant.atMost(10, "minted more than the maximum", it.assets, most);
        HolderChecks.minted(b, a, it.assets, it.shares);
        _count(it, b, a);
    }

    function _leave(Attempt memory it) private touchesOnly(it.token.market(), world.traderOf(it.token)) {
        _tryToLeave(it);
    }

    function _tryToLeave(Attempt memory it) private {
        Sight memory b = world.look(it.token);
        uint256 owned = collateral.balanceOf(it.owner);
        uint256 held = it.token.balanceOf(it.owner);
        (bool ok, bytes memory result) = _callAs(it.caller, address(it.token), it.data);
        if (!ok) {
            if (!Refusals.ofRedeem(b, result, it.shares, it.isAmount)) {
                revert Invariant.UnexpectedRevert("redeem", result);
            }
            bool isUnannounced = b.isRejecting() || b.markup > 0 || b.isBeyondMaximum();
            Invariant.holds(10, "a promised maximum was refused", !it.isPromised || isUnannounced);
            return _countRefusal(result);
        }
        // A quote that is a bound may ask for the last unit that is paid.
        Invariant.holds(10, "redeemed what the preview refused", it.previewed || !b.position.isExact);
        _check10_promiseKept(it, b, _number(result), !it.isAmount);
        Invariant.equal(10, "a redeemer got something else", collateral.balanceOf(it.owner) - owned, it.assets);
        Invariant.equal(10, "a redeemer burnt something else", held - it.token.balanceOf(it.owner), it.shares);
        Sight memory a = world.look(it.token);
        HolderChecks.redeemed(b, a, it.assets, it.shares);
        _count(it, b, a);
    }

    /// @dev Equal to the unit where quotes are exact, no worse where they are bounds; a venue that charges beyond its quotes
    /// leaves nothing but what the caller accepts.
    function _check10_promiseKept(Attempt memory it, Sight memory b, uint256 result, bool isMoreBetter) private pure {
        if (b.isExact() || b.phase == Phase.Settled) {
            Invariant.equal(10, "a result is not its preview", result, it.promised);
        } else if (b.markup <= 0) {
            (uint256 least, uint256 most) = isMoreBetter ? (it.promised, result) : (result, it.promised);
            Invariant.atMost(10, "a preview promised more than happened", least, most);
        }
        if (it.isAmount) it.shares = result;
        else it.assets = result;
    }

    function _count(Attempt memory it, Sight memory b, Sight memory a) private {
        world.did(it.name);
        int256 sizeDelta = a.position.size - b.position.size;
        if (sizeDelta == 0) return;
        if (b.markup > 0) world.did("mover paid beyond the quote");
        if (b.cost(sizeDelta) < 0) world.did("mover was paid by the venue");
    }

    function _countRefusal(bytes memory result) private {
        if (Refusals.isLimit(bytes4(result))) world.did("refused by the mover's limit");
        else if (bytes4(result) == Refusals.PIECE_REFUSED) world.did("piece refused");
        else if (bytes4(result) == Refusals.MOODY_REFUSED) world.did("refused without a word");
    }
}
