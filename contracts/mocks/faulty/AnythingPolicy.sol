// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IRebalancePolicy} from "../../interfaces/IRebalancePolicy.sol";
import {Fund} from "../../types/Fund.sol";
import {Decision, RebalanceContext} from "../../types/Rebalance.sol";
import {MarketTerms} from "../../types/Venue.sol";

/// @title AnythingPolicy
/// @notice A policy that answers with any bytes at all, reverts with them, or burns all gas it is given.
contract AnythingPolicy is IRebalancePolicy {
    enum Manner {
        Answer,
        Revert,
        Burn
    }

    Manner private _manner;
    bytes private _data;

    /// @notice Sets what `decide` does from now on.
    function set(Manner manner, bytes calldata data) external {
        (_manner, _data) = (manner, data);
    }

    /// @inheritdoc IRebalancePolicy
    function decide(Fund calldata, int256, RebalanceContext calldata) external view returns (Decision memory) {
        Manner manner = _manner;
        bytes memory data = _data;
        assembly ("memory-safe") {
            switch manner
            case 0 {
                return(add(data, 0x20), mload(data))
            }
            case 1 {
                revert(add(data, 0x20), mload(data))
            }
            default {
                invalid()
            }
        }
    }

    /// @inheritdoc IRebalancePolicy
    function bands() external pure returns (uint256 lower, uint256 upper, uint256 emergency) {
        return (0.5e18, 1.25e18, 1.5e18);
    }

    /// @inheritdoc IRebalancePolicy
    function requireSuitable(int256, MarketTerms calldata) external pure {}
}
