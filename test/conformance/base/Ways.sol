// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VM} from "../../invariant/base/IVm.sol";
import {Expectations} from "./Expectations.sol";
import {Worlds} from "./Worlds.sol";

/// @dev The four ways into and out of a vault.
enum Way {
    Deposit,
    Mint,
    Withdraw,
    Redeem
}

/// @title Ways
/// @notice The four ways, their previews and their maxima, called by the signatures the standards print.
abstract contract Ways is Worlds, Expectations {
    bytes internal constant ZERO_AMOUNT = abi.encodeWithSignature("LeveragedToken_ZeroAmount()");
    bytes4 internal constant COST_ABOVE_VALUE = bytes4(keccak256("OrderMath_CostAboveValue(uint256,int256)"));

    /// @dev What enters or leaves the fund by one way, seen from the collateral and the shares.
    struct Done {
        uint256 assets;
        uint256 shares;
    }

    /// @dev Goes `way` and returns what it returned, or reverts as it does.
    function go(Way way, address caller, uint256 amount, address receiver, address owner) internal returns (uint256) {
        return goCall(caller, callOf(way, amount, receiver, owner));
    }

    /// @dev The same for oneself.
    function go(Way way, address who, uint256 amount) internal returns (uint256) {
        return go(way, who, amount, who, who);
    }

    /// @dev Sends an encoded call to the token and returns the number it returned, or reverts as it does.
    function goCall(address caller, bytes memory call) internal returns (uint256) {
        VM.prank(caller);
        (bool success, bytes memory result) = address(token).call(call);
        if (!success) _bubble(result);
        return abi.decode(result, (uint256));
    }

    function previewOf(Way way, uint256 amount) internal view returns (uint256) {
        (bool success, bytes memory result) = address(token).staticcall(previewCallOf(way, amount));
        if (!success) _bubble(result);
        return abi.decode(result, (uint256));
    }

    /// @dev Returns what is previewed, or that nothing is.
    function tryPreviewOf(Way way, uint256 amount) internal view returns (bool success, uint256 previewed) {
        bytes memory result;
        (success, result) = address(token).staticcall(previewCallOf(way, amount));
        if (success) previewed = abi.decode(result, (uint256));
    }

    function maxOf(Way way, address who) internal view returns (uint256) {
        string[4] memory names = [
            "maxDeposit(address)",
            "maxMint(address)",
            "maxWithdraw(address)",
            "maxRedeem(address)"
        ];
        (bool success, bytes memory result) = address(token).staticcall(
            abi.encodeWithSignature(names[uint256(way)], who)
        );
        if (!success) _bubble(result);
        return abi.decode(result, (uint256));
    }

    function callOf(Way way, uint256 amount, address receiver, address owner) internal pure returns (bytes memory) {
        if (way == Way.Deposit) return abi.encodeWithSignature("deposit(uint256,address)", amount, receiver);
        if (way == Way.Mint) return abi.encodeWithSignature("mint(uint256,address)", amount, receiver);
        if (way == Way.Withdraw) {
            return abi.encodeWithSignature("withdraw(uint256,address,address)", amount, receiver, owner);
        }
        return abi.encodeWithSignature("redeem(uint256,address,address)", amount, receiver, owner);
    }

    /// @dev The same with a worst result, as ERC-5143 has it.
    function callOf(
        Way way,
        uint256 amount,
        address receiver,
        address owner,
        uint256 limit
    ) internal pure returns (bytes memory) {
        if (way == Way.Deposit) {
            return abi.encodeWithSignature("deposit(uint256,address,uint256)", amount, receiver, limit);
        }
        if (way == Way.Mint) return abi.encodeWithSignature("mint(uint256,address,uint256)", amount, receiver, limit);
        if (way == Way.Withdraw) {
            return abi.encodeWithSignature("withdraw(uint256,address,address,uint256)", amount, receiver, owner, limit);
        }
        return abi.encodeWithSignature("redeem(uint256,address,address,uint256)", amount, receiver, owner, limit);
    }

    function previewCallOf(Way way, uint256 amount) internal pure returns (bytes memory) {
        string[4] memory names = [
            "previewDeposit(uint256)",
            "previewMint(uint256)",
            "previewWithdraw(uint256)",
            "previewRedeem(uint256)"
        ];
        return abi.encodeWithSignature(names[uint256(way)], amount);
    }

    /// @dev Any number of `who`'s shares that are worth more than leaving costs: a tenth of a cent, or all there are.
    function drawShares(address who) internal returns (uint256) {
        uint256 balance = token.balanceOf(who);
        uint256 least = token.convertToShares(dollar / 1_000);
        return least < balance ? least + drawAmount(balance - least) : balance;
    }

    /// @dev Whether the way leads in; else out.
    function isIn(Way way) internal pure returns (bool) {
        return way == Way.Deposit || way == Way.Mint;
    }

    /// @dev Whether the way's amount is one of assets; else of shares.
    function isInAssets(Way way) internal pure returns (bool) {
        return way == Way.Deposit || way == Way.Withdraw;
    }

    /// @dev Amount and result of a way as assets and shares.
    function doneBy(Way way, uint256 amount, uint256 result) internal pure returns (Done memory) {
        return isInAssets(way) ? Done(amount, result) : Done(result, amount);
    }

    function _bubble(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }
}
