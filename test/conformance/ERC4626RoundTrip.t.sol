// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VM} from "../invariant/base/IVm.sol";
import {Condition, Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-4626: in one block and at one price, no way in and out, nor out and in, ends with more than it began with.
/// Beyond the emergency band there is no way in: a trip then ends where it would go in, and says why.
contract ERC4626RoundTripTest is Life {
    uint256 private _entered;
    uint256 private _keptOut;

    function test_EveryTripGoesInWithinTheEmergencyBandAndIsKeptOutBeyondIt() external {
        function(uint256) external[9] memory trips = [
            this.testFuzz_DepositThenRedeemPaysNoMore,
            this.testFuzz_DepositThenWithdrawBurnsNoFewer,
            this.testFuzz_MintThenRedeemPaysNoMore,
            this.testFuzz_MintThenWithdrawBurnsNoFewer,
            this.testFuzz_RedeemThenDepositMintsNoMore,
            this.testFuzz_RedeemThenMintCostsNoLess,
            this.testFuzz_WithdrawThenMintCostsNoLess,
            this.testFuzz_WithdrawThenDepositMintsNoMore,
            this.testFuzz_AnyFourStepsInARowEarnNothing
        ];
        for (uint256 i = 0; i < trips.length; ++i) {
            (uint256 entered, uint256 keptOut) = (0, 0);
            for (uint256 seed = 0; seed < 64; ++seed) {
                uint256 before = VM.snapshotState();
                trips[i](seed);
                entered += _entered;
                keptOut += _keptOut;
                VM.revertToState(before);
            }
            expectAtLeast(entered, 1, "cases that went in");
            expectAtLeast(keptOut, 1, "cases that were kept out");
        }
    }

    function test_AShortThatLosesTwiceIsBeyondTheEmergencyBandWithNoRebalanceBetween() external {
        enter(3);
        bring(Condition.Lost);
        (bool entered, ) = _goIn(Way.Deposit, ALICE, dollar);
        expect(entered, "once is not enough");
        bring(Condition.Lost);
        for (uint256 i = 0; i < 2; ++i) {
            (entered, ) = _goIn(Way(i), ALICE, dollar);
            expect(!entered, "twice is");
        }
        expectEqual(emergencyLeverage(), 1.666666666666666666e18, "the most leverage to mint at");
    }

    function testFuzz_DepositThenRedeemPaysNoMore(uint256 seed) external {
        uint256 assets = _assetsToPay(seed);
        (bool entered, uint256 shares) = _goIn(Way.Deposit, ALICE, assets);
        if (entered) expectAtMost(_redeem(ALICE, shares), assets, "assets");
    }

    function testFuzz_DepositThenWithdrawBurnsNoFewer(uint256 seed) external {
        uint256 assets = _assetsToPay(seed);
        (bool entered, uint256 shares) = _goIn(Way.Deposit, ALICE, assets);
        if (entered) expectAtLeast(go(Way.Withdraw, ALICE, assets), shares, "shares");
    }

    function testFuzz_MintThenRedeemPaysNoMore(uint256 seed) external {
        uint256 shares = _sharesToMint(seed);
        (bool entered, uint256 assets) = _goIn(Way.Mint, ALICE, shares);
        if (entered) expectAtMost(_redeem(ALICE, shares), assets, "assets");
    }

    function testFuzz_MintThenWithdrawBurnsNoFewer(uint256 seed) external {
        uint256 shares = _sharesToMint(seed);
        (bool entered, uint256 assets) = _goIn(Way.Mint, ALICE, shares);
        if (entered) expectAtLeast(go(Way.Withdraw, ALICE, assets), shares, "shares");
    }

    function testFuzz_RedeemThenDepositMintsNoMore(uint256 seed) external {
        uint256 shares = _sharesToRedeem(seed);
        uint256 assets = go(Way.Redeem, ALICE, shares);
        if (assets == 0 || token.previewDeposit(assets) == 0) return;
        (bool entered, uint256 minted) = _goIn(Way.Deposit, ALICE, assets);
        if (entered) expectAtMost(minted, shares, "shares");
    }

    function testFuzz_RedeemThenMintCostsNoLess(uint256 seed) external {
        uint256 shares = _sharesToRedeem(seed);
        uint256 assets = go(Way.Redeem, ALICE, shares);
        (bool entered, uint256 paid) = _goIn(Way.Mint, ALICE, shares);
        if (entered) expectAtLeast(paid, assets, "assets");
    }

    function testFuzz_WithdrawThenMintCostsNoLess(uint256 seed) external {
        uint256 assets = _assetsToWithdraw(seed);
        uint256 shares = go(Way.Withdraw, ALICE, assets);
        (bool entered, uint256 paid) = _goIn(Way.Mint, ALICE, shares);
        if (entered) expectAtLeast(paid, assets, "assets");
    }

    function testFuzz_WithdrawThenDepositMintsNoMore(uint256 seed) external {
        uint256 assets = _assetsToWithdraw(seed);
        uint256 shares = go(Way.Withdraw, ALICE, assets);
        if (token.previewDeposit(assets) == 0) return;
        (bool entered, uint256 minted) = _goIn(Way.Deposit, ALICE, assets);
        if (entered) expectAtMost(minted, shares, "shares");
    }

    function testFuzz_AnyFourStepsInARowEarnNothing(uint256 seed) external {
        _began(seed);
        uint256 held = token.balanceOf(CAROL);
        expectEqual(held, 0, "shares to begin with");
        uint256 before = collateral.balanceOf(CAROL);
        _goIn(Way.Deposit, CAROL, drawAmount(100_000 * dollar) + 1_000);
        for (uint256 i = 0; i < 4; ++i) {
            Way way = Way(draw(0, 3));
            uint256 most = isIn(way) ? (way == Way.Mint ? token.balanceOf(CAROL) : 10_000 * dollar) : maxOf(way, CAROL);
            if (most == 0) continue;
            uint256 amount = drawAmount(most);
            if (way == Way.Deposit && token.previewDeposit(amount) == 0) continue;
            if (isIn(way)) _goIn(way, CAROL, amount);
            else if (way == Way.Redeem) _redeem(CAROL, amount);
            else go(way, CAROL, amount);
        }
        if (token.balanceOf(CAROL) != 0) _redeem(CAROL, token.balanceOf(CAROL));
        expectAtMost(collateral.balanceOf(CAROL), before, "collateral");
    }

    function testFuzz_WhoEmptiesAFundAndComesBackAtItsFirstPriceHasGainedNothing(uint256 seed) external {
        live(seed);
        if (token.balanceOf(BOB) != 0) go(Way.Redeem, BOB, token.balanceOf(BOB));
        uint256 assets = go(Way.Redeem, ALICE, token.balanceOf(ALICE));
        uint256 shares = go(Way.Deposit, ALICE, assets);
        // The number of shares may be any: the price of one is the first price again. What they pay may not.
        expectAtMost(shares, (token.virtualShares() * assets * 1e6) / dollar, "shares at the first price");
        expectAtMost(_redeem(ALICE, shares), assets, "assets");
    }

    /// @dev Bob stays, so that no trip empties the fund. A profit, a loss, an unfinished rebalance or a leverage beyond the
    /// emergency band come on top.
    function _began(uint256 seed) private {
        live(seed);
        go(Way.Deposit, BOB, 100 * dollar);
        Condition[4] memory onTop = [Condition.BeyondEmergency, Condition.Gained, Condition.Lost, Condition.Unfinished];
        if (draw(0, 3) == 0) bring(onTop[draw(0, 3)]);
    }

    /// @dev Goes in, or where leverage forbids it expects to be refused for that, with no maximum and every way out open.
    function _goIn(Way way, address who, uint256 amount) private returns (bool entered, uint256 result) {
        if (!isBeyondEmergency()) {
            ++_entered;
            return (true, go(way, who, amount));
        }
        ++_keptOut;
        bytes memory reason = abi.encodeWithSignature(
            "LeveragedToken_LeverageTooHigh(int256,uint256)",
            token.leverage(),
            emergencyLeverage()
        );
        expectRefusal(who, address(token), callOf(way, amount, who, who), reason, "beyond the emergency band");
        expectEqual(maxOf(Way.Deposit, who), 0, "maxDeposit beyond the emergency band");
        expectEqual(maxOf(Way.Mint, who), 0, "maxMint beyond the emergency band");
        expectEqual(maxOf(Way.Redeem, who), token.balanceOf(who), "maxRedeem beyond the emergency band");
    }

    /// @dev Redeems, or where leaving costs all there is expects to be refused for that, and gets nothing.
    function _redeem(address who, uint256 shares) private returns (uint256 assets) {
        (bool pays, ) = tryPreviewOf(Way.Redeem, shares);
        if (pays) return go(Way.Redeem, who, shares);
        bytes memory call = callOf(Way.Redeem, shares, who, who);
        expectRefusalOf(who, address(token), call, COST_ABOVE_VALUE, "leaving costs all there is");
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
