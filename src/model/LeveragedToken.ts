import type { Address } from "./Chain.js";
import { MAX_UINT256, toInt256, uint256 } from "./libraries/Checked.js";
import * as FeeMath from "./libraries/FeeMath.js";
import type { Fees } from "./libraries/FeeMath.js";
import { WAD } from "./libraries/FixedPoint.js";
import { abs, min } from "./libraries/Math.js";
import * as NavMath from "./libraries/NavMath.js";
import type { Fund } from "./libraries/NavMath.js";
import * as OrderMath from "./libraries/OrderMath.js";
import type { Order } from "./libraries/OrderMath.js";
import { Action } from "./libraries/Rebalance.js";
import * as RebalanceLogic from "./libraries/RebalanceLogic.js";
import * as TokenRules from "./libraries/TokenRules.js";
import { ModelRevert } from "./ModelRevert.js";
import { FundViews } from "./token/FundViews.js";
import { Phase, type Limits, type TokenConfig, type TokenState } from "./token/TokenTypes.js";
import { PPM } from "./venue/VenueState.js";

/**
 * The token. {@link FundState} is what it holds and how that is read, {@link FundViews} what it says of itself; here is
 * what changes something. Whoever calls on chain is the parameter `sender` here. Allowances, reentrancy and roles are not
 * modelled: an owner is whoever is named. Governance goes through the token itself, with what the factory checks.
 */
export class LeveragedToken extends FundViews {
  constructor(config: TokenConfig) {
    super(config);
    if (!FeeMath.withinCaps(config.fees)) throw new ModelRevert("LeveragedToken_FeeAboveCap", [valuesOf(config.fees)]);
  }

  // ---------------------------------------------------------------- subscription

  /** Mints for exactly `assets` {collateral}, or reverts when that is less than `minShares`; returns the shares. */
  deposit(sender: Address, assets: bigint, receiver: Address, minShares = 0n): bigint {
    return this.chain.transact(() => {
      const current = this._current();
      const fund = this._readForMint(current);
      const order = OrderMath.forDeposit(fund, this.targetLeverage, assets, current.mintPpm);
      if (order.shares < minShares) throw new ModelRevert("LeveragedToken_BelowMinimum", [order.shares, minShares]);
      this._subscribe(sender, current, fund, order, receiver);
      return order.shares;
    });
  }

  /** Mints exactly `shares`, or reverts when that costs more than `maxAssets`; returns the {collateral} paid. */
  mint(sender: Address, shares: bigint, receiver: Address, maxAssets = MAX_UINT256): bigint {
    return this.chain.transact(() => {
      const current = this._current();
      const fund = this._readForMint(current);
      const order = OrderMath.forMint(fund, this.targetLeverage, shares, current.mintPpm);
      if (order.assets > maxAssets) {
        throw new ModelRevert("LeveragedToken_AboveMaximumAssets", [order.assets, maxAssets]);
      }
      this._subscribe(sender, current, fund, order, receiver);
      return order.assets;
    });
  }

  private _subscribe(sender: Address, current: TokenState, fund: Fund, order: Order, receiver: Address): void {
    if (order.shares === 0n) throw new ModelRevert("LeveragedToken_ZeroAmount");
    const grown = uint256(NavMath.equityUp(fund) + order.assets);
    const { capacity } = this._limits;
    if (grown > capacity) throw new ModelRevert("LeveragedToken_CapacityExceeded", [grown, capacity]);

    if (this._isSpent(fund)) {
      this.venue.close(this.address, this.market);
      fund.size = 0n;
    }
    const equity = this._trade(order.sizeDelta, toInt256(order.assets), this._noLimit(order), this.address, sender);

    if (NavMath.isDust(fund)) current.rebalancedAt = this.chain.now; // it opens on target
    this._write(current);
    this._mint(receiver, order.shares);
    this.chain.emit(this.address, "Deposit", sender, receiver, order.assets, order.shares);
    const size = fund.size + order.sizeDelta;
    const supply = fund.supply + order.shares;
    this.chain.emit(this.address, "Subscribed", order.cost, order.fee, fund.price, size, equity, supply);
  }

  // ---------------------------------------------------------------- redemption

  /** Redeems exactly `shares`, or reverts when that pays less than `minAssets`; returns the {collateral} paid out. */
  redeem(sender: Address, shares: bigint, receiver: Address, owner: Address = sender, minAssets = 0n): bigint {
    return this.chain.transact(() => {
      if (shares === 0n) throw new ModelRevert("LeveragedToken_ZeroAmount");
      const current = this._current();
      const fund = this._readForRedeem(current);
      const order = this._priceRedeem(current, fund, shares);
      if (order.assets < minAssets) throw new ModelRevert("LeveragedToken_BelowMinimum", [order.assets, minAssets]);
      this._redeem(sender, current, fund, order, receiver, owner);
      return order.assets;
    });
  }

  /** Withdraws exactly `assets` {collateral}, or reverts when that burns more than `maxShares`; returns the shares. */
  withdraw(
    sender: Address,
    assets: bigint,
    receiver: Address,
    owner: Address = sender,
    maxShares = MAX_UINT256,
  ): bigint {
    return this.chain.transact(() => {
      if (assets === 0n) throw new ModelRevert("LeveragedToken_ZeroAmount");
      const current = this._current();
      const fund = this._readForRedeem(current);
      const order = this._priceWithdraw(current, fund, assets);
      if (order.shares > maxShares) {
        throw new ModelRevert("LeveragedToken_AboveMaximumShares", [order.shares, maxShares]);
      }
      this._redeem(sender, current, fund, order, receiver, owner);
      return order.shares;
    });
  }

  private _redeem(
    sender: Address,
    current: TokenState,
    fund: Fund | undefined,
    order: Order,
    receiver: Address,
    owner: Address,
  ): void {
    const isLast = order.shares === this.totalSupply();
    this._burn(owner, order.shares);
    this.chain.emit(this.address, "Withdraw", sender, receiver, owner, order.assets, order.shares);
    if (current.phase === Phase.Settled || fund === undefined) {
      const settled = this.chain.keep(this._settled);
      settled.assets = uint256(settled.assets - order.assets);
      this.venue.collateral.transfer(this.address, receiver, order.assets);
      return;
    }
    let equity: bigint;
    if (order.cost > NavMath.equityDown(fund) || this._isSpent(fund)) {
      // An account that cannot pay for closing its position is closed by the venue, with nothing left.
      equity = this.venue.close(this.address, this.market);
      fund.size = -order.sizeDelta;
    } else {
      equity = this._trade(order.sizeDelta, -toInt256(order.assets), this._noLimit(order), receiver);
    }
    let supply = fund.supply - order.shares;
    if (isLast) {
      this._closeEmpty(fund, supply, equity);
      current.pendingFeeShares = 0n;
      current.phase = Phase.Active;
      equity = 0n;
      supply = 0n;
    }
    this._write(current);
    const size = fund.size + order.sizeDelta;
    this.chain.emit(this.address, "Redeemed", order.cost, order.fee, fund.price, size, equity, supply);
  }

  /**
   * The last holder has left: what pending fee shares are worth is paid to the collector in collateral, the dust goes to
   * the venue's insurance, and the next first minter starts clean.
   */
  private _closeEmpty(fund: Fund, pendingShares: bigint, equity: bigint): void {
    if (equity === 0n) return;
    const owed = min(NavMath.toAssetsDown(fund, pendingShares), equity);
    let left = equity;
    if (owed !== 0n) left = this._trade(0n, -owed, 0n, this.feeCollector);
    if (left !== 0n) this.venue.forfeit(this.address, this.market);
  }

  // ---------------------------------------------------------------- rebalance and settlement

  /** Trades the fund back to its target when that is due; an emergency pays `sender` a tip. */
  rebalance(sender: Address): void {
    this.chain.transact(() => {
      const current = this._current();
      if (current.phase === Phase.Settled) throw new ModelRevert("LeveragedToken_Settled");
      const shot = this._snapshot();
      if (shot.halted) throw new ModelRevert("FuturesVenue_MarketHalted", [this.market]);
      const fund = this._fill(shot, this._accrue(current));
      const facts = this._circumstances(current, shot);
      const decision = RebalanceLogic.decide(fund, this.targetLeverage, this.policy, facts, this.chain.now);
      if (decision.action === Action.None) {
        throw new ModelRevert("LeveragedToken_NotDue", [decision.dueAt, NavMath.leverage(fund)]);
      }
      if (decision.action === Action.Settle) {
        this._settle(current);
        return;
      }
      const equity = this._trade(decision.sizeDelta, -decision.tip, decision.limitPrice, sender);
      current.rebalancedAt = this.chain.now;
      current.phase = decision.complete ? Phase.Active : Phase.Unfinished;
      this._write(current);
      this.chain.emit(
        this.address,
        "Rebalanced",
        BigInt(decision.reason),
        decision.sizeDelta,
        decision.complete,
        uint256(NavMath.equityDown(fund) - equity - decision.tip),
        decision.tip,
        fund.price,
        fund.size + decision.sizeDelta,
        equity,
        fund.supply,
      );
    });
  }

  /** Settles a fund whose equity is gone, or whose market has been dead for its outage delay. */
  settle(): void {
    this.chain.transact(() => {
      const current = this._current();
      if (current.phase === Phase.Settled) throw new ModelRevert("LeveragedToken_Settled");
      const supply = this._accrue(current);
      const shot = this._trySnapshot();
      if (shot !== undefined) {
        const fund = this._fill(shot, supply);
        if (!shot.halted && !NavMath.isWipedOut(fund)) {
          throw new ModelRevert("LeveragedToken_NotSettleable", [NavMath.equityDown(fund)]);
        }
      }
      this._settle(current);
    });
  }

  /** Closes the position and settles, or reverts when less than `minAssets` {collateral} is left. */
  windDown(minAssets: bigint): void {
    this.chain.transact(() => {
      const current = this._current();
      if (current.phase === Phase.Settled) throw new ModelRevert("LeveragedToken_Settled");
      this._accrue(current);
      this._settle(current);
      if (this.settledAssets() < minAssets) {
        throw new ModelRevert("LeveragedToken_BelowMinimum", [this.settledAssets(), minAssets]);
      }
    });
  }

  /** Closes the account and takes its money home, so that redemption depends on nothing any more. */
  private _settle(current: TokenState): void {
    this.chain.keep(this._settled).assets = this.venue.close(this.address, this.market);
    this._collectFees(current);
    current.phase = Phase.Settled;
    this._write(current);
    this.chain.emit(this.address, "Settled", this.settledAssets(), this.totalSupply());
  }

  // ---------------------------------------------------------------- fees and governance

  /** Mints the pending management-fee shares to the collector; returns them. */
  collectFees(): bigint {
    return this.chain.transact(() => {
      const current = this._current();
      this._accrue(current);
      const shares = this._collectFees(current);
      this._write(current);
      return shares;
    });
  }

  /** Sets the fees as the factory does; the old management fee accrues first. */
  setFees(fees: Fees): void {
    this.chain.transact(() => {
      const { oracle, takerFeePpm } = this.venue.marketState(this.market).trading;
      TokenRules.validateFees(this.targetLeverage, fees, takerFeePpm * (WAD / PPM), oracle.deviationThreshold);
      const current = this._current();
      this._accrue(current);
      if (!FeeMath.withinCaps(fees)) throw new ModelRevert("LeveragedToken_FeeAboveCap", [valuesOf(fees)]);
      this._write({ ...current, ...fees });
      this.chain.emit(this.address, "FeesSet", valuesOf(fees));
    });
  }

  /** Sets capacity and trade size. */
  setLimits(limits: Limits): void {
    this.chain.transact(() => {
      this.chain.write(this._limits, limits);
      this.chain.emit(this.address, "LimitsSet", [limits.capacity, limits.maxTrade]);
    });
  }

  /** Pauses or unpauses minting. */
  setMintPaused(mintPaused: boolean): void {
    this.chain.transact(() => {
      this.chain.write(this._state, { mintPaused });
      this.chain.emit(this.address, "MintPausedSet", mintPaused);
    });
  }

  private _collectFees(current: TokenState): bigint {
    const shares = current.pendingFeeShares;
    if (shares === 0n) return 0n;
    current.pendingFeeShares = 0n;
    this._mint(this.feeCollector, shares);
    this.chain.emit(this.address, "FeesCollected", this.feeCollector, shares);
    return shares;
  }

  // ---------------------------------------------------------------- reading and trading

  private _readForMint(current: TokenState): Fund {
    const { fund, halted } = this._readForPreviewMint(current);
    if (current.mintPaused) throw new ModelRevert("LeveragedToken_MintPaused");
    if (halted) throw new ModelRevert("FuturesVenue_MarketHalted", [this.market]);
    if (NavMath.isDust(fund)) return fund;
    if (fund.size === 0n) throw new ModelRevert("LeveragedToken_NoPosition", [NavMath.equityDown(fund)]);
    const maximum = this._emergencyLeverage();
    const real = NavMath.leverage(fund);
    if (abs(real) > maximum) throw new ModelRevert("LeveragedToken_LeverageTooHigh", [real, maximum]);
    return fund;
  }

  /** A redeem is the first call that may see that equity is gone; then it settles, and pays what settling left. */
  private _readForRedeem(current: TokenState): Fund | undefined {
    if (current.phase === Phase.Settled) return undefined;
    const { fund } = this._read(current);
    if (NavMath.isWipedOut(fund)) this._settle(current);
    return fund;
  }

  /** Whether a position is left that has no unit of equity behind it; only a fund of dust gets here unsettled. */
  private _isSpent(fund: Fund): boolean {
    return fund.size !== 0n && NavMath.equityDown(fund) === 0n;
  }

  /** The only limit on the price of a holder's trade is the holder's own, on assets or shares. */
  private _noLimit(order: Order): bigint {
    return order.sizeDelta > 0n ? MAX_UINT256 : 0n;
  }

  /** {collateral} Equity after the trade. */
  private _trade(
    sizeDelta: bigint,
    marginDelta: bigint,
    limitPrice: bigint,
    receiver: Address,
    payer: Address = this.address,
  ): bigint {
    return this.venue.trade(this.address, this.market, sizeDelta, marginDelta, limitPrice, receiver, payer);
  }
}

function valuesOf(fees: Fees): bigint[] {
  return [fees.managementPpmPerYear, fees.mintPpm, fees.redeemPpm];
}
