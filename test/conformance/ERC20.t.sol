// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {VM} from "../invariant/base/IVm.sol";
import {Condition, Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-20: shares are an ordinary token, whatever becomes of the fund behind them.
contract ERC20Test is Life {
    function test_MetadataNamesUnderlyingAndLeverage() external {
        string[6] memory symbols = ["BTC3L", "BTC3S", "ETH1.5L", "ETH1S", "XAU2L", "XAU4.5S"];
        string[6] memory names = [
            "BTC 3x Long",
            "BTC 3x Short",
            "ETH 1.5x Long",
            "ETH 1x Short",
            "XAU 2x Long",
            "XAU 4.5x Short"
        ];
        for (uint256 i = 0; i < worlds.length; ++i) {
            enter(i);
            expect(keccak256(bytes(token.symbol())) == keccak256(bytes(symbols[i])), symbols[i]);
            expect(keccak256(bytes(token.name())) == keccak256(bytes(names[i])), names[i]);
            expectEqual(token.decimals(), 18, "decimals");
        }
    }

    function testFuzz_SupplyIsTheSumOfAllBalances(uint256 seed) external {
        live(seed);
        token.collectFees();
        go(Way.Mint, CAROL, drawAmount(token.totalSupply()), DAVE, CAROL);
        go(Way.Redeem, ALICE, drawShares(ALICE), ALICE, ALICE);
        uint256 sum = token.balanceOf(ALICE) + token.balanceOf(BOB) + token.balanceOf(CAROL) + token.balanceOf(DAVE);
        expectEqual(token.totalSupply(), sum + token.balanceOf(COLLECTOR), "supply");
    }

    function testFuzz_ATransferMovesExactlyItsAmountAndSaysSo(uint256 seed) external {
        _found(seed);
        uint256 balance = token.balanceOf(ALICE);
        uint256 supply = token.totalSupply();
        uint256 amount = draw(0, balance);
        address to = _drawReceiver();
        uint256 held = token.balanceOf(to);
        VM.expectEmit(address(token));
        emit IERC20.Transfer(ALICE, to, amount);
        VM.prank(ALICE);
        expect(token.transfer(to, amount), "transfer returns true");
        expectEqual(token.balanceOf(ALICE), balance - amount, "the sender's shares");
        expectEqual(token.balanceOf(to), held + amount, "the receiver's shares");
        expectEqual(token.totalSupply(), supply, "supply");
    }

    function testFuzz_ATransferToOneselfChangesNothing(uint256 seed) external {
        _found(seed);
        uint256 balance = token.balanceOf(ALICE);
        uint256 amount = draw(0, balance);
        VM.expectEmit(address(token));
        emit IERC20.Transfer(ALICE, ALICE, amount);
        VM.prank(ALICE);
        expect(token.transfer(ALICE, amount), "transfer returns true");
        VM.prank(ALICE);
        token.approve(ALICE, amount);
        VM.prank(ALICE);
        expect(token.transferFrom(ALICE, ALICE, amount), "transferFrom returns true");
        expectEqual(token.balanceOf(ALICE), balance, "shares");
        expectEqual(token.allowance(ALICE, ALICE), 0, "allowance to oneself is spent like any other");
        bytes memory reason = _insufficientBalance(ALICE, balance, balance + 1);
        bytes memory call = abi.encodeCall(token.transfer, (ALICE, balance + 1));
        expectRefusal(ALICE, address(token), call, reason, "more than one has, to oneself");
    }

    function testFuzz_MoreThanOneHasIsNotTransferred(uint256 seed) external {
        _found(seed);
        uint256 balance = token.balanceOf(ALICE);
        uint256 amount = draw(0, 1) == 0 ? balance + 1 : draw(balance + 1, type(uint256).max);
        bytes memory reason = _insufficientBalance(ALICE, balance, amount);
        expectRefusal(ALICE, address(token), abi.encodeCall(token.transfer, (DAVE, amount)), reason, "transfer");
        _approve(type(uint256).max);
        bytes memory call = abi.encodeCall(token.transferFrom, (ALICE, DAVE, amount));
        expectRefusal(CAROL, address(token), call, reason, "transferFrom");
    }

    function testFuzz_TransferFromUsesUpExactlyTheAllowanceUnlessItIsInfinite(uint256 seed) external {
        _found(seed);
        uint256 balance = token.balanceOf(ALICE);
        uint256 amount = draw(0, balance / 2);
        uint256 spare = draw(0, 1e18);
        address to = _drawReceiver();
        uint256 held = token.balanceOf(to);
        _approve(amount + spare);
        VM.expectEmit(address(token));
        emit IERC20.Transfer(ALICE, to, amount);
        VM.prank(CAROL);
        expect(token.transferFrom(ALICE, to, amount), "transferFrom returns true");
        expectEqual(token.allowance(ALICE, CAROL), spare, "allowance left");
        _approve(type(uint256).max);
        VM.prank(CAROL);
        token.transferFrom(ALICE, to, amount);
        expectEqual(token.allowance(ALICE, CAROL), type(uint256).max, "infinite allowance");
        expectEqual(token.balanceOf(to), held + 2 * amount, "the receiver's shares");
        expectEqual(token.balanceOf(ALICE), balance - 2 * amount, "the owner's shares");
    }

    function testFuzz_OneShareOfAllowanceTooLittleIsRefused(uint256 seed) external {
        _found(seed);
        uint256 amount = draw(1, type(uint256).max - 1);
        _approve(amount - 1);
        bytes memory reason = abi.encodeWithSignature(
            "ERC20InsufficientAllowance(address,uint256,uint256)",
            CAROL,
            amount - 1,
            amount
        );
        bytes memory call = abi.encodeCall(token.transferFrom, (ALICE, CAROL, amount));
        expectRefusal(CAROL, address(token), call, reason, "allowance");
    }

    function testFuzz_AnApprovalReplacesTheOneBeforeAndSaysSo(uint256 seed) external {
        _found(seed);
        _approve(draw(0, type(uint256).max));
        uint256 amount = draw(0, 4) == 0 ? 0 : draw(0, type(uint256).max);
        VM.expectEmit(address(token));
        emit IERC20.Approval(ALICE, CAROL, amount);
        VM.prank(ALICE);
        expect(token.approve(CAROL, amount), "approve returns true");
        expectEqual(token.allowance(ALICE, CAROL), amount, "allowance");
        expectEqual(token.allowance(CAROL, ALICE), 0, "allowance the other way");
        expectEqual(token.allowance(ALICE, DAVE), 0, "allowance of another");
    }

    function testFuzz_TheZeroAddressNeitherReceivesNorSpends(uint256 seed) external {
        _found(seed);
        uint256 amount = draw(0, token.balanceOf(ALICE));
        _approve(amount);
        bytes memory reason = abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(0));
        bytes memory call = abi.encodeCall(token.transfer, (address(0), amount));
        expectRefusal(ALICE, address(token), call, reason, "transfer");
        call = abi.encodeCall(token.transferFrom, (ALICE, address(0), amount));
        expectRefusal(CAROL, address(token), call, reason, "transferFrom");
        reason = abi.encodeWithSignature("ERC20InvalidSpender(address)", address(0));
        call = abi.encodeCall(token.approve, (address(0), amount));
        expectRefusal(ALICE, address(token), call, reason, "approve");
        expectEqual(token.balanceOf(address(0)), 0, "shares of nobody");
    }

    function testFuzz_WhoeverGetsSharesCanRedeemThemAsTheirOwnerCould(uint256 seed) external {
        live(seed);
        uint256 shares = drawShares(ALICE);
        uint256 worth = token.previewRedeem(shares);
        VM.prank(ALICE);
        token.transfer(DAVE, shares);
        expectEqual(go(Way.Redeem, DAVE, shares), worth, "assets");
    }

    /// @dev A token after a life, in any condition at all in which Alice still has shares.
    function _found(uint256 seed) private {
        live(seed);
        Condition condition = Condition(draw(0, CONDITIONS - 1));
        if (condition != Condition.Empty) bring(condition);
    }

    /// @dev Friend or stranger, and contracts too: the token itself, and its venue.
    function _drawReceiver() private returns (address) {
        address[5] memory receivers = [BOB, DAVE, address(token), address(venue), address(uint160(draw(1e9, 1e40)))];
        return receivers[draw(0, 4)];
    }

    function _approve(uint256 amount) private {
        VM.prank(ALICE);
        token.approve(CAROL, amount);
    }

    function _insufficientBalance(address who, uint256 balance, uint256 needed) private pure returns (bytes memory) {
        return abi.encodeWithSignature("ERC20InsufficientBalance(address,uint256,uint256)", who, balance, needed);
    }
}
