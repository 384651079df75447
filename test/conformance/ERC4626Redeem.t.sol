// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {VM} from "../invariant/base/IVm.sol";
import {Condition, Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-4626: `withdraw` and `redeem`, after a life with profit and loss. Alice owns, Carol acts, Dave receives.
contract ERC4626RedeemTest is Life {
    function testFuzz_ARedeemIsItsPreviewAndMovesExactlyThatAndSaysSo(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 previewed = previewOf(way, amount);
        Done memory done = doneBy(way, amount, previewed);
        uint256 shares = token.balanceOf(ALICE);
        uint256 supply = token.totalSupply();
        uint256 held = collateral.balanceOf(address(venue));
        _approve(type(uint256).max);

        VM.expectEmit(address(token));
        emit IERC20.Transfer(ALICE, address(0), done.shares);
        VM.expectEmit(address(token));
        emit IERC4626.Withdraw(CAROL, DAVE, ALICE, done.assets, done.shares);
        expectEqual(go(way, CAROL, amount, DAVE, ALICE), previewed, "result");

        expectEqual(token.balanceOf(ALICE), shares - done.shares, "the owner's shares");
        expectEqual(token.totalSupply(), supply - done.shares, "supply");
        expectEqual(collateral.balanceOf(DAVE), done.assets, "the receiver's collateral");
        // The last to leave lets the collector be paid too.
        uint256 owed = collateral.balanceOf(COLLECTOR);
        expectEqual(collateral.balanceOf(address(venue)), held - done.assets - owed, "the venue's collateral");
        expectEqual(collateral.balanceOf(address(token)), 0, "the token's collateral");
    }

    function testFuzz_WhoActsForTheOwnerUsesUpExactlyTheAllowanceOfSharesUnlessItIsInfinite(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 shares = doneBy(way, amount, previewOf(way, amount)).shares;
        uint256 spare = draw(0, 1e18);
        uint256 before = VM.snapshotState();
        _approve(shares + spare);
        go(way, CAROL, amount, DAVE, ALICE);
        expectEqual(token.allowance(ALICE, CAROL), spare, "allowance left");
        VM.revertToState(before);
        _approve(type(uint256).max);
        go(way, CAROL, amount, DAVE, ALICE);
        expectEqual(token.allowance(ALICE, CAROL), type(uint256).max, "infinite allowance");
    }

    function testFuzz_OneShareOfAllowanceTooLittleIsRefused(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 shares = doneBy(way, amount, previewOf(way, amount)).shares;
        uint256 allowed = draw(0, 1) == 0 ? 0 : shares - 1;
        _approve(allowed);
        bytes memory reason = abi.encodeWithSignature(
            "ERC20InsufficientAllowance(address,uint256,uint256)",
            CAROL,
            allowed,
            shares
        );
        expectRefusal(CAROL, address(token), callOf(way, amount, CAROL, ALICE), reason, "allowance");
    }

    function testFuzz_AnOwnersAllowanceToHerselfPlaysNoPart(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        VM.prank(ALICE);
        token.approve(ALICE, 1);
        go(way, ALICE, amount);
        expectEqual(token.allowance(ALICE, ALICE), 1, "allowance to oneself");
    }

    function testFuzz_SharesOneDoesNotHaveAreNotRedeemed(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 shares = doneBy(way, amount, previewOf(way, amount)).shares;
        // Dave gets one share too few.
        VM.prank(ALICE);
        token.transfer(DAVE, shares - 1);
        bytes memory reason = abi.encodeWithSignature(
            "ERC20InsufficientBalance(address,uint256,uint256)",
            DAVE,
            shares - 1,
            shares
        );
        expectRefusal(DAVE, address(token), callOf(way, amount, DAVE, DAVE), reason, "shares");
    }

    function testFuzz_WithdrawAndRedeemAreInversesRoundedForTheFund(uint256 seed) external {
        live(seed);
        uint256 assets = drawAmount(token.maxWithdraw(ALICE));
        uint256 shares = drawShares(ALICE) - 1;
        uint256 burnt = token.previewWithdraw(assets);
        expectAtLeast(token.previewRedeem(burnt), assets, "the shares burnt are worth what is paid");
        expectAtLeast(token.previewWithdraw(assets), burnt, "shares");
        expectAtLeast(token.previewRedeem(shares + 1), token.previewRedeem(shares), "assets for one share more");
        uint256 again = token.previewWithdraw(token.previewRedeem(shares));
        expectAtMost(again, shares + token.convertToShares(3) + 1, "shares for it");
    }

    function testFuzz_NothingIsRefused(uint256 seed) external {
        live(seed);
        for (uint256 i = 2; i < 4; ++i) {
            expectRefusal(ALICE, address(token), callOf(Way(i), 0, ALICE, ALICE), ZERO_AMOUNT, "nothing");
        }
    }

    function testFuzz_TheZeroAddressReceivesNoCollateral(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        bytes memory reason = abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(0));
        expectRefusal(ALICE, address(token), callOf(way, amount, address(0), ALICE), reason, "zero address");
    }

    function testFuzz_RedemptionIsExactInEveryConditionThatHasAPrice(uint256 seed) external {
        live(seed);
        Condition condition = Condition(draw(uint256(Condition.Paused), uint256(Condition.SettledByOutage)));
        bring(condition);
        Way way = isWorthless(condition) ? Way.Redeem : Way(draw(2, 3));
        uint256 amount = way == Way.Redeem ? drawShares(ALICE) : drawAmount(maxOf(way, ALICE));
        uint256 previewed = previewOf(way, amount);
        Done memory done = doneBy(way, amount, previewed);
        uint256 shares = token.balanceOf(ALICE);
        expectEqual(go(way, ALICE, amount, DAVE, ALICE), previewed, "result");
        expectEqual(token.balanceOf(ALICE), shares - done.shares, "the owner's shares");
        expectEqual(collateral.balanceOf(DAVE), done.assets, "the receiver's collateral");
    }

    function testFuzz_EverybodyCanLeaveInAnyOrder(uint256 seed) external {
        live(seed);
        (address first, address last) = draw(0, 1) == 0 ? (ALICE, BOB) : (BOB, ALICE);
        token.collectFees();
        if (token.balanceOf(COLLECTOR) != 0) go(Way.Redeem, COLLECTOR, token.maxRedeem(COLLECTOR));
        if (token.balanceOf(first) != 0) go(Way.Redeem, first, token.maxRedeem(first));
        if (token.balanceOf(last) != 0) go(Way.Redeem, last, token.maxRedeem(last));
        expectEqual(token.totalSupply(), 0, "supply");
        expectEqual(token.totalAssets(), 0, "totalAssets");
    }

    /// @dev A way out and an amount Alice can leave by it with.
    function _drawn(uint256 seed) private returns (Way way, uint256 amount) {
        live(seed);
        way = Way(draw(2, 3));
        amount = way == Way.Redeem ? drawShares(ALICE) : drawAmount(token.maxWithdraw(ALICE));
    }

    function _approve(uint256 shares) private {
        VM.prank(ALICE);
        token.approve(CAROL, shares);
    }
}
