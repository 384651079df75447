// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "./interfaces/ILeveragedTokenFactory.sol";
import {ILeveragedTokenRouter, Signature} from "./interfaces/ILeveragedTokenRouter.sol";

/// @title LeveragedTokenRouter
/// @notice See {ILeveragedTokenRouter}. Every action keeps one rhythm: check, take the permit, redeem, mint.
contract LeveragedTokenRouter is ILeveragedTokenRouter, Multicall, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc ILeveragedTokenRouter
    ILeveragedTokenFactory public immutable factory;

    /// @dev What a token is paid in; zero until the registry has vouched for the token, which it never takes back.
    mapping(ILeveragedToken token => IERC20) private _collaterals;

    modifier checked(uint256 deadline, address receiver) {
        if (block.timestamp > deadline) revert LeveragedTokenRouter_DeadlinePassed(deadline, block.timestamp);
        if (receiver == address(this)) revert LeveragedTokenRouter_InvalidReceiver(receiver);
        _;
    }

    constructor(ILeveragedTokenFactory factory_) {
        factory = factory_;
    }

    /// @inheritdoc ILeveragedTokenRouter
    function deposit(
        ILeveragedToken token,
        uint256 assets,
        uint256 minShares,
        address receiver,
        uint256 deadline,
        Signature calldata signature
    ) external nonReentrant checked(deadline, receiver) returns (uint256 shares) {
        IERC20 collateral = _collateralOf(token);
        _permit(collateral, assets, deadline, signature);
        collateral.safeTransferFrom(msg.sender, address(this), assets);
        return token.deposit(assets, receiver, minShares);
    }

    /// @inheritdoc ILeveragedTokenRouter
    function redeem(
        ILeveragedToken token,
        uint256 shares,
        uint256 minAssets,
        address receiver,
        uint256 deadline,
        Signature calldata signature
    ) external nonReentrant checked(deadline, receiver) returns (uint256 assets) {
        _collateralOf(token);
        _permit(IERC20(token), shares, deadline, signature);
        return token.redeem(shares, receiver, msg.sender, minAssets);
    }

    /// @inheritdoc ILeveragedTokenRouter
    function flip(
        ILeveragedToken from,
        ILeveragedToken to,
        uint256 shares,
        uint256 minShares,
        address receiver,
        uint256 deadline,
        Signature calldata signature
    ) external nonReentrant checked(deadline, receiver) returns (uint256 minted) {
        if (address(from) == address(to)) revert LeveragedTokenRouter_SameToken(from);
        IERC20 collateral = _collateralOf(to);
        IERC20 paidIn = _collateralOf(from);
        if (address(paidIn) != address(collateral)) {
            revert LeveragedTokenRouter_CollateralMismatch(paidIn, collateral);
        }
        _permit(IERC20(from), shares, deadline, signature);
        // The least that counts is what comes out in the end.
        uint256 assets = from.redeem(shares, address(this), msg.sender, 0);
        return to.deposit(assets, receiver, minShares);
    }

    /// @dev Takes a signature for the caller's allowance of `amount`, if there is one.
    function _permit(IERC20 token, uint256 amount, uint256 deadline, Signature calldata signature) private {
        if (signature.v == 0) return;
        try
            IERC20Permit(address(token)).permit(
                msg.sender,
                address(this),
                amount,
                deadline,
                signature.v,
                signature.r,
                signature.s
            )
        {
            // Whether it gave the allowance shows when that is used.
        } catch (bytes memory reason) {
            uint256 allowance = token.allowance(msg.sender, address(this));
            if (allowance >= amount) return; // somebody else has sent the permit already, or it was not needed
            if (reason.length == 0) revert LeveragedTokenRouter_PermitNotTaken(token, allowance, amount);
            LowLevelCall.bubbleRevert(reason);
        }
    }

    /// @dev Asks the registry about a token once, and then lets the token take what it is paid with. A token takes only
    /// from its caller, in that call and what that call is for, so there is no need for a limit.
    function _collateralOf(ILeveragedToken token) private returns (IERC20 collateral) {
        collateral = _collaterals[token];
        if (address(collateral) != address(0)) return collateral;
        if (!factory.isToken(address(token))) revert LeveragedTokenRouter_UnknownToken(token);
        collateral = IERC20(token.asset());
        _collaterals[token] = collateral;
        collateral.forceApprove(address(token), type(uint256).max);
    }
}
