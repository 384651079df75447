// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {CollateralUnderTest} from "../base/CollateralUnderTest.sol";
import {Everybody} from "../base/Everybody.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";
import {HolderChecks} from "./HolderChecks.sol";

/// @title DebtHandler
/// @notice A collateral that will not move to the fee collector or to a keeper, and what is owed to them meanwhile.
contract DebtHandler is Handler {
    using Sights for Sight;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](5);
        names[0] = "payee blocked";
        names[1] = "payee unblocked";
        names[2] = "last exit, collector blocked";
        names[3] = "debt paid";
        names[4] = "debt unpayable";
    }

    function owe(uint256 what, uint256 tokenSeed, bool toKeeper) external observed {
        address creditor = toKeeper ? world.KEEPER() : world.collector();
        what %= 9;
        if (what == 0) _block(creditor, true);
        else if (what == 1) _block(creditor, false);
        else if (what == 2) _lastExit(_token(tokenSeed), tokenSeed >> 8);
        else if (what < 7) _pay(tokenSeed, creditor, false);
        else _payWhileBlocked(tokenSeed, creditor);
    }

    function _block(address who, bool blocked) private {
        world.block_(who, blocked);
        world.did(blocked ? bytes32("payee blocked") : bytes32("payee unblocked"));
    }

    /// @dev What is left of the fund is owed where it cannot be paid; nobody who leaves waits for that.
    function _lastExit(ILeveragedToken token, uint256 order) private {
        Sight memory b = world.look(token);
        if (!_isOpen(b)) return;
        world.block_(world.collector(), true);
        uint256 paid = Everybody.leaves(world, token, order);
        Sight memory a = world.look(token);
        if (a.minted != 0) return; // somebody has too little to pay for leaving
        HolderChecks.check15_nothingIsLeft(a);
        Invariant.atMost(2, "together they got more than equity", paid + a.owed, b.mostPaid() + b.owed);
        world.did("last exit, collector blocked");
    }

    /// @dev Where nobody is owed anything, a last exit comes first. Now and then the creditor can be paid a moment later.
    function _payWhileBlocked(uint256 tokenSeed, address creditor) private {
        (ILeveragedToken token, ) = _indebted(tokenSeed, creditor);
        if (token.totalOwed() == 0) _lastExit(_openToken(tokenSeed), tokenSeed >> 8);
        _pay(tokenSeed, creditor, true);
        if ((tokenSeed >> 8) % 2 == 1) _pay(tokenSeed, creditor, false);
    }

    /// @dev Paying a debt changes nothing for holders; it is refused only where the money cannot move or is not there.
    function _pay(uint256 tokenSeed, address creditor, bool isBlocked) private {
        ILeveragedToken token;
        (token, creditor) = _indebted(tokenSeed, creditor);
        world.block_(creditor, isBlocked);
        uint256 owed = token.owed(creditor);
        if (owed == 0) return;
        Sight memory b = world.look(token);
        uint256 owned = collateral.balanceOf(creditor);
        // An account that went down may have left a settled token less than was owed out of it.
        uint256 payable_ = owed;
        if (b.phase == Phase.Settled) {
            payable_ = collateral.balanceOf(address(token)) - token.settledAssets();
            if (payable_ > owed) payable_ = owed;
        }
        (bool ok, bytes memory result) = address(token).call(abi.encodeCall(ILeveragedToken.payDebt, (creditor)));
        if (!ok) {
            if (!_isExplained(b, bytes4(result), creditor, payable_)) {
                revert Invariant.UnexpectedRevert("pay a debt", result);
            }
            Invariant.equal(18, "a debt that was not paid is forgotten", token.owed(creditor), owed);
            return world.did("debt unpayable");
        }
        Sight memory a = world.look(token);
        Invariant.equal(18, "paid more or less than owed", collateral.balanceOf(creditor) - owned, payable_);
        Invariant.equal(18, "a debt that was paid is still owed", token.owed(creditor), owed - payable_);
        // A mark apart from index is put upon equity that the exchange rounds down to a unit.
        Invariant.near(18, "paying a debt changed equity", a.units, b.units, b.isExact() ? 0 : 1);
        Invariant.equal(18, "paying a debt changed the supply", a.supply, b.supply);
        world.did("debt paid");
    }

    function _isExplained(
        Sight memory b,
        bytes4 error_,
        address creditor,
        uint256 payable_
    ) private view returns (bool) {
        if (error_ == CollateralUnderTest.CollateralUnderTest_Blocked.selector) return world.isBlocked(creditor);
        if (b.phase == Phase.Settled) {
            return error_ == ILeveragedToken.LeveragedToken_ZeroAmount.selector && payable_ == 0;
        }
        if (Refusals.byMarket(b, error_)) return true;
        // The exchange counts at index, where the mark may be another.
        int256 ahead = (b.position.size * (int256(b.index) - int256(b.position.price))) / 1e18;
        int256 equity = int256(b.position.equity) + ahead;
        if (error_ == IFuturesVenue.FuturesVenue_InsufficientMargin.selector) {
            // What is less than nothing at the mark is shown as nothing.
            bool isUnknown = b.position.equity == 0 && !b.position.isExact;
            return b.priced && (isUnknown || equity < int256(b.owed * b.unit));
        }
        // It lets no money leave where that raises leverage beyond twenty times; it counts in whole units.
        int256 least = int256(b.traded(b.position.size) / 20 + 2 * b.unit);
        return
            error_ == IFuturesVenue.FuturesVenue_InitialMargin.selector && equity - int256(payable_ * b.unit) < least;
    }

    /// @dev The token `seed` says, or the next one that owes something, to `creditor` or to the other one.
    function _indebted(uint256 seed, address creditor) private view returns (ILeveragedToken token, address owedTo) {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            token = all[((seed % all.length) + i) % all.length];
            if (token.totalOwed() == 0) continue;
            if (token.owed(creditor) != 0) return (token, creditor);
            return (token, creditor == world.KEEPER() ? world.collector() : world.KEEPER());
        }
        return (token, creditor);
    }
}
