import type { Address, Chain } from "./Chain.js";
import { div, uint256 } from "./libraries/Checked.js";
import * as FeeMath from "./libraries/FeeMath.js";
import { mulDivDown, mulWadDown, WAD } from "./libraries/FixedPoint.js";
import { abs, min, saturatingSub } from "./libraries/Math.js";
import * as NavMath from "./libraries/NavMath.js";
import type { Fund, FundMark } from "./libraries/NavMath.js";
import { Action, Blocker, noDecision, type Decision, type RebalanceContext } from "./libraries/Rebalance.js";
import * as OrderMath from "./libraries/OrderMath.js";
import * as RebalanceGuard from "./libraries/RebalanceGuard.js";
import * as Reports from "./libraries/Reports.js";
import { attempt } from "./ModelRevert.js";
import type { FundViews } from "./token/FundViews.js";
import { Phase, type TokenReading } from "./token/TokenTypes.js";
import type { Position, Room } from "./venue/VenueTypes.js";

/**
 * Answers a token need not carry in its own code: what a rebalance would do, what the fund is worth, the largest mint and
 * redeem. One desk serves all tokens.
 */
export class FundDesk {
  constructor(private readonly chain: Chain) {}

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
    }
    if (decision.action === Action.None) return { mark, decision };
    if (position.halted) {
      decision.action = Action.Blocked;
      decision.blocker = Blocker.Halted;
    }
    Reports.remind(reading.rebalancing, decision, now);
    return { mark, decision };
  }

  /** {usd/share} NAV of one whole token, WAD. Reverts when the price is not valid. */
  nav(token: FundViews): bigint {
    const reading = token.reading();
    if (reading.state.phase !== Phase.Settled) return NavMath.navPerToken(this._read(token, reading));
    const supply = token.totalSupply();
    return supply === 0n ? 0n : mulDivDown(token.settledAssets(), reading.unit * WAD, supply);
  }

  /** {1} Real leverage, signed WAD. Reverts when the price is not valid. */
  leverage(token: FundViews): bigint {
    const reading = token.reading();
    if (reading.state.phase === Phase.Settled) return 0n;
    const fund = this._read(token, reading);
    return NavMath.equityDown(fund) === 0n ? 0n : NavMath.leverage(fund);
  }

  /** The largest deposit {collateral} that would succeed now, and the shares it mints; never reverts. */
  largestMint(token: FundViews): { assets: bigint; shares: bigint } {
    const none = { assets: 0n, shares: 0n };
    const assets = attempt(() => this.mintableAssets(token));
    if (assets === undefined) return none; // no valid price
    const shares = attempt(() => token.previewDeposit(assets));
    return shares === undefined || shares === 0n ? none : { assets, shares };
  }

  /** The most shares `owner` can redeem now, and the assets {collateral} they pay; never reverts. */
  largestRedeem(token: FundViews, owner: Address): { shares: bigint; assets: bigint } {
    const none = { shares: 0n, assets: 0n };
    const shares = attempt(() => this.redeemableShares(token, owner));
    if (shares === undefined) return none; // no valid price
    // It may cost all it is worth.
    const assets = attempt(() => token.previewRedeem(shares));
    return assets === undefined ? none : { shares, assets };
  }

  /** {collateral} The largest deposit by venue, capacity and leverage. Reverts when the price is not valid. */
  mintableAssets(token: FundViews): bigint {
    const reading = token.reading();
    const { state, targetLeverage, unit } = reading;
    if (state.phase === Phase.Settled || state.mintPaused) return 0n;
    const { position, room } = reading.account.snapshot(reading.market, token.address);
    if (position.halted) return 0n;
    const fund = this._fill(position, reading);
    if (NavMath.isWipedOut(fund)) return 0n;
    const target = abs(targetLeverage);
    let most = targetLeverage > 0n ? room.maxLong : room.maxShort;
    if (OrderMath.comesAtTarget(fund, targetLeverage)) {
      if (!NavMath.isTooSmall(fund)) return 0n;
      most = uint256(most * fund.price) / target;
    } else {
      if (abs(NavMath.leverage(fund)) > mulWadDown(target, reading.emergencyBand)) return 0n;
      most = div(uint256(most * fund.equity), abs(fund.size));
    }
    const capacity = (state.capacity * WAD) / unit;
    return min(saturatingSub(capacity, NavMath.equityUp(fund)), most / unit);
  }

  /**
   * {share} The most `owner` can redeem at once; none where the venue takes no reduction as small. Reverts when the price is
   * not valid.
   */
  redeemableShares(token: FundViews, owner: Address): bigint {
    const reading = token.reading();
    const { minted, state } = reading;
    let shares = token.balanceOf(owner);
    if (state.phase === Phase.Settled) return shares;
    const { position, room } = reading.account.snapshot(reading.market, token.address);
    if (position.halted) return 0n;
    const held = abs(position.size);
    if (room.maxReduction < held) shares = min(shares, mulDivDown(minted, room.maxReduction, held + 1n));
    if (room.minReduction === 0n || shares === minted) return shares;
    const { sizeDelta } = OrderMath.forRedeem(this._fill(position, reading), shares, state.redeemPpm);
    return abs(sizeDelta) < room.minReduction ? 0n : shares;
  }

  /** The fund as its account shows it. */
  private _read(token: FundViews, reading: TokenReading): Fund {
    return this._fill(reading.account.position(reading.market, token.address), reading);
  }

  private _fill(position: Position, reading: TokenReading): Fund {
    const { supply } = FeeMath.accrue(reading.state, reading.minted, this.chain.now);
    return NavMath.fill(position, reading.unit, supply, reading.virtualShares, reading.owed);
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
