// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {FeeMath} from "../libraries/FeeMath.sol";
import {NavMath} from "../libraries/NavMath.sol";
import {Fund} from "../types/Fund.sol";
import {Phase, TokenReading} from "../types/Token.sol";
import {Position} from "../types/Venue.sol";

/// @title FundReader
/// @notice How the desk reads a token's fund: what the token says of itself, and what its account shows.
abstract contract FundReader {
    using NavMath for Fund;

    /// @dev The fund as its account shows it; of a settled one, its unit alone.
    function _read(
        ILeveragedToken token
    ) internal view returns (TokenReading memory reading, Fund memory fund, bool isExact) {
        reading = token.reading();
        fund.unit = reading.unit;
        if (_isSettled(reading)) return (reading, fund, true);
        Position memory position = reading.account.position(reading.market, address(token));
        _fill(fund, position, reading);
        isExact = position.isExact;
    }

    function _fill(Fund memory fund, Position memory position, TokenReading memory reading) internal view {
        (uint256 supply, ) = FeeMath.accrue(reading.state, reading.minted);
        fund.fill(position, reading.unit, supply, reading.virtualShares, reading.owed);
    }

    function _isSettled(TokenReading memory reading) internal pure returns (bool) {
        return reading.state.phase == Phase.Settled;
    }
}
