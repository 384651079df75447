import type { Address } from "../Chain.js";
import { div, uint256 } from "../libraries/Checked.js";
import * as FeeMath from "../libraries/FeeMath.js";
import { mulDivDown, mulDivUp, WAD } from "../libraries/FixedPoint.js";
import { abs, min, saturatingSub } from "../libraries/Math.js";
import * as NavMath from "../libraries/NavMath.js";
import type { Fund } from "../libraries/NavMath.js";
import * as OrderMath from "../libraries/OrderMath.js";
import type { Order } from "../libraries/OrderMath.js";
import type { Circumstances, Decision } from "../libraries/Rebalance.js";
import * as RebalanceLogic from "../libraries/RebalanceLogic.js";
import { attempt, ModelRevert } from "../ModelRevert.js";
import type { Snapshot } from "../venue/VenueTypes.js";
import { FundState } from "./FundState.js";
import { Phase, type TokenState } from "./TokenTypes.js";

/** What a token says of itself: NAV, leverage, the views of ERC-4626 and the rebalance decision. */
export abstract class FundViews extends FundState {
  /** {usd/share} NAV of one whole token, WAD. */
  nav(): bigint {
    if (this._isSettled()) return this._share(this.settledAssets(), this._unit * WAD, this.totalSupply());
    return NavMath.navPerToken(this._readFund());
  }

  /** {1} Real leverage at index, signed WAD. */
  leverage(): bigint {
    if (this._isSettled()) return 0n;
    const fund = this._readFund();
    return NavMath.equityDown(fund) === 0n ? 0n : NavMath.leverage(fund);
  }

  /** What `rebalance()` would do now. Reverts when the price is not valid. */
  previewRebalance(): Decision {
    const current = this._current();
    if (current.phase === Phase.Settled) return RebalanceLogic.noDecision();
    const shot = this._snapshot();
    if (shot.halted) return RebalanceLogic.noDecision();
    const fund = this._fill(shot, this._accrue(current));
    const facts = this._circumstances(current, shot);
    return RebalanceLogic.decide(fund, this.targetLeverage, this.policy, facts, this.chain.now);
  }

  /** {collateral} */
  totalAssets(): bigint {
    if (this._isSettled()) return this.settledAssets();
    return NavMath.equityDown(this._readFund());
  }

  /** {share} For `assets` {collateral}. */
  previewDeposit(assets: bigint): bigint {
    const current = this._current();
    const { fund } = this._readForPreviewMint(current);
    return OrderMath.forDeposit(fund, this.targetLeverage, assets, current.mintPpm).shares;
  }

  /** {collateral} For `shares`. */
  previewMint(shares: bigint): bigint {
    const current = this._current();
    const { fund } = this._readForPreviewMint(current);
    return OrderMath.forMint(fund, this.targetLeverage, shares, current.mintPpm).assets;
  }

  /** {share} For `assets` {collateral}. */
  previewWithdraw(assets: bigint): bigint {
    const current = this._current();
    const fund = this._readForPreviewRedeem(current);
    return assets === 0n ? 0n : this._priceWithdraw(current, fund, assets).shares;
  }

  /** {collateral} For `shares`. */
  previewRedeem(shares: bigint): bigint {
    const current = this._current();
    const fund = this._readForPreviewRedeem(current);
    return this._priceRedeem(current, fund, shares).assets;
  }

  /** {collateral} */
  maxDeposit(): bigint {
    return this._maxOrder().assets;
  }

  /** {share} */
  maxMint(): bigint {
    return this._maxOrder().shares;
  }

  /** {share} */
  maxRedeem(owner: Address): bigint {
    const shares = this.balanceOf(owner);
    if (!this._isRedeemable()) return 0n;
    return attempt(() => this.previewRedeem(shares)) === undefined ? 0n : shares;
  }

  /** {collateral} */
  maxWithdraw(owner: Address): bigint {
    const shares = this.maxRedeem(owner);
    if (shares === 0n) return 0n;
    const assets = this.previewRedeem(shares);
    const burnt = attempt(() => this.previewWithdraw(assets));
    return burnt !== undefined && burnt <= shares ? assets : 0n;
  }

  /** {share} */
  convertToShares(assets: bigint): bigint {
    if (this._isSettled()) return this._share(assets, this.totalSupply(), this.settledAssets());
    return NavMath.toSharesDown(this._readFund(), assets);
  }

  /** {collateral} */
  convertToAssets(shares: bigint): bigint {
    if (this._isSettled()) return this._share(shares, this.settledAssets(), this.totalSupply());
    const fund = this._readFund();
    return NavMath.isWipedOut(fund) ? 0n : NavMath.toAssetsDown(fund, shares);
  }

  protected _isSettled(): boolean {
    return this._state.phase === Phase.Settled;
  }

  protected _readForPreviewMint(current: TokenState): { fund: Fund; halted: boolean } {
    if (current.phase === Phase.Settled) throw new ModelRevert("LeveragedToken_Settled");
    const read = this._read(current);
    if (NavMath.isWipedOut(read.fund)) throw new ModelRevert("LeveragedToken_WipedOut");
    return read;
  }

  /** There is no fund to read, and none is needed, once settled. */
  protected _readForPreviewRedeem(current: TokenState): Fund | undefined {
    if (current.phase === Phase.Settled) return undefined;
    const { fund } = this._read(current);
    if (NavMath.isWipedOut(fund)) current.phase = Phase.Settled;
    return fund;
  }

  protected _priceRedeem(current: TokenState, fund: Fund | undefined, shares: bigint): Order {
    const minted = this.totalSupply();
    if (current.phase === Phase.Settled || fund === undefined) {
      return { ...OrderMath.noOrder(), shares, assets: this._share(shares, this.settledAssets(), minted) };
    }
    return shares === minted
      ? OrderMath.forLastRedeem(fund, shares)
      : OrderMath.forRedeem(fund, shares, current.redeemPpm);
  }

  protected _priceWithdraw(current: TokenState, fund: Fund | undefined, assets: bigint): Order {
    const minted = this.totalSupply();
    if (current.phase === Phase.Settled || fund === undefined) {
      const left = this.settledAssets();
      const shares = assets < left ? mulDivUp(assets, minted, left) : minted;
      // All shares for less than everything would leave the rest to whoever comes next, for none.
      if (shares === minted && assets !== left) throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
      return { ...OrderMath.noOrder(), shares, assets };
    }
    const order = OrderMath.forWithdraw(fund, assets, current.redeemPpm);
    if (order !== undefined && order.shares < minted) return order;
    // Only leaving altogether reaches the last bit, as it pays no fee; for less it would forfeit the rest.
    const last = OrderMath.forLastRedeem(fund, minted);
    const fee = FeeMath.feeUp(NavMath.toAssetsDown(fund, minted), current.redeemPpm);
    if (last.assets < assets || last.assets - assets > fee + 1n) {
      throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
    }
    last.assets = assets;
    return last;
  }

  /** The largest mint that would succeed now, or an empty order. */
  protected _maxOrder(): Order {
    const none = OrderMath.noOrder();
    const current = this._current();
    if (current.phase === Phase.Settled || current.mintPaused) return none;
    const supply = this._accrue(current);
    const shot = this._trySnapshot();
    if (shot === undefined) return none;
    const fund = this._fill(shot, supply);
    let room = this.targetLeverage > 0n ? shot.maxLong : shot.maxShort;
    if (shot.halted) return none;
    if (NavMath.isDust(fund)) {
      room = uint256(room * shot.price) / abs(this.targetLeverage);
    } else {
      const isTooHigh = abs(NavMath.leverage(fund)) > this._emergencyLeverage();
      if (NavMath.isWipedOut(fund) || fund.size === 0n || isTooHigh) return none;
      room = div(uint256(room * fund.equity), abs(fund.size));
    }
    const most = min(saturatingSub(this._limits.capacity, NavMath.equityUp(fund)), room / this._unit);
    const largest = OrderMath.forDeposit(fund, this.targetLeverage, most, current.mintPpm);
    return largest.shares === 0n ? none : largest;
  }

  protected _isRedeemable(): boolean {
    if (this._isSettled()) return true;
    const shot = this._trySnapshot();
    return shot !== undefined && !shot.halted;
  }

  /** What {@link RebalanceLogic.decide} judges by beside the fund. */
  protected _circumstances(current: TokenState, shot: Snapshot): Circumstances {
    return {
      maxTrade: this._limits.maxTrade,
      maxLong: shot.maxLong,
      maxShort: shot.maxShort,
      winnable: shot.winnable,
      winnableIfMarked: shot.winnableIfMarked,
      rebalancedAt: current.rebalancedAt,
      unfinished: current.phase === Phase.Unfinished,
      priceUpdatedAt: shot.priceUpdatedAt,
    };
  }

  /** Part of a settled token's pro rata: amount * whole / base, rounded down, 0 of nothing. */
  private _share(amount: bigint, whole: bigint, base: bigint): bigint {
    return base === 0n ? 0n : mulDivDown(amount, whole, base);
  }
}
