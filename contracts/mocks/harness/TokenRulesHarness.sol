// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IRebalancePolicy} from "../../interfaces/IRebalancePolicy.sol";
import {TokenRules} from "../../libraries/TokenRules.sol";
import {Fees, Limits} from "../../types/Token.sol";
import {MarketTerms} from "../../types/Venue.sol";

/// @title TokenRulesHarness
/// @notice Makes {TokenRules} callable, and is an oracle as far as those rules ask one.
contract TokenRulesHarness {
    /// @notice {1} What a feed may hide, WAD.
    uint256 public immutable deviationThreshold;

    constructor(uint256 deviationThreshold_) {
        deviationThreshold = deviationThreshold_;
    }

    function validate(
        int256 leverage,
        uint256 initialNav,
        IRebalancePolicy policy,
        MarketTerms memory terms
    ) external view {
        TokenRules.validate(leverage, initialNav, policy, terms);
    }

    function validateFees(
        int256 leverage,
        Fees memory fees,
        IRebalancePolicy policy,
        MarketTerms memory terms
    ) external view {
        TokenRules.validateFees(leverage, fees, policy, terms);
    }

    function validateLimits(Limits memory limits) external pure {
        TokenRules.validateLimits(limits);
    }
}
