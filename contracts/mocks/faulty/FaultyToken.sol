// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FundMark} from "../../types/Fund.sol";
import {Action, Decision, Reason} from "../../types/Rebalance.sol";

/// @notice What a {FaultyToken} answers, in one slot.
/// @param action What a rebalance would do.
/// @param reason Why.
/// @param leverage {1} WAD.
/// @param gasUsed {gas} What the answer uses, about, or all it is given if that is less; 0 for what is usual.
/// @param isDead Whether asking it reverts at once, with nothing.
struct Conduct {
    Action action;
    Reason reason;
    int128 leverage;
    uint32 gasUsed;
    bool isDead;
}

/// @title FaultyToken
/// @notice Stands in for a token where only what an upkeep asks before it acts matters: it answers what it is told, for as
/// much gas as it is told. As long as it is told nothing, it is on target.
contract FaultyToken {
    using Math for uint256;

    uint32 private immutable _usualGas;
    Conduct private _conduct;

    /// @param usualGas {gas} What its answer uses unless told otherwise.
    constructor(uint32 usualGas) {
        _usualGas = usualGas;
    }

    function setConduct(Conduct calldata conduct) external {
        _conduct = conduct;
    }

    /// @notice Returns what its desk says of it.
    function answer() external view returns (FundMark memory mark, Decision memory decision) {
        Conduct memory conduct = _conduct;
        if (conduct.isDead) {
            assembly ("memory-safe") {
                revert(0, 0)
            }
        }
        decision.action = conduct.action;
        decision.reason = conduct.reason;
        mark.leverage = conduct.leverage;
        _use(conduct.gasUsed == 0 ? _usualGas : conduct.gasUsed);
    }

    /// @notice Returns {1} the same of every stand-in, WAD.
    function targetLeverage() external pure returns (int256) {
        return 3e18;
    }

    /// @dev {gas} By reading memory that was never used: n words cost 3 n + n^2 / 512, in one step.
    function _use(uint256 amount) private pure {
        uint256 words = Math.sqrt(512 * amount).saturatingSub(768);
        assembly ("memory-safe") {
            pop(mload(mul(words, 32)))
        }
    }
}
