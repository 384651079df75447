import { OrderDesk } from "./desk/OrderDesk.js";
import type { Probed } from "./desk/RefusalDesk.js";
import { mulDivDown, WAD } from "./libraries/FixedPoint.js";
import { abs, min } from "./libraries/Math.js";
import * as NavMath from "./libraries/NavMath.js";
import type { FundMark } from "./libraries/NavMath.js";
import { Action, Blocker, noDecision, type Decision, type RebalanceContext } from "./libraries/Rebalance.js";
import * as RebalanceGuard from "./libraries/RebalanceGuard.js";
import * as Reports from "./libraries/Reports.js";
import { attempt, ModelRevert } from "./ModelRevert.js";
import type { FundViews } from "./token/FundViews.js";
import { Phase, type TokenReading } from "./token/TokenTypes.js";
import type { Position, Room } from "./venue/VenueTypes.js";

/**
 * Answers a token need not carry in its own code. Here is what a rebalance would do; {@link OrderDesk} prices mints and
 * redeems, {@link MaximaDesk} bounds them. One desk serves all tokens.
 */
export class FundDesk extends OrderDesk {
  /** Reads token and account, and decides. Reverts when the price is not valid. */
  decide(token: FundViews): { mark: FundMark; decision: Decision } {
    const { now } = this.chain;
    const reading = token.reading();
    if (reading.state.phase === Phase.Settled) {
      return { mark: { size: 0n, price: 0n, equity: 0n, leverage: 0n }, decision: noDecision() };
    }
    const { position, room } = reading.account.snapshot(reading.market, token.address);
    const fund = this._fill(position, reading);
    const { size, price } = fund;
    const mark = { size, price, equity: NavMath.equityDown(fund), leverage: NavMath.leverage(fund) };
    let decision: Decision;
    if (NavMath.isWipedOut(fund)) {
      decision = { ...noDecision(), action: Action.Settle, dueAt: now };
    } else {
      const context = this._contextOf(reading, position, room);
      decision = RebalanceGuard.decide(reading, fund, context, room.maintenanceMargin);
      this._capCost(mark, decision);
    }
    if (decision.action === Action.None) return { mark, decision };
    if (position.halted) {
      decision.action = Action.Blocked;
      decision.blocker = Blocker.Halted;
    }
    Reports.remind(reading.rebalancing, decision, now);
    return { mark, decision };
  }

  /**
   * Reverts unless the account of an unsettled token may be closed for good: equity is gone, the venue refuses reductions
   * and has been reported to do so for the market's outage delay, the market is halted, or there is no valid price.
   */
  requireSettleable(token: Probed): void {
    const reading = token.reading();
    const position = attempt(() => reading.account.position(reading.market, token.address));
    if (position === undefined || position.halted) return;
    const fund = this._fill(position, reading);
    if (NavMath.isWipedOut(fund)) return;
    const since = this.refusedSince(token);
    const { outageDelay } = token.venue.terms(reading.market);
    if (since !== 0n && since + outageDelay <= this.chain.now && !this._takesReduction(token)) return;
    throw new ModelRevert("LeveragedToken_NotSettleable", [NavMath.equityDown(fund)]);
  }

  /** {usd/share} NAV of one whole token, WAD. Reverts when the price is not valid. */
  nav(token: FundViews): bigint {
    const { reading, fund } = this._read(token);
    if (fund !== undefined) return NavMath.navPerToken(fund);
    return reading.minted === 0n ? 0n : mulDivDown(token.settledAssets(), reading.unit * WAD, reading.minted);
  }

  /** {1} Real leverage, signed WAD. Reverts when the price is not valid. */
  leverage(token: FundViews): bigint {
    const { fund } = this._read(token);
    return fund === undefined || NavMath.equityDown(fund) === 0n ? 0n : NavMath.leverage(fund);
  }

  /** A reduction by a part of the position lowers leverage only if it costs less than that part of equity. */
  private _capCost(mark: FundMark, decision: Decision): void {
    const held = abs(mark.size);
    if (decision.action !== Action.Trade || abs(mark.size + decision.sizeDelta) >= held) return;
    decision.maxCost = min(decision.maxCost, mulDivDown(mark.equity, abs(decision.sizeDelta), held));
  }

  private _contextOf({ state, rebalancing }: TokenReading, position: Position, room: Room): RebalanceContext {
    const timestamp = this.chain.now;
    return {
      maxTrade: rebalancing.maxTrade * WAD,
      maxLong: room.maxLong,
      maxShort: room.maxShort,
      minReduction: room.minReduction,
      maxReduction: room.maxReduction,
      remainingProfit: room.remainingProfit,
      remainingProfitIfMarked: room.remainingProfitIfMarked,
      tipsLeft: Reports.tipsLeft(rebalancing, timestamp),
      priceUpdatedAt: position.priceUpdatedAt,
      rebalancedAt: state.rebalancedAt,
      blockedSince: Reports.isFresh(rebalancing, timestamp) ? rebalancing.blockedSince : 0n,
      unfinished: state.phase === Phase.Unfinished,
      timestamp,
    };
  }
}
