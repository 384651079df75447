// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Limits} from "../../contracts/types/Token.sol";
import {VM} from "../invariant/base/IVm.sol";
import {Condition, Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-4626: what `max*` promises, in every condition a token can be found in.
contract ERC4626MaxTest is Life {
    function test_MaximaNeverRevertAndAreZeroExactlyWhereNothingIsAccepted() external {
        for (uint256 i = 0; i < worlds.length; ++i) {
            for (uint256 j = 0; j < CONDITIONS; ++j) {
                enter(i);
                uint256 before = VM.snapshotState();
                bring(Condition(j));
                _expectMaximaOf(Condition(j));
                VM.revertToState(before);
            }
        }
    }

    function testFuzz_AMaximumIsAcceptedInEveryCondition(uint256 seed) external {
        live(seed);
        Condition condition = Condition(draw(0, CONDITIONS - 1));
        bring(condition);
        Way way = Way(draw(0, 3));
        uint256 max = maxOf(way, ALICE);
        bool isHolder = token.balanceOf(ALICE) != 0;
        bool isPaid = way == Way.Redeem || !isWorthless(condition);
        bool isAccepted = isIn(way) ? isMintable(condition) : isRedeemable(condition) && isHolder && isPaid;
        expect((max != 0) == isAccepted, "something is accepted");
        if (max == 0) return;
        uint256 previewed = previewOf(way, max);
        expectEqual(go(way, ALICE, max), previewed, "result of the maximum");
    }

    function test_AShortThatHasHardlyAPositionLeftTakesBillions() external {
        enter(3);
        for (uint256 i = 0; i < 4; ++i) bring(Condition.Gained);
        uint256 max = maxOf(Way.Deposit, ALICE);
        expectAtLeast(max, 4.2e9 * dollar, "maxDeposit, up to the largest capacity there is");
        uint256 previewed = previewOf(Way.Deposit, max);
        expectEqual(go(Way.Deposit, ALICE, max), previewed, "shares for the maximum");
    }

    function testFuzz_EveryAmountUpToTheMaximumIsAccepted(uint256 seed) external {
        live(seed);
        Way way = Way(draw(0, 3));
        // Too little for a single share, or to pay for leaving, is no amount.
        uint256 amount = way == Way.Redeem ? drawShares(ALICE) : drawAmount(maxOf(way, ALICE));
        if (way == Way.Deposit && previewOf(way, amount) == 0) amount = dollar;
        go(way, ALICE, amount);
    }

    function testFuzz_OneShareMoreThanTheMaximumIsNotRedeemed(uint256 seed) external {
        live(seed);
        uint256 max = maxOf(Way.Redeem, ALICE);
        expectEqual(max, token.balanceOf(ALICE), "maxRedeem of a live fund");
        // Beyond the balance, supply may run out first: redeeming more than all has no price.
        bytes memory call = callOf(Way.Redeem, max + 1, ALICE, ALICE);
        bytes memory reason = abi.encodeWithSignature(
            "ERC20InsufficientBalance(address,uint256,uint256)",
            ALICE,
            max,
            max + 1
        );
        expectRefusal(ALICE, address(token), call, reason, "one share more");
    }

    function testFuzz_OneUnitMoreThanTheMaximumIsNotWithdrawn(uint256 seed) external {
        live(seed);
        uint256 max = maxOf(Way.Withdraw, ALICE);
        expectEqual(max, previewOf(Way.Redeem, token.balanceOf(ALICE)), "maxWithdraw of a live fund");
        expectAnyRefusal(ALICE, address(token), callOf(Way.Withdraw, max + 1, ALICE, ALICE), "one unit more");
    }

    function testFuzz_CapacityIsPromisedToTheUnitAndNeverExceeded(uint256 seed) external {
        live(seed);
        uint256 whole = token.totalAssets() / dollar + 2 + drawAmount(10_000);
        factory.setLimits(token, Limits(uint32(whole), ANY_TRADE));
        uint256 capacity = whole * dollar;
        uint256 room = capacity - token.totalAssets();
        uint256 max = maxOf(Way.Deposit, CAROL);
        expectAtMost(max, room, "maxDeposit");
        expectAtLeast(max + 1, room, "maxDeposit");
        // What is paid for more value than there is room for; value and price are rounded by three units together.
        uint256 shares = token.convertToShares(room + 3);
        uint256 assets = token.previewMint(shares) + 3;
        bytes4 reason = bytes4(keccak256("LeveragedToken_CapacityExceeded(uint256,uint256)"));
        expectRefusalOf(CAROL, address(token), callOf(Way.Mint, shares, CAROL, CAROL), reason, "a mint beyond");
        expectRefusalOf(CAROL, address(token), callOf(Way.Deposit, assets, CAROL, CAROL), reason, "a deposit beyond");
        go(Way.Deposit, CAROL, max);
        expectAtMost(token.totalAssets(), capacity, "equity of a full fund");
        // What the venue charged is not in the fund, so as much may follow.
        expectAtMost(maxOf(Way.Deposit, CAROL), capacity - token.totalAssets(), "maxDeposit of a full fund");
    }

    function testFuzz_MaximaDependOnNeitherCallerNorReceiverNorAnybodysCollateral(uint256 seed) external {
        live(seed);
        Way way = Way(draw(0, 3));
        uint256 max = maxOf(way, ALICE);
        address anybody = address(uint160(draw(1, type(uint160).max)));
        if (isIn(way)) expectEqual(maxOf(way, anybody), max, "for another receiver");
        VM.startPrank(ALICE);
        collateral.transfer(CAROL, collateral.balanceOf(ALICE));
        collateral.approve(address(token), 0);
        VM.stopPrank();
        VM.prank(anybody);
        expectEqual(maxOf(way, ALICE), max, "for another caller, of somebody penniless");
    }

    function _expectMaximaOf(Condition condition) private view {
        address[5] memory everybody = [ALICE, CAROL, address(0), address(token), address(venue)];
        for (uint256 i = 0; i < everybody.length; ++i) {
            address who = everybody[i];
            expect((maxOf(Way.Deposit, who) != 0) == isMintable(condition), "maxDeposit");
            expect((maxOf(Way.Mint, who) != 0) == isMintable(condition), "maxMint");
            uint256 shares = isRedeemable(condition) ? token.balanceOf(who) : 0;
            expectEqual(maxOf(Way.Redeem, who), shares, "maxRedeem");
            bool isPaid = shares != 0 && !isWorthless(condition);
            expect((maxOf(Way.Withdraw, who) != 0) == isPaid, "maxWithdraw");
        }
    }
}
