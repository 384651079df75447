// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VenueLiquidity} from "../../../contracts/mocks/venue/VenueLiquidity.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title LiquidityHandler
/// @notice Those who stand behind the exchange: liquidity providers, and whoever pays into insurance.
contract LiquidityHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](3);
        names[0] = "deposit liquidity";
        names[1] = "withdraw liquidity";
        names[2] = "fund insurance";
    }

    function provide(uint256 what, uint256 who, uint256 amount) external observed {
        what %= 5;
        if (what == 0) _deposit(who, amount);
        else if (what == 1) _insure(amount);
        else _withdraw(who, amount);
    }

    function _deposit(uint256 who, uint256 amount) private {
        address provider = world.provider(who % world.PROVIDERS());
        amount = _amount(amount, dollar, 10_000_000 * dollar);
        world.issue(provider, amount);
        (bool ok, bytes memory result) = _callAs(
            provider,
            address(venue),
            abi.encodeCall(VenueLiquidity.depositLiquidity, (amount))
        );
        if (ok) return world.did("deposit liquidity");
        if (!_isAnyMarketDead() || !Refusals.isOracles(bytes4(result))) {
            revert Invariant.UnexpectedRevert("deposit liquidity", result);
        }
    }

    function _withdraw(uint256 who, uint256 shares) private {
        address provider = world.provider(who % world.PROVIDERS());
        (uint128 most, uint40 withdrawableAt) = venue.providers(provider);
        if (most == 0) return;
        shares = _amount(shares, 1, most);
        (bool ok, bytes memory result) = _callAs(
            provider,
            address(venue),
            abi.encodeCall(VenueLiquidity.withdrawLiquidity, (shares))
        );
        if (ok) {
            Invariant.holds(4, "liquidity left within a day", block.timestamp >= withdrawableAt);
            return world.did("withdraw liquidity");
        }
        bytes4 error_ = bytes4(result);
        bool isExpected =
            (error_ == Refusals.LOCKED && block.timestamp < withdrawableAt) ||
                (Refusals.isOracles(error_) && _isAnyMarketDead()) ||
                (error_ == Refusals.RESERVED && venue.books().reserved > 0);
        if (!isExpected) revert Invariant.UnexpectedRevert("withdraw liquidity", result);
    }

    function _insure(uint256 amount) private {
        amount = _amount(amount, 1, 10_000 * dollar);
        address provider = world.provider(0);
        world.issue(provider, amount);
        (bool ok, bytes memory result) = _callAs(
            provider,
            address(venue),
            abi.encodeCall(VenueLiquidity.fundInsurance, (amount))
        );
        if (!ok) revert Invariant.UnexpectedRevert("fund insurance", result);
        world.did("fund insurance");
    }

    function _isAnyMarketDead() private view returns (bool) {
        for (uint256 i = 0; i < world.marketCount(); ++i) {
            try world.marketAt(i).oracle.price() returns (uint256, uint256) {} catch {
                return true;
            }
        }
        return false;
    }
}
