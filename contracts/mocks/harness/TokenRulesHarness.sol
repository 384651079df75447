// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {MarketTerms} from "../../interfaces/IFuturesVenue.sol";
import {Fees} from "../../libraries/FeeMath.sol";
import {Policy} from "../../libraries/RebalanceLogic.sol";
import {TokenRules} from "../../libraries/TokenRules.sol";

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
        Policy memory policy,
        MarketTerms memory terms
    ) external pure {
        TokenRules.validate(leverage, initialNav, policy, terms);
    }

    function validateFees(int256 leverage, Fees memory fees, MarketTerms memory terms) external view {
        TokenRules.validateFees(leverage, fees, terms);
    }

    function leverageAtDistance(bool isLong, uint256 maintenanceMargin) external pure returns (uint256) {
        return TokenRules.leverageAtDistance(isLong, maintenanceMargin);
    }
}
