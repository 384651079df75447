// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {NavMath} from "../../libraries/NavMath.sol";
import {Fund} from "../../types/Fund.sol";
import {Position} from "../../types/Venue.sol";

/// @title NavMathHarness
/// @notice Makes {NavMath} callable.
contract NavMathHarness {
    function fill(
        Position memory position,
        uint256 unit,
        uint256 supply,
        uint256 virtualShares,
        uint256 owed
    ) external pure returns (Fund memory fund) {
        NavMath.fill(fund, position, unit, supply, virtualShares, owed);
    }

    function isDust(Fund memory fund) external pure returns (bool) {
        return NavMath.isDust(fund);
    }

    function isWipedOut(Fund memory fund) external pure returns (bool) {
        return NavMath.isWipedOut(fund);
    }

    function isTooSmall(Fund memory fund) external pure returns (bool) {
        return NavMath.isTooSmall(fund);
    }

    function equityDown(Fund memory fund) external pure returns (uint256) {
        return NavMath.equityDown(fund);
    }

    function equityUp(Fund memory fund) external pure returns (uint256) {
        return NavMath.equityUp(fund);
    }

    function toAssetsUp(Fund memory fund, uint256 shares) external pure returns (uint256) {
        return NavMath.toAssetsUp(fund, shares);
    }

    function toAssetsDown(Fund memory fund, uint256 shares) external pure returns (uint256) {
        return NavMath.toAssetsDown(fund, shares);
    }

    function toSharesDown(Fund memory fund, uint256 assets) external pure returns (uint256) {
        return NavMath.toSharesDown(fund, assets);
    }

    function toSharesUp(Fund memory fund, uint256 assets) external pure returns (uint256) {
        return NavMath.toSharesUp(fund, assets);
    }

    function navPerToken(Fund memory fund) external pure returns (uint256) {
        return NavMath.navPerToken(fund);
    }

    function notional(Fund memory fund) external pure returns (int256) {
        return NavMath.notional(fund);
    }

    function leverage(Fund memory fund) external pure returns (int256) {
        return NavMath.leverage(fund);
    }
}
