// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Invariant} from "./Invariant.sol";
import {Refusals} from "./Refusals.sol";
import {Sight, Sights} from "./Sight.sol";
import {VM} from "./IVm.sol";
import {World} from "./World.sol";

/// @title Everybody
/// @notice All who can hold shares, acting together.
library Everybody {
    using Sights for Sight;

    /// @notice Redeems all that anyone has, the fee collector too, beginning with whom `order` says. Who has too little to
    /// pay for leaving, or no piece that the venue takes, stays.
    /// @return paid {collateral} To all together.
    function leaves(World world, ILeveragedToken token, uint256 order) internal returns (uint256 paid) {
        uint256 count = world.HOLDERS();
        for (uint256 i = 0; i <= count; ++i) {
            uint256 which = ((order % (count + 1)) + i) % (count + 1);
            address owner = which == count ? world.collector() : world.holder(which);
            uint256 shares = token.balanceOf(owner);
            if (shares == 0) continue;
            paid += _leaves(world, token, owner, shares);
        }
    }

    /// @dev Whom the collector's pending shares keep from leaving last, at a venue that does not keep to its curve, leaves
    /// before them once they are collected.
    function _leaves(World world, ILeveragedToken token, address owner, uint256 shares) private returns (uint256) {
        Sight memory b = world.look(token);
        (bool ok, bytes memory result) = _redeems(world, token, owner, shares);
        if (!ok && !b.isExact() && shares == b.minted && b.supply != b.minted) {
            token.collectFees();
            b = world.look(token);
            (ok, result) = _redeems(world, token, owner, shares);
        }
        if (ok) return abi.decode(result, (uint256));
        if (!Refusals.ofLeaving(b, result, shares)) revert Invariant.UnexpectedRevert("everybody leaves", result);
        return 0;
    }

    function _redeems(
        World world,
        ILeveragedToken token,
        address owner,
        uint256 shares
    ) private returns (bool ok, bytes memory result) {
        address payee = world.payeeOf(owner);
        VM.prank(owner);
        return address(token).call(abi.encodeCall(IERC4626.redeem, (shares, payee, owner)));
    }
}
