// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {VM} from "../invariant/base/IVm.sol";
import {Condition, Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-4626: `asset`, `totalAssets`, the conversions, and what previews owe to them.
contract ERC4626ViewsTest is Life {
    function test_AssetIsTheVenuesCollateral() external {
        for (uint256 i = 0; i < worlds.length; ++i) {
            enter(i);
            expect(token.asset() == address(venue.collateral()), "asset");
            expectEqual(token.decimals(), 18, "decimals");
        }
    }

    function testFuzz_TotalAssetsIsTheAccountsEquityForWhoeverAsksAndWhateverIsDonated(uint256 seed) external {
        live(seed);
        uint256 expected = venue.position(market.id, address(token)).equity / (1e18 / dollar);
        VM.prank(address(uint160(draw(1, type(uint160).max))));
        expectEqual(token.totalAssets(), expected, "totalAssets");
        collateral.mint(address(token), draw(0, 1e9 * dollar));
        expectEqual(token.totalAssets(), expected, "totalAssets after a donation");
    }

    function testFuzz_ConversionsRoundDownFromTheSameRatioForEveryCaller(uint256 seed) external {
        live(seed);
        uint256 equity = venue.position(market.id, address(token)).equity;
        uint256 unit = 1e18 / dollar;
        uint256 supply = token.effectiveSupply() + token.virtualShares();
        uint256 shares = drawAmount(1e38);
        uint256 assets = drawAmount(1e36);
        uint256 virtualAssets = 1e12 / unit;
        uint256 worth = (shares * (equity / unit + virtualAssets)) / supply;
        uint256 bought = (assets * supply) / ((equity + unit - 1) / unit + virtualAssets);
        expectEqual(token.convertToAssets(shares), worth, "convertToAssets");
        expectEqual(token.convertToShares(assets), bought, "convertToShares");
        VM.startPrank(address(uint160(draw(1, type(uint160).max))));
        expectEqual(token.convertToAssets(shares), worth, "convertToAssets for another");
        expectEqual(token.convertToShares(assets), bought, "convertToShares for another");
        VM.stopPrank();
    }

    function testFuzz_ConvertingBackAndForthNeverGains(uint256 seed) external {
        live(seed);
        uint256 amount = drawAmount(type(uint112).max);
        expectAtMost(token.convertToAssets(token.convertToShares(amount)), amount, "assets");
        expectAtMost(token.convertToShares(token.convertToAssets(amount)), amount, "shares");
    }

    function testFuzz_ConversionsNeitherRevertForAnyReasonableAmountNorFallAsItGrows(uint256 seed) external {
        live(seed);
        bring(Condition(draw(0, uint256(Condition.SettledByOutage))));
        uint256 least = draw(0, type(uint128).max);
        uint256 most = draw(least, type(uint128).max);
        expectAtLeast(token.convertToAssets(most), token.convertToAssets(least), "assets");
        expectAtLeast(token.convertToShares(most), token.convertToShares(least), "shares");
    }

    function testFuzz_WhoMovesPaysSoPreviewsAreNeverBetterThanConversions(uint256 seed) external {
        live(seed);
        uint256 assets = drawAmount(token.maxWithdraw(ALICE));
        uint256 shares = drawShares(ALICE);
        expectAtMost(token.previewDeposit(assets), token.convertToShares(assets), "previewDeposit");
        expectAtLeast(token.previewMint(shares), token.convertToAssets(shares), "previewMint");
        expectAtLeast(token.previewWithdraw(assets), token.convertToShares(assets), "previewWithdraw");
        expectAtMost(token.previewRedeem(shares), token.convertToAssets(shares), "previewRedeem");
    }

    function testFuzz_NothingIsPreviewedForFree(uint256 seed) external {
        live(seed);
        expectAtLeast(token.previewMint(drawAmount(type(uint112).max)), 1, "assets for shares");
        expectAtLeast(token.previewWithdraw(drawAmount(token.maxWithdraw(ALICE))), 1, "shares for assets");
        expectAtMost(token.previewDeposit(1), token.convertToShares(1), "shares for a unit");
        bytes memory call = previewCallOf(Way.Redeem, 1);
        expectRefusalOf(ALICE, address(token), call, COST_ABOVE_VALUE, "assets for a wei of shares");
    }

    function test_NothingConvertsToNothingInEveryConditionWithAPrice() external {
        for (uint256 i = 0; i < CONDITIONS; ++i) {
            if (!isRedeemable(Condition(i))) continue;
            enter(i);
            uint256 before = VM.snapshotState();
            bring(Condition(i));
            expectEqual(token.convertToAssets(0), 0, "convertToAssets");
            expectEqual(token.convertToShares(0), 0, "convertToShares");
            expectEqual(token.previewRedeem(0), 0, "previewRedeem");
            expectEqual(token.previewWithdraw(0), 0, "previewWithdraw");
            // Where money has lost its position nothing is minted, at whatever price is shown.
            if (i < uint256(Condition.Liquidated)) {
                expectEqual(token.previewDeposit(0), 0, "previewDeposit");
                expectEqual(token.previewMint(0), 0, "previewMint");
            }
            VM.revertToState(before);
        }
    }

    function testFuzz_PreviewsAreTheSameForEveryCallerWithWhateverCollateralAndShares(uint256 seed) external {
        live(seed);
        Way way = Way(draw(0, 3));
        uint256 amount = isInAssets(way) ? drawAmount(token.maxWithdraw(ALICE)) : drawShares(ALICE);
        uint256 previewed = previewOf(way, amount);
        VM.prank(DAVE);
        expectEqual(previewOf(way, amount), previewed, "for somebody who has nothing");
        VM.startPrank(ALICE);
        token.transfer(BOB, token.balanceOf(ALICE));
        collateral.transfer(BOB, collateral.balanceOf(ALICE));
        expectEqual(previewOf(way, amount), previewed, "for somebody who gave all away");
        VM.stopPrank();
    }

    function testFuzz_PreviewsIgnorePauseAndCapacity(uint256 seed) external {
        live(seed);
        Way way = Way(draw(0, 3));
        uint256 amount = isInAssets(way) ? drawAmount(token.maxWithdraw(ALICE)) : drawShares(ALICE);
        uint256 previewed = previewOf(way, amount);
        bring(Condition.Paused);
        bring(Condition.Full);
        expectEqual(previewOf(way, amount), previewed, "preview");
        expectEqual(token.maxDeposit(ALICE), 0, "maxDeposit");
    }

    function testFuzz_UnreasonableAmountsHaveNoPriceAndChangeNothing(uint256 seed) external {
        live(seed);
        uint256 amount = draw(0, 1) == 0 ? type(uint256).max : draw(1 << 200, type(uint256).max);
        for (uint256 i = 0; i < 4; ++i) {
            (bool success, ) = tryPreviewOf(Way(i), amount);
            // A preview of shares is linear but for its cost: it may still fit 256 bits. No act on it may succeed.
            expect(!success || !isInAssets(Way(i)), "an amount of assets beyond all money has no price");
            expectAnyRefusal(ALICE, address(token), callOf(Way(i), amount, ALICE, ALICE), "beyond all money");
        }
    }

    function test_DeviationTotalAssetsAndConversionsRevertTypedWhileTheOracleIsDeadOrStale() external {
        enter(0);
        bring(Condition.Dead);
        bytes memory reason = abi.encodeWithSelector(IPriceOracle.PriceOracle_FeedFailed.selector, market.feed);
        _expectNoPrice(reason);
        market.feed.setFailing(false);
        uint256 updatedAt = block.timestamp;
        bring(Condition.Stale);
        _expectNoPrice(abi.encodeWithSelector(IPriceOracle.PriceOracle_StalePrice.selector, updatedAt, MAX_AGE));
    }

    function test_TotalAssetsAndConversionsLiveOnAtAHaltedVenueWithAPrice() external {
        enter(0);
        (uint256 assets, uint256 worth) = (token.totalAssets(), token.convertToAssets(1e18));
        bring(Condition.Halted);
        expectEqual(token.totalAssets(), assets, "totalAssets");
        expectEqual(token.convertToAssets(1e18), worth, "convertToAssets");
    }

    function _expectNoPrice(bytes memory reason) private {
        bytes[3] memory calls = [
            abi.encodeCall(token.totalAssets, ()),
            abi.encodeCall(token.convertToAssets, (1e18)),
            abi.encodeCall(token.convertToShares, (dollar))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            expectRefusal(DAVE, address(token), calls[i], reason, "no price");
        }
    }
}
