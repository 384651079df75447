// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFundDesk} from "./interfaces/IFundDesk.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {FeeMath} from "./libraries/FeeMath.sol";
import {FixedPoint, WAD} from "./libraries/FixedPoint.sol";
import {NavMath} from "./libraries/NavMath.sol";
import {OrderMath} from "./libraries/OrderMath.sol";
import {RebalanceGuard} from "./libraries/RebalanceGuard.sol";
import {Reports} from "./libraries/Reports.sol";
import {Fund, FundMark} from "./types/Fund.sol";
import {Action, Blocker, Decision, RebalanceContext} from "./types/Rebalance.sol";
import {Phase, RebalanceState, TokenReading} from "./types/Token.sol";
import {Position, Room} from "./types/Venue.sol";

/// @title FundDesk
/// @notice See {IFundDesk}.
contract FundDesk is IFundDesk {
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;
    using Reports for RebalanceState;

    /// @inheritdoc IFundDesk
    function decide(ILeveragedToken token) external view returns (FundMark memory mark, Decision memory decision) {
        Fund memory fund;
        TokenReading memory reading = token.reading();
        if (reading.state.phase == Phase.Settled) return (mark, decision);
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
        }
        if (decision.action == Action.None) return (mark, decision);
        if (position.halted) {
            decision.action = Action.Blocked;
            decision.blocker = Blocker.Halted;
        }
        reading.rebalancing.remind(decision);
    }

    /// @inheritdoc IFundDesk
    function nav(ILeveragedToken token) external view returns (uint256) {
        (Fund memory fund, bool isSettled) = _read(token);
        if (!isSettled) return fund.navPerToken();
        uint256 supply = token.totalSupply();
        return supply == 0 ? 0 : token.settledAssets().mulDivDown(fund.unit * WAD, supply);
    }

    /// @inheritdoc IFundDesk
    function leverage(ILeveragedToken token) external view returns (int256) {
        (Fund memory fund, bool isSettled) = _read(token);
        return isSettled || fund.equityDown() == 0 ? int256(0) : fund.leverage();
    }

    /// @inheritdoc IFundDesk
    function largestMint(ILeveragedToken token) external view returns (uint256 assets, uint256 shares) {
        try this.mintableAssets(token) returns (uint256 most) {
            assets = most;
        } catch {
            return (0, 0); // no valid price
        }
        try token.previewDeposit(assets) returns (uint256 minted) {
            return minted == 0 ? (0, 0) : (assets, minted);
        } catch {
            return (0, 0); // in the middle of a call
        }
    }

    /// @inheritdoc IFundDesk
    function largestRedeem(
        ILeveragedToken token,
        address owner
    ) external view returns (uint256 shares, uint256 assets) {
        try this.redeemableShares(token, owner) returns (uint256 most) {
            shares = most;
        } catch {
            return (0, 0); // no valid price
        }
        try token.previewRedeem(shares) returns (uint256 paid) {
            return (shares, paid);
        } catch {
            return (0, 0); // it would cost all it is worth, or in the middle of a call
        }
    }

    /// @notice Returns {collateral} the largest deposit by venue, capacity and leverage. Reverts when the price is not valid.
    function mintableAssets(ILeveragedToken token) external view returns (uint256) {
        TokenReading memory reading = token.reading();
        if (reading.state.phase == Phase.Settled || reading.state.mintPaused) return 0;
        (Position memory position, Room memory room) = reading.account.snapshot(reading.market, address(token));
        if (position.halted) return 0;
        Fund memory fund;
        _fill(fund, position, reading);
        if (fund.isWipedOut()) return 0;
        uint256 target = SignedMath.abs(reading.targetLeverage);
        uint256 most = reading.targetLeverage > 0 ? room.maxLong : room.maxShort;
        if (OrderMath.comesAtTarget(fund, reading.targetLeverage)) {
            if (!fund.isTooSmall()) return 0;
            most = (most * fund.price) / target;
        } else {
            if (SignedMath.abs(fund.leverage()) > target.mulWadDown(reading.emergencyBand)) return 0;
            most = (most * fund.equity) / SignedMath.abs(fund.size);
        }
        uint256 capacity = (uint256(reading.state.capacity) * WAD) / reading.unit;
        return Math.min(capacity.saturatingSub(fund.equityUp()), most / reading.unit);
    }

    /// @notice Returns {share} the most `owner` can redeem at once; none where the venue takes no reduction as small. Reverts
    /// when the price is not valid.
    function redeemableShares(ILeveragedToken token, address owner) external view returns (uint256 shares) {
        TokenReading memory reading = token.reading();
        shares = token.balanceOf(owner);
        if (reading.state.phase == Phase.Settled) return shares;
        (Position memory position, Room memory room) = reading.account.snapshot(reading.market, address(token));
        if (position.halted) return 0;
        uint256 held = SignedMath.abs(position.size);
        if (room.maxReduction < held) {
            shares = Math.min(shares, reading.minted.mulDivDown(room.maxReduction, held + 1));
        }
        // The last redeem closes the whole position, whatever its shares are worth.
        if (room.minReduction == 0 || shares == reading.minted) return shares;
        Fund memory fund;
        _fill(fund, position, reading);
        int256 sizeDelta = OrderMath.forRedeem(fund, shares, reading.state.redeemPpm).sizeDelta;
        if (SignedMath.abs(sizeDelta) < room.minReduction) return 0;
    }

    /// @dev The fund as its account shows it; of a settled one, its unit alone.
    function _read(ILeveragedToken token) private view returns (Fund memory fund, bool isSettled) {
        TokenReading memory reading = token.reading();
        fund.unit = reading.unit;
        if (reading.state.phase == Phase.Settled) return (fund, true);
        _fill(fund, reading.account.position(reading.market, address(token)), reading);
    }

    function _fill(Fund memory fund, Position memory position, TokenReading memory reading) private view {
        (uint256 supply, ) = FeeMath.accrue(reading.state, reading.minted);
        fund.fill(position, reading.unit, supply, reading.virtualShares, reading.owed);
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
