// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFundDesk} from "./interfaces/IFundDesk.sol";
import {FeeMath} from "./libraries/FeeMath.sol";
import {FixedPoint, WAD} from "./libraries/FixedPoint.sol";
import {NavMath} from "./libraries/NavMath.sol";
import {OrderMath} from "./libraries/OrderMath.sol";
import {RebalanceGuard} from "./libraries/RebalanceGuard.sol";
import {Reports} from "./libraries/Reports.sol";
import {Fund, Order} from "./types/Fund.sol";
import {Action, Blocker, Decision, RebalanceContext} from "./types/Rebalance.sol";
import {FundTerms, Phase, RebalanceState, TokenState} from "./types/Token.sol";
import {Position, Room} from "./types/Venue.sol";

/// @title FundDesk
/// @notice See {IFundDesk}.
contract FundDesk is IFundDesk {
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;
    using Reports for RebalanceState;

    /// @inheritdoc IFundDesk
    function decide(
        FundTerms calldata terms,
        address owner,
        TokenState calldata state,
        RebalanceState calldata known,
        uint256 minted,
        uint256 owed
    ) external view returns (Fund memory fund, Decision memory decision) {
        (Position memory position, Room memory room) = terms.account.snapshot(terms.market, owner);
        _fill(fund, position, terms, state, minted, owed);
        if (fund.isWipedOut()) {
            decision.action = Action.Settle;
            decision.dueAt = block.timestamp;
        } else {
            decision = RebalanceGuard.decide(
                terms,
                fund,
                _contextOf(state, known, position, room),
                room.maintenanceMargin,
                known.tipsLeft()
            );
        }
        if (decision.action == Action.None) return (fund, decision);
        if (position.halted) {
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Halted;
        }
        known.remind(decision);
    }

    /// @inheritdoc IFundDesk
    function largestMint(
        FundTerms calldata terms,
        address owner,
        TokenState calldata state,
        uint256 minted,
        uint256 owed
    ) external view returns (uint256 assets, uint256 shares) {
        (Position memory position, Room memory room) = terms.account.snapshot(terms.market, owner);
        if (position.halted) return (0, 0);
        Fund memory fund;
        _fill(fund, position, terms, state, minted, owed);
        uint256 target = SignedMath.abs(terms.targetLeverage);
        uint256 most = terms.targetLeverage > 0 ? room.maxLong : room.maxShort;
        if (fund.size == 0 || fund.isDust()) {
            if (!fund.isTooSmall()) return (0, 0);
            most = (most * fund.price) / target;
        } else {
            bool isTooHigh = SignedMath.abs(fund.leverage()) > target.mulWadDown(terms.emergencyBand);
            if (fund.isWipedOut() || isTooHigh) return (0, 0);
            most = (most * fund.equity) / SignedMath.abs(fund.size);
        }
        uint256 capacity = (uint256(state.capacity) * WAD) / terms.unit;
        most = Math.min(capacity.saturatingSub(fund.equityUp()), most / terms.unit);
        Order memory order = OrderMath.forDeposit(fund, terms.targetLeverage, most, state.mintPpm);
        return order.shares == 0 ? (0, 0) : (most, order.shares);
    }

    /// @inheritdoc IFundDesk
    function largestRedeem(FundTerms calldata terms, address owner, uint256 minted) external view returns (uint256) {
        (Position memory position, Room memory room) = terms.account.snapshot(terms.market, owner);
        if (position.halted) return 0;
        uint256 held = SignedMath.abs(position.size);
        if (room.maxReduction >= held) return type(uint256).max;
        return minted.mulDivDown(room.maxReduction, held + 1);
    }

    function _fill(
        Fund memory fund,
        Position memory position,
        FundTerms calldata terms,
        TokenState memory state,
        uint256 minted,
        uint256 owed
    ) private view {
        (uint256 supply, ) = FeeMath.accrue(state, minted);
        fund.fill(position, terms.unit, supply, terms.virtualShares, owed);
    }

    function _contextOf(
        TokenState memory state,
        RebalanceState memory known,
        Position memory position,
        Room memory room
    ) private view returns (RebalanceContext memory context) {
        context.maxTrade = known.maxTrade * WAD;
        context.maxLong = room.maxLong;
        context.maxShort = room.maxShort;
        context.minReduction = room.minReduction;
        context.maxReduction = room.maxReduction;
        context.remainingProfit = room.remainingProfit;
        context.remainingProfitIfMarked = room.remainingProfitIfMarked;
        context.priceUpdatedAt = position.priceUpdatedAt;
        context.rebalancedAt = state.rebalancedAt;
        if (known.isFresh()) context.blockedSince = known.blockedSince;
        context.unfinished = state.phase == Phase.Unfinished;
        context.timestamp = block.timestamp;
    }
}
