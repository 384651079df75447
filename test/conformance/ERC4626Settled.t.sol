// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fees} from "../../contracts/types/Token.sol";
import {Condition, Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-4626 of a settled token, whether a gap, its governor or an outage settled it: nothing in, everything out,
/// pro rata, and from nobody's word but its own: neither price nor venue is asked again.
contract ERC4626SettledTest is Life {
    function testFuzz_EveryViewIsTheProRataPart(uint256 seed) external {
        _settled(seed);
        uint256 left = token.settledAssets();
        uint256 supply = token.totalSupply();
        uint256 shares = draw(0, supply);
        uint256 assets = draw(0, left);
        expectEqual(token.totalAssets(), left, "totalAssets");
        expectEqual(collateral.balanceOf(address(token)), left, "collateral held");
        expectEqual(token.convertToAssets(shares), (shares * left) / supply, "convertToAssets");
        expectEqual(token.convertToShares(assets), left == 0 ? 0 : (assets * supply) / left, "convertToShares");
        expectEqual(token.previewRedeem(shares), (shares * left) / supply, "previewRedeem");
        uint256 burnt = assets == 0 ? 0 : (assets * supply + left - 1) / left;
        expectEqual(token.previewWithdraw(assets), burnt, "previewWithdraw");
        expectEqual(token.maxRedeem(ALICE), token.balanceOf(ALICE), "maxRedeem");
        expectEqual(token.maxWithdraw(ALICE), (token.balanceOf(ALICE) * left) / supply, "maxWithdraw");
    }

    function testFuzz_NothingIsMintedAnyMore(uint256 seed) external {
        _settled(seed);
        bytes memory reason = abi.encodeWithSignature("LeveragedToken_Settled()");
        uint256 amount = draw(0, type(uint256).max);
        for (uint256 i = 0; i < 2; ++i) {
            expectEqual(maxOf(Way(i), CAROL), 0, "maximum");
            expectRefusal(CAROL, address(token), callOf(Way(i), amount, CAROL, CAROL), reason, "a mint");
            expectRefusal(CAROL, address(token), previewCallOf(Way(i), amount), reason, "the preview of a mint");
        }
    }

    function testFuzz_HoldersLeaveInAnyStepsByEitherWayAndTogetherGetEverything(uint256 seed) external {
        _settled(seed);
        uint256 left = token.settledAssets();
        uint256 ratio = _ratio();
        for (uint256 i = 0; i < 6; ++i) {
            address who = draw(0, 1) == 0 ? ALICE : BOB;
            Way way = Way(draw(2, 3));
            uint256 max = maxOf(way, who);
            if (max == 0 || token.totalSupply() == token.balanceOf(who)) continue;
            uint256 amount = drawAmount(max);
            uint256 previewed = previewOf(way, amount);
            expectEqual(go(way, who, amount, DAVE, who), previewed, "result");
            expectAtLeast(_ratio(), ratio, "what a share of those who stay is worth");
            ratio = _ratio();
        }
        address[3] memory holders = [ALICE, BOB, COLLECTOR];
        for (uint256 i = 0; i < holders.length; ++i) {
            uint256 shares = token.balanceOf(holders[i]);
            if (shares != 0) go(Way.Redeem, holders[i], shares, DAVE, holders[i]);
        }
        expectEqual(token.totalSupply(), 0, "supply");
        expectEqual(collateral.balanceOf(DAVE), left, "paid to all together");
        expectEqual(token.settledAssets(), 0, "left");
    }

    function testFuzz_MoreThanIsLeftOrOwnedIsRefused(uint256 seed) external {
        _settled(seed);
        uint256 left = token.settledAssets();
        bytes memory reason = abi.encodeWithSignature("LeveragedToken_AmountNotReachable(uint256)", left + 1);
        expectRefusal(ALICE, address(token), callOf(Way.Withdraw, left + 1, ALICE, ALICE), reason, "more than all");
        expectAnyRefusal(
            ALICE,
            address(token),
            callOf(Way.Withdraw, token.maxWithdraw(ALICE) + 1, ALICE, ALICE),
            "one unit more than one's part"
        );
        uint256 shares = token.balanceOf(ALICE);
        reason = abi.encodeWithSignature(
            "ERC20InsufficientBalance(address,uint256,uint256)",
            ALICE,
            shares,
            shares + 1
        );
        expectRefusal(ALICE, address(token), callOf(Way.Redeem, shares + 1, ALICE, ALICE), reason, "one share more");
    }

    function test_TheLastShareLeavesWithAllThatIsLeftOrNotAtAll() external {
        // Of 18 decimals, where a gain leaves what stands against the virtual shares some billions of units.
        enter(4);
        bring(Condition.Gained);
        // No fee on leaving, and none that is left: the collector would have shares too.
        factory.setFees(token, Fees(0, 2, 0));
        go(Way.Redeem, COLLECTOR, token.collectFees());
        go(Way.Redeem, BOB, token.balanceOf(BOB));
        go(Way.Redeem, ALICE, token.balanceOf(ALICE) - 1);
        bring(Condition.SettledByWindDown);
        uint256 left = token.settledAssets();
        expectAtLeast(left, 2, "what rounding left is the last share's");
        bytes memory reason = abi.encodeWithSignature("LeveragedToken_AmountNotReachable(uint256)", 1);
        bytes memory call = callOf(Way.Withdraw, 1, ALICE, ALICE);
        expectRefusal(ALICE, address(token), call, reason, "all shares for a part");
        expectEqual(go(Way.Redeem, ALICE, 1), left, "assets for the last share");
        call = callOf(Way.Withdraw, 1, DAVE, DAVE);
        expectRefusal(DAVE, address(token), call, reason, "assets for no share");
    }

    function testFuzz_ADonationChangesNothing(uint256 seed) external {
        _settled(seed);
        uint256 left = token.settledAssets();
        uint256 worth = token.maxWithdraw(ALICE);
        collateral.mint(address(token), drawAmount(1e9 * dollar));
        expectEqual(token.totalAssets(), left, "totalAssets");
        expectEqual(token.maxWithdraw(ALICE), worth, "maxWithdraw");
    }

    /// @dev Settled after a life; then oracle and venue die.
    function _settled(uint256 seed) private {
        live(seed);
        bring(Condition(draw(uint256(Condition.SettledByGap), uint256(Condition.SettledByOutage))));
        market.feed.setFailing(true);
        venue.setScenario(market.id, true, true, 0);
    }

    /// @dev {collateral/share} WAD twice over, as a share is a sliver of a unit.
    function _ratio() private view returns (uint256) {
        return (token.settledAssets() * 1e36) / token.totalSupply();
    }
}
