// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {VM} from "../invariant/base/IVm.sol";
import {Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-4626: `deposit` and `mint`, after a life with profit and loss. Carol pays, Dave receives.
contract ERC4626DepositTest is Life {
    function testFuzz_ADepositIsItsPreviewAndMovesExactlyThatAndSaysSo(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 previewed = previewOf(way, amount);
        Done memory done = doneBy(way, amount, previewed);
        uint256 before = collateral.balanceOf(CAROL);
        uint256 held = collateral.balanceOf(address(venue));
        uint256 supply = token.totalSupply();

        VM.expectEmit(address(token));
        emit IERC20.Transfer(address(0), DAVE, done.shares);
        VM.expectEmit(address(token));
        emit IERC4626.Deposit(CAROL, DAVE, done.assets, done.shares);
        expectEqual(go(way, CAROL, amount, DAVE, CAROL), previewed, "result");

        expectEqual(collateral.balanceOf(CAROL), before - done.assets, "the caller's collateral");
        expectEqual(collateral.balanceOf(address(venue)), held + done.assets, "the venue's collateral");
        expectEqual(collateral.balanceOf(address(token)), 0, "the token's collateral");
        expectEqual(token.balanceOf(DAVE), done.shares, "the receiver's shares");
        expectEqual(token.balanceOf(CAROL), 0, "the caller's shares");
        expectEqual(token.totalSupply(), supply + done.shares, "supply");
    }

    function testFuzz_WhoPaysUsesUpExactlyTheAllowanceOfTheCollateralUnlessItIsInfinite(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 assets = doneBy(way, amount, previewOf(way, amount)).assets;
        uint256 spare = draw(0, 1e9);
        _approve(assets + spare);
        go(way, CAROL, amount);
        expectEqual(collateral.allowance(CAROL, address(token)), spare, "allowance left");
        _approve(type(uint256).max);
        go(way, CAROL, amount);
        expectEqual(collateral.allowance(CAROL, address(token)), type(uint256).max, "infinite allowance");
    }

    function testFuzz_OneUnitOfAllowanceTooLittleIsRefused(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 assets = doneBy(way, amount, previewOf(way, amount)).assets;
        _approve(assets - 1);
        bytes memory reason = abi.encodeWithSignature(
            "ERC20InsufficientAllowance(address,uint256,uint256)",
            token,
            assets - 1,
            assets
        );
        expectRefusal(CAROL, address(token), callOf(way, amount, CAROL, CAROL), reason, "allowance");
    }

    function testFuzz_OneUnitOfCollateralTooLittleIsRefused(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 assets = doneBy(way, amount, previewOf(way, amount)).assets;
        collateral.mint(DAVE, assets - 1);
        VM.prank(DAVE);
        collateral.approve(address(token), type(uint256).max);
        bytes memory reason = abi.encodeWithSignature(
            "ERC20InsufficientBalance(address,uint256,uint256)",
            DAVE,
            assets - 1,
            assets
        );
        expectRefusal(DAVE, address(token), callOf(way, amount, DAVE, DAVE), reason, "collateral");
    }

    function testFuzz_NobodyElsesAllowanceIsEverSpent(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        // Carol lets the token take all she has; Dave has nothing, and may not deposit hers for either of them.
        expectAnyRefusal(DAVE, address(token), callOf(way, amount, DAVE, CAROL), "for the caller");
        expectAnyRefusal(DAVE, address(token), callOf(way, amount, CAROL, CAROL), "for the payer");
    }

    function testFuzz_DepositAndMintAreInversesRoundedForTheFund(uint256 seed) external {
        live(seed);
        uint256 assets = drawAmount(1_000_000 * dollar);
        uint256 shares = drawAmount(token.convertToShares(1_000_000 * dollar));
        expectAtMost(token.previewMint(token.previewDeposit(assets)), assets, "shares bought cost no more than paid");
        uint256 cost = token.previewMint(shares);
        // Their value was rounded up to the unit, and what that unit buys beyond them is theirs for the same price.
        expectAtMost(token.previewDeposit(cost), shares + token.convertToShares(1), "shares for their cost");
        expectAtLeast(token.previewMint(shares + 1), cost, "cost of one share more");
        // The value the exact inverse finds grows with the assets. What rounding adds to its price is taken off it:
        // less than a unit each for the fund's fee, the venue's and its impact, and the last share in part.
        uint256 rounded = token.convertToShares(3) + 1;
        uint256 bought = token.previewDeposit(assets);
        expectAtLeast(token.previewDeposit(assets + 1) + rounded, bought, "shares for one unit more");
    }

    function testFuzz_NothingAndWhatBuysNothingAreRefused(uint256 seed) external {
        live(seed);
        for (uint256 i = 0; i < 2; ++i) {
            expectRefusal(CAROL, address(token), callOf(Way(i), 0, CAROL, CAROL), ZERO_AMOUNT, "nothing");
        }
        // Cost and fee are rounded up to a unit each, so few units may buy no share; never are they taken for none.
        for (uint256 units = 1; units <= 3; ++units) {
            bytes memory call = callOf(Way.Deposit, units, CAROL, CAROL);
            if (token.previewDeposit(units) == 0) {
                expectRefusal(CAROL, address(token), call, ZERO_AMOUNT, "worth nothing");
            } else {
                go(Way.Deposit, CAROL, units);
            }
        }
    }

    function testFuzz_TheZeroAddressReceivesNoShares(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        bytes memory reason = abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(0));
        expectRefusal(CAROL, address(token), callOf(way, amount, address(0), CAROL), reason, "zero address");
    }

    function testFuzz_ManySmallDepositsBuyNoMoreThanOneOfAll(uint256 seed) external {
        live(seed);
        uint256 part = drawAmount(10_000 * dollar) + 1_000;
        uint256 before = VM.snapshotState();
        uint256 atOnce = go(Way.Deposit, CAROL, 3 * part);
        VM.revertToState(before);
        uint256 split = 0;
        for (uint256 i = 0; i < 3; ++i) {
            split += go(Way.Deposit, CAROL, part);
        }
        expectAtMost(split, atOnce + token.convertToShares(3) + 3, "shares in three parts");
    }

    /// @dev A way in and an amount that buys at least a share.
    function _drawn(uint256 seed) private returns (Way way, uint256 amount) {
        live(seed);
        way = Way(draw(0, 1));
        if (way == Way.Mint) return (way, drawAmount(token.convertToShares(1_000_000 * dollar)));
        amount = drawAmount(1_000_000 * dollar);
        while (token.previewDeposit(amount) == 0) amount *= 2;
    }

    function _approve(uint256 amount) private {
        VM.prank(CAROL);
        collateral.approve(address(token), amount);
    }
}
