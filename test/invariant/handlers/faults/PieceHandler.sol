// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../../contracts/interfaces/ILeveragedToken.sol";
import {Invariant} from "../../base/Invariant.sol";
import {Sight, Sights} from "../../base/Sight.sol";
import {World} from "../../base/World.sol";
import {Handler} from "../Handler.sol";
import {HolderChecks} from "../HolderChecks.sol";

/// @title PieceHandler
/// @notice A venue that takes reductions of some sizes only, and a holder who leaves part by part.
contract PieceHandler is Handler {
    using Sights for Sight;

    /// @dev Of half a position each time: a thousandth is left after ten.
    uint256 private constant PARTS = 12;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](4);
        names[0] = "takes all pieces";
        names[1] = "takes small pieces only";
        names[2] = "takes large pieces only";
        names[3] = "left part by part";
    }

    function change(uint256 how) external observed {
        // Large pieces alone are what blocks a rebalance.
        how %= 7;
        if (how == 0) _set(0, 1e18, "takes all pieces");
        else if (how == 1) _set(0, 0.05e18, "takes small pieces only");
        else if (how == 2) _set(0, 0.5e18, "takes small pieces only");
        else if (how == 3) _set(0.3e18, 1e18, "takes large pieces only");
        else _set(0.6e18, 1e18, "takes large pieces only");
    }

    /// @dev Invariant 20: money at a venue comes home, in parts if need be.
    function leaveInParts(uint256 tokenSeed, uint256 who) external observed {
        ILeveragedToken token = _heldToken(tokenSeed);
        address owner = _owner(token, who);
        Sight memory b = world.look(token);
        bool isRefused = token.desk().refusedSince(token) != 0;
        if (!_isOpen(b) || isRefused || b.mayPayNothing(token.balanceOf(owner))) return;
        _set(0, 0.5e18, "takes small pieces only");
        for (uint256 i = 0; i < PARTS && token.balanceOf(owner) != 0; ++i) {
            if (!_redeemMost(token, owner)) return;
        }
        Invariant.atMost(
            20,
            "too much is left after all parts",
            world.look(token).worth(token.balanceOf(owner)),
            b.equity / 1_000
        );
        world.did("left part by part");
    }

    /// @return isDone Whether anything was left worth redeeming.
    function _redeemMost(ILeveragedToken token, address owner) private returns (bool isDone) {
        Sight memory b = world.look(token);
        uint256 shares = token.maxRedeem(owner);
        if (shares == 0) {
            Invariant.holds(20, "a part cannot leave", b.mayPayNothing(b.largestPiece(token.balanceOf(owner))));
            return false;
        }
        (bool ok, bytes memory result) = _callAs(
            owner,
            address(token),
            abi.encodeCall(IERC4626.redeem, (shares, owner, owner))
        );
        if (!ok) revert Invariant.UnexpectedRevert("leave in parts", result);
        HolderChecks.redeemed(b, world.look(token), _number(result), shares);
        return true;
    }

    function _set(uint256 least, uint256 most, bytes32 name) private {
        world.front().setPieces(least, most);
        world.did(name);
    }
}
