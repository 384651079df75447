import type { Address } from "../Chain.js";
import { mulDivDown, mulDivUp, WAD } from "../libraries/FixedPoint.js";
import * as NavMath from "../libraries/NavMath.js";
import type { Fund } from "../libraries/NavMath.js";
import * as OrderMath from "../libraries/OrderMath.js";
import type { Order } from "../libraries/OrderMath.js";
import type { Decision } from "../libraries/Rebalance.js";
import { attempt, ModelRevert } from "../ModelRevert.js";
import type { Position } from "../venue/VenueTypes.js";
import { Debts } from "./Debts.js";
import { Phase, type TokenState } from "./TokenTypes.js";

/**
 * What a token says of itself: NAV, leverage, the views of ERC-4626 and the rebalance decision. The functions that price a
 * redeem or decide a rebalance are the ones the actions execute. The venue of the model quotes exactly, so that previews
 * price with its curve alone.
 */
export abstract class FundViews extends Debts {
  /** {usd/share} NAV of one whole token, WAD. */
  nav(): bigint {
    return this.desk.nav(this);
  }

  /** {1} Real leverage at index, signed WAD. */
  leverage(): bigint {
    return this.desk.leverage(this);
  }

  /** What `rebalance()` would do now. Reverts when the price is not valid. */
  previewRebalance(): Decision {
    return this.desk.decide(this).decision;
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
    return this.desk.largestMint(this).assets;
  }

  /** {share} */
  maxMint(): bigint {
    return this.desk.largestMint(this).shares;
  }

  /** {share} */
  maxRedeem(owner: Address): bigint {
    return this.desk.largestRedeem(this, owner).shares;
  }

  /** {collateral} */
  maxWithdraw(owner: Address): bigint {
    const { assets } = this.desk.largestRedeem(this, owner);
    // What shares pay is not always an amount that can be asked for.
    const burnt = attempt(() => this.previewWithdraw(assets));
    return burnt !== undefined && burnt <= this.balanceOf(owner) ? assets : 0n;
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

  protected _readForPreviewMint(current: TokenState): { fund: Fund; position: Position } {
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
    const price = shares === minted ? OrderMath.forLastRedeem : OrderMath.forRedeem;
    return price(fund, shares, current.redeemPpm);
  }

  protected _priceWithdraw(current: TokenState, fund: Fund | undefined, assets: bigint): Order {
    const minted = this.totalSupply();
    if (current.phase === Phase.Settled || fund === undefined) {
      const left = this.settledAssets();
      const shares = assets < left ? mulDivUp(assets, minted, left) : minted;
      // All shares for less than everything would leave the rest to the next holder, for none.
      if (shares === minted && assets !== left) throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
      return { ...OrderMath.noOrder(), shares, assets };
    }
    const order = OrderMath.forWithdraw(fund, assets, current.redeemPpm);
    if (order === undefined) throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
    if (order.shares < minted) return order;
    // Rounding may ask for more shares than there are where leaving altogether pays enough.
    const last = OrderMath.forLastRedeem(fund, minted, current.redeemPpm);
    if (last.assets < assets) throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
    return { ...last, assets };
  }

  /** {collateral} */
  protected _capacity(current: Readonly<TokenState>): bigint {
    return (current.capacity * WAD) / this._unit;
  }

  /** Part of a settled token's pro rata: amount * whole / base, rounded down, 0 of nothing. */
  private _share(amount: bigint, whole: bigint, base: bigint): bigint {
    return base === 0n ? 0n : mulDivDown(amount, whole, base);
  }
}
