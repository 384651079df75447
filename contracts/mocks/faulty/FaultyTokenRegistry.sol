// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FundMark} from "../../types/Fund.sol";
import {Decision} from "../../types/Rebalance.sol";
import {Conduct, FaultyToken} from "./FaultyToken.sol";

/// @title FaultyTokenRegistry
/// @notice Stands in for a factory and its desk where only the registry matters: as many {FaultyToken} as wished.
contract FaultyTokenRegistry {
    FaultyToken private immutable _template;
    FaultyToken[] private _tokens;

    /// @notice Number of tokens that the registry admits to have; it may be less than there are.
    uint256 public tokenCount;

    /// @param usualGas {gas} What judging a token uses that was told nothing.
    constructor(uint32 usualGas) {
        _template = new FaultyToken(usualGas);
    }

    function create(uint256 count) external {
        for (uint256 i = 0; i < count; ++i) {
            _tokens.push(FaultyToken(Clones.clone(address(_template))));
        }
    }

    function show(uint256 count) external {
        tokenCount = count;
    }

    function setConduct(uint256[] calldata indices, Conduct calldata conduct) external {
        for (uint256 i = 0; i < indices.length; ++i) {
            _tokens[indices[i]].setConduct(conduct);
        }
    }

    /// @notice Returns itself.
    function desk() external view returns (FaultyTokenRegistry) {
        return this;
    }

    /// @notice Returns what the token has been told to answer, or fails as it does.
    function decide(FaultyToken token) external view returns (FundMark memory mark, Decision memory decision) {
        return token.answer();
    }

    /// @notice Returns a page of the registry, oldest first.
    function tokens(uint256 offset, uint256 limit) external view returns (FaultyToken[] memory page) {
        uint256 end = Math.min(Math.saturatingAdd(offset, limit), tokenCount);
        page = new FaultyToken[](Math.saturatingSub(end, offset));
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = _tokens[offset + i];
        }
    }
}
