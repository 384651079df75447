// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ILeveragedToken} from "./ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "./ILeveragedTokenFactory.sol";

/// @notice The caller's ERC-2612 signature over a permit for the router: for exactly what the call takes, valid until the
/// call's own deadline. All zero where there is none, and the allowance given before is to do.
struct Signature {
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @title ILeveragedTokenRouter
/// @notice One transaction for each thing a holder does: permit, deadline, least amount out and receiver together, and the
/// change from one token to another. Several of them go through `multicall`.
/// @dev It takes from its caller alone and for tokens of its registry alone, gives on all it takes within the call, and
/// has neither owner nor privileges: whoever gives it an allowance can have it used by nobody else. What it trusts: the
/// factory, and with it the tokens' own code. What it does not: their collaterals.
/// A permit that fails is no failure where the allowance suffices, so somebody who sends a holder's permit ahead of them
/// gains nothing. Where it does not suffice the permit's own error is passed on.
/// All that the token refuses it refuses with the token's errors.
interface ILeveragedTokenRouter {
    /// @notice Thrown when the call came after its deadline {s}.
    error LeveragedTokenRouter_DeadlinePassed(uint256 deadline, uint256 timestamp);
    /// @notice Thrown when an address is not a token of the registry.
    error LeveragedTokenRouter_UnknownToken(ILeveragedToken token);
    /// @notice Thrown when what comes out would be sent to the router itself, where nobody could ever take it.
    error LeveragedTokenRouter_InvalidReceiver(address receiver);
    /// @notice Thrown on a change from a token to itself.
    error LeveragedTokenRouter_SameToken(ILeveragedToken token);
    /// @notice Thrown on a change between tokens of different collaterals.
    error LeveragedTokenRouter_CollateralMismatch(IERC20 from, IERC20 to);
    /// @notice Thrown when a token takes no permits, or does not say why it refused one, and the allowance is too small.
    error LeveragedTokenRouter_PermitNotTaken(IERC20 token, uint256 allowance, uint256 needed);

    /// @notice Mints `token` for exactly `assets` of the caller's collateral.
    /// @param assets {collateral} What is paid.
    /// @param minShares {share} Reverts when fewer would be minted.
    /// @param receiver Who is given the shares.
    /// @param deadline {s} Reverts after this.
    /// @param signature Over a permit of the collateral for `assets` until `deadline`, or all zero.
    function deposit(
        ILeveragedToken token,
        uint256 assets,
        uint256 minShares,
        address receiver,
        uint256 deadline,
        Signature calldata signature
    ) external returns (uint256 shares);

    /// @notice Redeems exactly `shares` of the caller's.
    /// @param shares {share} What is burnt.
    /// @param minAssets {collateral} Reverts when less would be paid out.
    /// @param receiver Who is given the collateral.
    /// @param deadline {s} Reverts after this.
    /// @param signature Over a permit of `token` for `shares` until `deadline`, or all zero.
    function redeem(
        ILeveragedToken token,
        uint256 shares,
        uint256 minAssets,
        address receiver,
        uint256 deadline,
        Signature calldata signature
    ) external returns (uint256 assets);

    /// @notice Changes exactly `shares` of the caller's from one token to another of the same collateral: redeems, and
    /// mints for all that was paid out.
    /// @param shares {share} What is burnt, of `from`.
    /// @param minShares {share} Reverts when fewer of `to` would be minted.
    /// @param receiver Who is given the shares of `to`.
    /// @param deadline {s} Reverts after this.
    /// @param signature Over a permit of `from` for `shares` until `deadline`, or all zero.
    /// @return minted {share} Of `to`.
    function flip(
        ILeveragedToken from,
        ILeveragedToken to,
        uint256 shares,
        uint256 minShares,
        address receiver,
        uint256 deadline,
        Signature calldata signature
    ) external returns (uint256 minted);

    /// @notice The registry whose tokens it deals in.
    function factory() external view returns (ILeveragedTokenFactory);
}
