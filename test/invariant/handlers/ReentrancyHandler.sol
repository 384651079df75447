// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {IVenueAccount} from "../../../contracts/interfaces/IVenueAccount.sol";
import {VenueLiquidity} from "../../../contracts/mocks/venue/VenueLiquidity.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {VenueUnderTest} from "../base/VenueUnderTest.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title IHookedCollateral
/// @notice What tests call of `ReentrantCollateral`: it makes one armed call while it moves.
interface IHookedCollateral {
    struct Outcome {
        bool called;
        bool succeeded;
        bytes result;
    }

    function arm(address target, bytes calldata data) external;
    function outcome() external view returns (Outcome memory);
}

/// @title ReentrancyHandler
/// @notice A collateral that calls back while a token is at work: into that token, another one, or the venue. Nothing that
/// acts or shows a price may let it in.
contract ReentrancyHandler is Handler {
    using Sights for Sight;

    bytes4 private constant GUARD = bytes4(keccak256("ReentrancyGuardReentrantCall()"));

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](2);
        names[0] = "reenter a mint";
        names[1] = "reenter a redeem";
    }

    function reenter(uint256 tokenSeed, uint256 otherSeed, uint256 what, uint256 shares) external observed {
        if (shares % 2 == 0) _reenterMint(tokenSeed, otherSeed, what);
        else _reenterRedeem(tokenSeed, otherSeed, what, shares);
    }

    function _reenterMint(uint256 tokenSeed, uint256 otherSeed, uint256 what) private {
        ILeveragedToken token = _token(tokenSeed);
        uint256 amount = 10 * dollar;
        if (_isUnable(token) || token.maxDeposit(address(0)) < amount || token.previewDeposit(amount) == 0) return;
        world.issue(_holder(what), amount);
        bool isArmed = _arm(token, _token(otherSeed), what);
        (bool ok, bytes memory result) = _callAs(
            _holder(what),
            address(token),
            abi.encodeCall(IERC4626.deposit, (amount, _holder(what)))
        );
        if (!ok) revert Invariant.UnexpectedRevert("deposit while reentered", result);
        if (isArmed && _requireKeptOut()) world.did("reenter a mint");
    }

    function _reenterRedeem(uint256 tokenSeed, uint256 otherSeed, uint256 what, uint256 shares) private {
        ILeveragedToken token = _heldToken(tokenSeed);
        address owner = _owner(token, what);
        uint256 held = token.balanceOf(owner);
        if (_isUnable(token) || held == 0) return;
        shares = _within(shares, 1, held);
        Sight memory b = world.look(token);
        bool isArmed = _arm(token, _token(otherSeed), what);
        (bool ok, bytes memory result) = _callAs(
            owner,
            address(token),
            abi.encodeCall(IERC4626.redeem, (shares, owner, owner))
        );
        if (!ok && !Refusals.ofRedeem(b, result, shares, false)) {
            revert Invariant.UnexpectedRevert("redeem while reentered", result);
        }
        if (isArmed && _requireKeptOut()) world.did("reenter a redeem");
        IHookedCollateral(address(collateral)).arm(address(0), "");
    }

    function _arm(ILeveragedToken token, ILeveragedToken other, uint256 what) private returns (bool) {
        // A settled token has left the venue, and pays its holders whatever goes on there.
        bool intoOther = (what >> 8) % 2 == 0;
        if (intoOther && other.state().phase == Phase.Settled) return false;
        address target = address(intoOther ? other : token);
        bytes[] memory calls = new bytes[](14);
        address self = address(collateral);
        calls[0] = abi.encodeCall(IERC4626.deposit, (1e6, self));
        calls[1] = abi.encodeCall(IERC4626.mint, (1e18, self));
        calls[2] = abi.encodeCall(IERC4626.previewRedeem, (1e18));
        calls[3] = abi.encodeCall(IERC4626.totalAssets, ());
        calls[4] = abi.encodeCall(ILeveragedToken.rebalance, ());
        calls[5] = abi.encodeCall(ILeveragedToken.nav, ());
        calls[6] = abi.encodeCall(ILeveragedToken.leverage, ());
        calls[7] = abi.encodeCall(IERC4626.convertToAssets, (1e18));
        calls[8] = abi.encodeCall(VenueLiquidity.withdrawLiquidity, (self));
        calls[9] = abi.encodeCall(VenueUnderTest.liquidate, (token.market(), address(token)));
        calls[10] = abi.encodeCall(VenueLiquidity.liquidityValues, ());
        calls[11] = abi.encodeCall(VenueLiquidity.depositLiquidity, (1e6));
        calls[12] = abi.encodeCall(IVenueAccount.position, (token.market(), address(token)));
        calls[13] = abi.encodeCall(IVenueAccount.snapshot, (token.market(), address(token)));
        uint256 which = (what >> 16) % calls.length;
        if (which >= 8) target = address(venue);
        IHookedCollateral(address(collateral)).arm(target, calls[which]);
        return true;
    }

    /// @dev A redeem that is refused moves nothing, and then nothing was called.
    function _requireKeptOut() private view returns (bool) {
        IHookedCollateral.Outcome memory outcome = IHookedCollateral(address(collateral)).outcome();
        if (!outcome.called) return false;
        Invariant.holds(4, "let in while at work", !outcome.succeeded);
        Invariant.holds(4, "kept out by something else than the guard", bytes4(outcome.result) == GUARD);
        return true;
    }

    function _isUnable(ILeveragedToken token) private view returns (bool) {
        Sight memory s = world.look(token);
        return !s.isLive() || s.isRejecting() || s.isWipedOut() || s.leverage() > 20e18;
    }
}
