// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Reports} from "../../libraries/Reports.sol";
import {Blocker, Decision} from "../../types/Rebalance.sol";
import {RebalanceState} from "../../types/Token.sol";

/// @title ReportsHarness
/// @notice Makes {Reports} callable.
contract ReportsHarness {
    function isFresh(RebalanceState memory known) external view returns (bool) {
        return Reports.isFresh(known);
    }

    function remind(RebalanceState memory known, Decision memory decision) external view returns (Decision memory) {
        Reports.remind(known, decision);
        return decision;
    }

    function note(RebalanceState memory known, Blocker blocker) external view returns (RebalanceState memory) {
        Reports.note(known, blocker);
        return known;
    }

    function forget(RebalanceState memory known) external pure returns (RebalanceState memory) {
        Reports.forget(known);
        return known;
    }

    function tipsLeft(RebalanceState memory known) external view returns (uint256) {
        return Reports.tipsLeft(known);
    }

    function countTip(
        RebalanceState memory known,
        uint256 tip,
        uint256 equity
    ) external view returns (RebalanceState memory) {
        Reports.countTip(known, tip, equity);
        return known;
    }
}
