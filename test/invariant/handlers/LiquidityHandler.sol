// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VenueLiquidity} from "../../../contracts/mocks/venue/VenueLiquidity.sol";
import {Invariant} from "../base/Invariant.sol";
import {Refusals} from "../base/Refusals.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title LiquidityHandler
/// @notice Those who stand behind the exchange: liquidity providers, who must give notice, and all who pay into insurance.
contract LiquidityHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](5);
        names[0] = "deposit liquidity";
        names[1] = "request withdrawal";
        names[2] = "withdraw liquidity";
        names[3] = "liquidity without notice";
        names[4] = "fund insurance";
    }

    function provide(uint256 what, uint256 who, uint256 amount) external observed {
        what %= 9;
        if (what < 2) _deposit(who, amount);
        else if (what < 4) _insure(amount);
        else if (what == 4) _request(who, amount);
        else if (what < 7) _withdraw(who);
        else _leave(who, amount);
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
        if (!ok) {
            if (_isAnyMarketDead() && Refusals.isOracles(bytes4(result))) return;
            revert Invariant.UnexpectedRevert("deposit liquidity", result);
        }
        (uint256 leaving, uint256 joining) = venue.liquidityValues();
        Invariant.atMost(4, "who leaves the pool gets more than who joins pays", leaving, joining);
        (uint128 owned, , ) = venue.providers(provider);
        uint256 worth = (_number(result) * (leaving + 1)) / (venue.liquidityShares() + world.unit());
        Invariant.atMost(4, "liquidity is worth more than was paid for it", worth, amount);
        Invariant.atMost(4, "more shares than said", _number(result), owned);
        world.did("deposit liquidity");
    }

    function _request(uint256 who, uint256 shares) private {
        address provider = world.provider(who % world.PROVIDERS());
        (uint128 most, , ) = venue.providers(provider);
        if (most == 0) return;
        (bool ok, bytes memory result) = _callAs(
            provider,
            address(venue),
            abi.encodeCall(VenueLiquidity.requestWithdrawal, (_amount(shares, 1, most)))
        );
        if (!ok) revert Invariant.UnexpectedRevert("request withdrawal", result);
        world.did("request withdrawal");
    }

    /// @dev Somebody who has liquidity gives notice, waits for the day and is paid.
    function _leave(uint256 who, uint256 shares) private {
        who %= world.PROVIDERS();
        (uint128 owned, , ) = venue.providers(world.provider(who));
        if (owned == 0) ++who;
        _request(who, shares);
        world.nextDay();
        _withdraw(who);
    }

    /// @dev Anyone may pay out what is due.
    function _withdraw(uint256 who) private {
        address provider = world.provider(who % world.PROVIDERS());
        (, uint128 leaving, uint40 payableAt) = venue.providers(provider);
        bool isDue = block.timestamp >= payableAt && block.timestamp <= payableAt + venue.LIQUIDITY_WINDOW();
        uint256 owned = collateral.balanceOf(provider);
        (bool ok, bytes memory result) = _callAs(
            world.KEEPER(),
            address(venue),
            abi.encodeCall(VenueLiquidity.withdrawLiquidity, (provider))
        );
        if (ok) {
            Invariant.holds(4, "liquidity left without notice", isDue && leaving != 0);
            Invariant.equal(
                1,
                "a provider got another amount",
                collateral.balanceOf(provider) - owned,
                _number(result)
            );
            return world.did("withdraw liquidity");
        }
        bytes4 error_ = bytes4(result);
        if (error_ == Refusals.NOT_PAYABLE && !isDue) return world.did("liquidity without notice");
        bool isExpected =
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
            if (world.isExpired(world.marketId(i))) return true;
            try world.marketAt(i).oracle.price() returns (uint256, uint256) {} catch {
                return true;
            }
        }
        return false;
    }
}
