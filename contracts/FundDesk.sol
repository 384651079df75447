// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {MaximaDesk} from "./desk/MaximaDesk.sol";
import {OrderDesk} from "./desk/OrderDesk.sol";
import {IFundDesk} from "./interfaces/IFundDesk.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {FixedPoint, WAD} from "./libraries/FixedPoint.sol";
import {NavMath} from "./libraries/NavMath.sol";
import {RebalanceGuard} from "./libraries/RebalanceGuard.sol";
import {Reports} from "./libraries/Reports.sol";
import {SpentGas} from "./libraries/SpentGas.sol";
import {Fund, FundMark} from "./types/Fund.sol";
import {Action, Blocker, Decision, RebalanceContext} from "./types/Rebalance.sol";
import {Phase, RebalanceState, TokenReading} from "./types/Token.sol";
import {Position, Room} from "./types/Venue.sol";

/// @title FundDesk
/// @notice See {IFundDesk}. Here is what a rebalance would do; {OrderDesk} prices mints and redeems, {MaximaDesk} bounds them.
contract FundDesk is OrderDesk, MaximaDesk {
    using FixedPoint for uint256;
    using NavMath for Fund;
    using Reports for RebalanceState;

    /// @inheritdoc IFundDesk
    function decide(ILeveragedToken token) external view returns (FundMark memory mark, Decision memory decision) {
        Fund memory fund;
        TokenReading memory reading = token.reading();
        if (_isSettled(reading)) return (mark, decision);
        (Position memory position, Room memory room) = reading.account.snapshot(reading.market, address(token));
        _fill(fund, position, reading);
        mark = FundMark(fund.size, fund.price, fund.equityDown(), fund.leverage());
        if (fund.isWipedOut()) {
            decision.action = Action.Settle;
            decision.dueAt = block.timestamp;
        } else {
            decision = RebalanceGuard.decide(
                reading,
                fund,
                _contextOf(reading, position, room),
                room.maintenanceMargin
            );
            _capCost(mark, decision);
        }
        if (decision.action == Action.None) return (mark, decision);
        if (position.halted) {
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Halted;
        }
        reading.rebalancing.remind(decision);
    }

    /// @inheritdoc IFundDesk
    function requireSettleable(ILeveragedToken token) external {
        TokenReading memory reading = token.reading();
        uint256 gas = gasleft();
        try reading.account.position(reading.market, address(token)) returns (Position memory position) {
            Fund memory fund;
            _fill(fund, position, reading);
            if (position.halted || fund.isWipedOut()) return;
            uint256 since = refusedSince(token);
            uint256 delay = token.venue().terms(reading.market).outageDelay;
            if (since != 0 && since + delay <= block.timestamp && !_takesReduction(token)) return;
            revert ILeveragedToken.LeveragedToken_NotSettleable(fund.equityDown());
        } catch {
            SpentGas.requireLeft(gas);
        }
    }

    /// @inheritdoc IFundDesk
    function nav(ILeveragedToken token) external view returns (uint256) {
        (TokenReading memory reading, Fund memory fund, ) = _read(token);
        if (!_isSettled(reading)) return fund.navPerToken();
        return reading.minted == 0 ? 0 : token.settledAssets().mulDivDown(fund.unit * WAD, reading.minted);
    }

    /// @inheritdoc IFundDesk
    function leverage(ILeveragedToken token) external view returns (int256) {
        (TokenReading memory reading, Fund memory fund, ) = _read(token);
        return _isSettled(reading) || fund.equityDown() == 0 ? int256(0) : fund.leverage();
    }

    /// @dev A reduction by a part of the position lowers leverage only if it costs less than that part of equity.
    function _capCost(FundMark memory mark, Decision memory decision) private pure {
        uint256 held = SignedMath.abs(mark.size);
        if (decision.action != Action.Trade || SignedMath.abs(mark.size + decision.sizeDelta) >= held) return;
        uint256 part = mark.equity.mulDivDown(SignedMath.abs(decision.sizeDelta), held);
        decision.maxCost = Math.min(decision.maxCost, part);
    }

    function _contextOf(
        TokenReading memory reading,
        Position memory position,
        Room memory room
    ) private view returns (RebalanceContext memory context) {
        RebalanceState memory known = reading.rebalancing;
        context.maxTrade = known.maxTrade * WAD;
        context.maxLong = room.maxLong;
        context.maxShort = room.maxShort;
        context.minReduction = room.minReduction;
        context.maxReduction = room.maxReduction;
        context.remainingProfit = room.remainingProfit;
        context.remainingProfitIfMarked = room.remainingProfitIfMarked;
        context.tipsLeft = known.tipsLeft();
        context.priceUpdatedAt = position.priceUpdatedAt;
        context.rebalancedAt = reading.state.rebalancedAt;
        if (known.isFresh()) context.blockedSince = known.blockedSince;
        context.unfinished = reading.state.phase == Phase.Unfinished;
        context.timestamp = block.timestamp;
    }
}
