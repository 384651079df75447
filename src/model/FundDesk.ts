import type { Address, Chain } from "./Chain.js";
import { div, MAX_UINT256, uint256 } from "./libraries/Checked.js";
import * as FeeMath from "./libraries/FeeMath.js";
import { mulDivDown, mulWadDown, WAD } from "./libraries/FixedPoint.js";
import { abs, min, saturatingSub } from "./libraries/Math.js";
import * as NavMath from "./libraries/NavMath.js";
import type { Fund } from "./libraries/NavMath.js";
import * as OrderMath from "./libraries/OrderMath.js";
import { Action, Blocker, noDecision, type Decision, type RebalanceContext } from "./libraries/Rebalance.js";
import * as RebalanceGuard from "./libraries/RebalanceGuard.js";
import * as Reports from "./libraries/Reports.js";
import { Phase, type FundTerms, type RebalanceState, type TokenState } from "./token/TokenTypes.js";
import type { Position, Room } from "./venue/VenueTypes.js";

/** Answers a token need not carry in its own code: what a rebalance would do, and the largest mint and redeem. */
export class FundDesk {
  constructor(private readonly chain: Chain) {}

  /**
   * Reads the account and decides. Reverts when the price is not valid.
   * @param owner The token, whose account is read.
   * @param minted {share} Its total supply.
   * @param owed {collateral} What it owes; no part of equity.
   */
  decide(
    terms: FundTerms,
    owner: Address,
    state: Readonly<TokenState>,
    known: Readonly<RebalanceState>,
    minted: bigint,
    owed: bigint,
  ): { fund: Fund; decision: Decision } {
    const { now } = this.chain;
    const { position, room } = terms.account.snapshot(terms.market, owner);
    const fund = this._fill(position, terms, state, minted, owed);
    let decision: Decision;
    if (NavMath.isWipedOut(fund)) {
      decision = { ...noDecision(), action: Action.Settle, dueAt: now };
    } else {
      const context = this._contextOf(state, known, position, room);
      decision = RebalanceGuard.decide(terms, fund, context, room.maintenanceMargin, Reports.tipsLeft(known, now));
    }
    if (decision.action === Action.None) return { fund, decision };
    if (position.halted) {
      decision.action = Action.Blocked;
      decision.blocker = Blocker.Halted;
    }
    Reports.remind(known, decision, now);
    return { fund, decision };
  }

  /** {collateral}, {share} The largest mint that would succeed now. Reverts when the price is not valid. */
  largestMint(
    terms: FundTerms,
    owner: Address,
    state: Readonly<TokenState>,
    minted: bigint,
    owed: bigint,
  ): { assets: bigint; shares: bigint } {
    const none = { assets: 0n, shares: 0n };
    const { position, room } = terms.account.snapshot(terms.market, owner);
    if (position.halted) return none;
    const fund = this._fill(position, terms, state, minted, owed);
    const target = abs(terms.targetLeverage);
    let most = terms.targetLeverage > 0n ? room.maxLong : room.maxShort;
    if (fund.size === 0n || NavMath.isDust(fund)) {
      if (!NavMath.isTooSmall(fund)) return none;
      most = uint256(most * fund.price) / target;
    } else {
      const isTooHigh = abs(NavMath.leverage(fund)) > mulWadDown(target, terms.emergencyBand);
      if (NavMath.isWipedOut(fund) || isTooHigh) return none;
      most = div(uint256(most * fund.equity), abs(fund.size));
    }
    const capacity = (state.capacity * WAD) / terms.unit;
    const assets = min(saturatingSub(capacity, NavMath.equityUp(fund)), most / terms.unit);
    const { shares } = OrderMath.forDeposit(fund, terms.targetLeverage, assets, state.mintPpm);
    return shares === 0n ? none : { assets, shares };
  }

  /**
   * {share} The most that can be redeemed at once; more than there are where the venue takes any reduction. Reverts when
   * the price is not valid.
   */
  largestRedeem(terms: FundTerms, owner: Address, minted: bigint): bigint {
    const { position, room } = terms.account.snapshot(terms.market, owner);
    if (position.halted) return 0n;
    const held = abs(position.size);
    if (room.maxReduction >= held) return MAX_UINT256;
    return mulDivDown(minted, room.maxReduction, held + 1n);
  }

  private _fill(position: Position, terms: FundTerms, state: Readonly<TokenState>, minted: bigint, owed: bigint): Fund {
    const { supply } = FeeMath.accrue(state, minted, this.chain.now);
    return NavMath.fill(position, terms.unit, supply, terms.virtualShares, owed);
  }

  private _contextOf(
    state: Readonly<TokenState>,
    known: Readonly<RebalanceState>,
    position: Position,
    room: Room,
  ): RebalanceContext {
    const timestamp = this.chain.now;
    return {
      maxTrade: known.maxTrade * WAD,
      maxLong: room.maxLong,
      maxShort: room.maxShort,
      minReduction: room.minReduction,
      maxReduction: room.maxReduction,
      remainingProfit: room.remainingProfit,
      remainingProfitIfMarked: room.remainingProfitIfMarked,
      priceUpdatedAt: position.priceUpdatedAt,
      rebalancedAt: state.rebalancedAt,
      blockedSince: Reports.isFresh(known, timestamp) ? known.blockedSince : 0n,
      unfinished: state.phase === Phase.Unfinished,
      timestamp,
    };
  }
}
