// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFundDesk} from "../interfaces/IFundDesk.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {FixedPoint} from "../libraries/FixedPoint.sol";
import {NavMath} from "../libraries/NavMath.sol";
import {SpentGas} from "../libraries/SpentGas.sol";
import {Fund} from "../types/Fund.sol";
import {TokenReading} from "../types/Token.sol";
import {Position, Room} from "../types/Venue.sol";
import {FundReader} from "./FundReader.sol";

/// @title RefusalDesk
/// @notice Keeps on record how long a venue has been taking no reduction of a token's position, though it lives and has
/// announced nothing of the kind. It is tried, at any cost and undone at once: a due rebalance may be refused for its price
/// alone, and a fund on target would never try.
abstract contract RefusalDesk is IFundDesk, FundReader {
    using NavMath for Fund;

    /// @param since {s} The first refusal of a row.
    /// @param seenAt {s} The last one.
    struct Refusal {
        uint40 since;
        uint40 seenAt;
    }

    /// @dev {s} A refusal counts for this long; a later one begins a new row.
    uint256 private constant LIFE = 2 hours;
    /// @dev What is tried is one in so many of the position.
    uint256 private constant PARTS = 100;

    mapping(ILeveragedToken token => Refusal) private _refusals;

    /// @inheritdoc IFundDesk
    function reportRefusal(ILeveragedToken token) external {
        Refusal memory known = _refusals[token];
        bool isTaken = _takesReduction(token);
        if (isTaken || !_isFresh(known)) known.since = isTaken ? 0 : uint40(block.timestamp);
        known.seenAt = isTaken ? 0 : uint40(block.timestamp);
        _refusals[token] = known;
        emit RefusalReported(token, known.since);
    }

    /// @inheritdoc IFundDesk
    function refusedSince(ILeveragedToken token) public view returns (uint256) {
        Refusal memory known = _refusals[token];
        return _isFresh(known) ? known.since : 0;
    }

    /// @dev Whether the venue takes a small reduction now, or there is nothing to reduce: dust cannot
    /// pay for a trade of its own. Reverts when the price is not valid.
    function _takesReduction(ILeveragedToken token) internal returns (bool) {
        TokenReading memory reading = token.reading();
        (Position memory position, Room memory room) = reading.account.snapshot(reading.market, address(token));
        Fund memory fund;
        _fill(fund, position, reading);
        if (fund.size == 0 || fund.isDust()) return true;
        uint256 size = Math.max(Math.ceilDiv(SignedMath.abs(position.size), PARTS), room.minReduction);
        if (size > room.maxReduction) return false;
        uint256 gas = gasleft();
        try token.probe(-FixedPoint.withSignOf(size, position.size)) {
            return true;
        } catch (bytes memory reason) {
            if (bytes4(reason) == ILeveragedToken.LeveragedToken_Probed.selector) return true;
        }
        SpentGas.requireLeft(gas);
        return false;
    }

    function _isFresh(Refusal memory known) private view returns (bool) {
        return known.seenAt != 0 && known.seenAt + LIFE >= block.timestamp;
    }
}
