// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Condition, Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-4626: in one block and at one price, no way in and out, nor out and in, ends with more than it began with.
contract ERC4626RoundTripTest is Life {
    function testFuzz_DepositThenRedeemPaysNoMore(uint256 seed) external {
        uint256 assets = _assetsToPay(seed);
        uint256 shares = go(Way.Deposit, ALICE, assets);
        expectAtMost(go(Way.Redeem, ALICE, shares), assets, "assets");
    }

    function testFuzz_DepositThenWithdrawBurnsNoFewer(uint256 seed) external {
        uint256 assets = _assetsToPay(seed);
        uint256 shares = go(Way.Deposit, ALICE, assets);
        expectAtLeast(go(Way.Withdraw, ALICE, assets), shares, "shares");
    }

    function testFuzz_MintThenRedeemPaysNoMore(uint256 seed) external {
        uint256 shares = _sharesToMint(seed);
        uint256 assets = go(Way.Mint, ALICE, shares);
        expectAtMost(go(Way.Redeem, ALICE, shares), assets, "assets");
    }

    function testFuzz_MintThenWithdrawBurnsNoFewer(uint256 seed) external {
        uint256 shares = _sharesToMint(seed);
        uint256 assets = go(Way.Mint, ALICE, shares);
        expectAtLeast(go(Way.Withdraw, ALICE, assets), shares, "shares");
    }

    function testFuzz_RedeemThenDepositMintsNoMore(uint256 seed) external {
        uint256 shares = _sharesToRedeem(seed);
        uint256 assets = go(Way.Redeem, ALICE, shares);
        if (assets == 0 || token.previewDeposit(assets) == 0) return;
        expectAtMost(go(Way.Deposit, ALICE, assets), shares, "shares");
    }

    function testFuzz_RedeemThenMintCostsNoLess(uint256 seed) external {
        uint256 shares = _sharesToRedeem(seed);
        uint256 assets = go(Way.Redeem, ALICE, shares);
        expectAtLeast(go(Way.Mint, ALICE, shares), assets, "assets");
    }

    function testFuzz_WithdrawThenMintCostsNoLess(uint256 seed) external {
        uint256 assets = _assetsToWithdraw(seed);
        uint256 shares = go(Way.Withdraw, ALICE, assets);
        expectAtLeast(go(Way.Mint, ALICE, shares), assets, "assets");
    }

    function testFuzz_WithdrawThenDepositMintsNoMore(uint256 seed) external {
        uint256 assets = _assetsToWithdraw(seed);
        uint256 shares = go(Way.Withdraw, ALICE, assets);
        if (token.previewDeposit(assets) == 0) return;
        expectAtMost(go(Way.Deposit, ALICE, assets), shares, "shares");
    }

    function testFuzz_AnyFourStepsInARowEarnNothing(uint256 seed) external {
        _began(seed);
        uint256 held = token.balanceOf(CAROL);
        expectEqual(held, 0, "shares to begin with");
        uint256 before = collateral.balanceOf(CAROL);
        go(Way.Deposit, CAROL, drawAmount(100_000 * dollar) + 1_000);
        for (uint256 i = 0; i < 4; ++i) {
            Way way = Way(draw(0, 3));
            uint256 most = isIn(way) ? (way == Way.Mint ? token.balanceOf(CAROL) : 10_000 * dollar) : maxOf(way, CAROL);
            if (most == 0) continue;
            uint256 amount = drawAmount(most);
            if (way == Way.Deposit && token.previewDeposit(amount) == 0) continue;
            go(way, CAROL, amount);
        }
        if (token.balanceOf(CAROL) != 0) go(Way.Redeem, CAROL, token.balanceOf(CAROL));
        expectAtMost(collateral.balanceOf(CAROL), before, "collateral");
    }

    function testFuzz_WhoEmptiesAFundAndComesBackAtItsFirstPriceHasGainedNothing(uint256 seed) external {
        live(seed);
        if (token.balanceOf(BOB) != 0) go(Way.Redeem, BOB, token.balanceOf(BOB));
        uint256 assets = go(Way.Redeem, ALICE, token.balanceOf(ALICE));
        uint256 shares = go(Way.Deposit, ALICE, assets);
        // The number of shares may be any: the price of one is the first price again. What they pay may not.
        expectAtMost(shares, token.virtualShares() * assets, "shares at the first price");
        expectAtMost(go(Way.Redeem, ALICE, shares), assets, "assets");
    }

    /// @dev Bob stays, so that no trip empties the fund. A loss, a profit and an unfinished rebalance come on top.
    function _began(uint256 seed) private {
        live(seed);
        go(Way.Deposit, BOB, 100 * dollar);
        if (draw(0, 3) == 0) bring(Condition(draw(0, uint256(Condition.Unfinished))));
    }

    function _assetsToPay(uint256 seed) private returns (uint256 assets) {
        _began(seed);
        assets = drawAmount(token.maxWithdraw(ALICE) / 2);
        while (token.previewDeposit(assets) == 0) assets *= 2;
    }

    function _sharesToMint(uint256 seed) private returns (uint256) {
        _began(seed);
        return drawAmount(token.balanceOf(ALICE) / 2);
    }

    function _assetsToWithdraw(uint256 seed) private returns (uint256) {
        _began(seed);
        return drawAmount(token.maxWithdraw(ALICE));
    }

    function _sharesToRedeem(uint256 seed) private returns (uint256) {
        _began(seed);
        return drawShares(ALICE);
    }
}
