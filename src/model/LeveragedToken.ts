import type { Address } from "./Chain.js";
import { ZERO_ADDRESS } from "./ERC20.js";
import { MAX_UINT256, toInt256, uint256 } from "./libraries/Checked.js";
import * as FeeMath from "./libraries/FeeMath.js";
import type { Fees } from "./libraries/FeeMath.js";
import { WAD } from "./libraries/FixedPoint.js";
import { abs, saturatingSub } from "./libraries/Math.js";
import * as NavMath from "./libraries/NavMath.js";
import type { Fund, FundMark } from "./libraries/NavMath.js";
import * as OrderMath from "./libraries/OrderMath.js";
import type { Order } from "./libraries/OrderMath.js";
import { Action, Blocker, type Decision } from "./libraries/Rebalance.js";
import * as Reports from "./libraries/Reports.js";
import * as TokenRules from "./libraries/TokenRules.js";
import { ModelRevert } from "./ModelRevert.js";
import { FundViews } from "./token/FundViews.js";
import { Phase, type Limits, type TokenConfig, type TokenState } from "./token/TokenTypes.js";
import type { Fill, Position } from "./venue/VenueTypes.js";

const MAX_UINT80 = (1n << 80n) - 1n;

/**
 * The token. {@link FundState} is what it holds and how that is read, {@link FundViews} what it says of itself; here is
 * what changes something. The caller on chain is the parameter `sender` here. Allowances, reentrancy, gas and roles are
 * not modelled: an owner is the one who is named. Governance goes through the token itself, with what the factory checks.
 */
export class LeveragedToken extends FundViews {
  constructor(config: TokenConfig) {
    super(config);
    _requireWithinCaps(config.fees);
  }

  // ---------------------------------------------------------------- subscription

  /** Mints for exactly `assets` {collateral}, or reverts when that is less than `minShares`; returns the shares. */
  deposit(sender: Address, assets: bigint, receiver: Address, minShares = 0n): bigint {
    return this.chain.transact(() => {
      const current = this._unsettled();
      const { fund, position } = this._readForMint(current);
      const priced = OrderMath.forDeposit(fund, this.targetLeverage, assets, current.mintPpm);
      const fill = this._grow(sender, position, fund, priced, assets, false, assets);
      const order = OrderMath.withCostOfDeposit(priced, fund, fill.cost, current.mintPpm);
      if (order.shares < minShares) throw new ModelRevert("LeveragedToken_BelowMinimum", [order.shares, minShares]);
      this._requireBooks(position, fill, assets - fill.cost);
      this._subscribe(sender, current, fund, order, fill, receiver);
      return order.shares;
    });
  }

  /**
   * Mints exactly `shares`, or reverts when that costs more than `maxAssets`, without which it is what `previewMint` says;
   * returns the {collateral} paid.
   */
  mint(sender: Address, shares: bigint, receiver: Address, maxAssets = MAX_UINT256): bigint {
    return this.chain.transact(() => {
      const current = this._unsettled();
      const { fund, position } = this._readForMint(current);
      const priced = OrderMath.forMint(fund, this.targetLeverage, shares, current.mintPpm);
      const mostPaid = maxAssets === MAX_UINT256 ? priced.assets : maxAssets;
      const fill = this._grow(sender, position, fund, priced, priced.value, true, mostPaid);
      const order = OrderMath.withCostOfMint(priced, fill.cost);
      this._requireBooks(position, fill, order.value);
      this._subscribe(sender, current, fund, order, fill, receiver);
      return order.assets;
    });
  }

  /** Adds to the position, for `pay` {collateral} of the payer's, the cost on top of it or out of it. */
  private _grow(
    payer: Address,
    position: Position,
    fund: Fund,
    order: Order,
    pay: bigint,
    moverPaysCost: boolean,
    mostPaid: bigint,
  ): Fill {
    if (this._isSpent(position)) {
      this.account.close(this.address, this.market);
      fund.size = 0n;
    }
    const payMargin = (amount: bigint) => {
      if (amount > mostPaid) throw new ModelRevert("LeveragedToken_AboveMaximumAssets", [amount, mostPaid]);
      this.venue.collateral.transfer(payer, this.account.address, amount);
    };
    return this._trade(order.sizeDelta, pay, 0n, moverPaysCost, this.address, payMargin);
  }

  private _subscribe(
    sender: Address,
    current: TokenState,
    fund: Fund,
    order: Order,
    fill: Fill,
    receiver: Address,
  ): void {
    if (order.shares === 0n) throw new ModelRevert("LeveragedToken_ZeroAmount");
    const [equity, capacity] = [this._lessDebts(current, fill.equity), (current.capacity * WAD) / this._unit];
    if (equity > capacity) throw new ModelRevert("LeveragedToken_CapacityExceeded", [equity, capacity]);
    if (NavMath.isUnopened(fund)) current.rebalancedAt = this.chain.now; // it opens on target
    this._countFees(current, fund.supply - this.totalSupply() + order.feeShares);
    this._write(current);
    this._mint(receiver, order.shares);
    this.chain.emit(this.address, "Deposit", sender, receiver, order.assets, order.shares);
    const size = fund.size + order.sizeDelta;
    const supply = fund.supply + order.shares + order.feeShares;
    this.chain.emit(this.address, "Subscribed", order.cost, order.feeShares, fund.price, size, equity, supply);
  }

  // ---------------------------------------------------------------- redemption

  /** Redeems exactly `shares`, or reverts when that pays less than `minAssets`; returns the {collateral} paid out. */
  redeem(sender: Address, shares: bigint, receiver: Address, owner: Address = sender, minAssets = 0n): bigint {
    return this.chain.transact(() => {
      if (shares === 0n) throw new ModelRevert("LeveragedToken_ZeroAmount");
      const current = this._current();
      const { fund, position } = this._readForRedeem(current);
      let order =
        fund === undefined
          ? this.desk.orderFor(this, "Redeem", shares)
          : OrderMath.forRedeemOf(fund, shares, this.totalSupply(), current.redeemPpm);
      if (fund === undefined) {
        this._payOut(sender, order, receiver, owner);
      } else {
        const fill = this._trade(order.sizeDelta, 0n, order.value, true, receiver);
        order = OrderMath.withCostOfRedeem(order, fill.cost);
        this._requireBooks(position, fill, -order.value);
        this._release(sender, current, fund, order, fill, receiver, owner);
      }
      if (order.assets < minAssets) throw new ModelRevert("LeveragedToken_BelowMinimum", [order.assets, minAssets]);
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
      const { fund, position } = this._readForRedeem(current);
      let order =
        fund === undefined
          ? this.desk.orderFor(this, "Withdraw", assets)
          : OrderMath.forWithdrawOf(fund, assets, this.totalSupply(), current.redeemPpm);
      if (fund === undefined) {
        this._payOut(sender, order, receiver, owner);
      } else {
        const fill = this._trade(order.sizeDelta, 0n, assets, false, receiver);
        this._requireBooks(position, fill, -assets - fill.cost);
        // The last holder has all shares burnt; what the cost leaves is the collector's.
        if (order.shares !== this.totalSupply()) {
          order = OrderMath.withCostOfWithdraw(order, fund, fill.cost, current.redeemPpm);
        }
        this._release(sender, current, fund, order, fill, receiver, owner);
      }
      if (order.shares > maxShares) {
        throw new ModelRevert("LeveragedToken_AboveMaximumShares", [order.shares, maxShares]);
      }
      return order.shares;
    });
  }

  private _release(
    sender: Address,
    current: TokenState,
    fund: Fund,
    order: Order,
    fill: Fill,
    receiver: Address,
    owner: Address,
  ): void {
    const isLast = order.shares === this.totalSupply();
    let equity = this._lessDebts(current, fill.equity);
    let supply = fund.supply + order.feeShares - order.shares;
    if (!isLast) this._countFees(current, fund.supply - this.totalSupply() + order.feeShares);
    this._burnFrom(sender, order, receiver, owner);
    if (isLast) {
      // Fee shares, pending or just kept back, are all that is left: they are paid in collateral, and the next first
      // minter starts clean.
      this._payOrOwe(current, this.feeCollector, equity);
      current.pendingFeeShares = 0n;
      current.feesAccruedAt = this.chain.now;
      current.phase = Phase.Active;
      equity = 0n;
      supply = 0n;
    }
    this._write(current);
    const size = fund.size + order.sizeDelta;
    this.chain.emit(this.address, "Redeemed", order.cost, order.feeShares, fund.price, size, equity, supply);
  }

  /** Of a settled token, which holds its money itself. */
  private _payOut(sender: Address, order: Order, receiver: Address, owner: Address): void {
    this._burnFrom(sender, order, receiver, owner);
    const money = this.chain.keep(this._money);
    money.settledAssets = uint256(money.settledAssets - order.assets);
    this.venue.collateral.transfer(this.address, receiver, order.assets);
  }

  private _burnFrom(sender: Address, order: Order, receiver: Address, owner: Address): void {
    this._burn(owner, order.shares);
    this.chain.emit(this.address, "Withdraw", sender, receiver, owner, order.assets, order.shares);
  }

  // ---------------------------------------------------------------- rebalance and settlement

  /** Trades the fund back to its target when that is due; an emergency pays `sender` a tip. */
  rebalance(sender: Address): void {
    this.chain.transact(() => {
      const current = this._unsettled();
      const { mark, decision } = this.desk.decide(this);
      const { action, blocker, dueAt } = decision;
      if (action === Action.None) throw new ModelRevert("LeveragedToken_NotDue", [dueAt, mark.leverage]);
      if (action === Action.Settle) {
        this._settle(current);
        return;
      }
      if (action === Action.Blocked) {
        if (dueAt > this.chain.now) {
          const { blockedSince } = this._rebalancing;
          throw new ModelRevert("LeveragedToken_Blocked", [BigInt(blocker), blockedSince, dueAt]);
        }
        this._report(decision, blocker);
        return;
      }
      const { sizeDelta, maxCost } = decision;
      const fill = this.chain.tryCall(() =>
        this.account.trade(this.address, this.market, sizeDelta, 0n, 0n, false, maxCost, ZERO_ADDRESS),
      );
      if (fill === undefined) this._report(decision, Blocker.Refused);
      else this._rebalanced(sender, current, mark, decision, fill);
    });
  }

  private _rebalanced(sender: Address, current: TokenState, mark: FundMark, decision: Decision, fill: Fill): void {
    if (fill.equity + decision.maxCost < fill.equityBefore) {
      throw new ModelRevert("LeveragedToken_CostAboveBound", [fill.equityBefore - fill.equity, decision.maxCost]);
    }
    const supply = this._accrueFees(current);
    // Marking trades nothing, so what is due or blocked stays so.
    if (decision.sizeDelta !== 0n) {
      current.rebalancedAt = this.chain.now;
      current.phase = decision.complete ? Phase.Active : Phase.Unfinished;
      this._forget(decision.tip, mark.equity);
    }
    const equity = saturatingSub(this._lessDebts(current, fill.equity), decision.tip);
    this._payOrOwe(current, sender, decision.tip);
    this._write(current);
    this.chain.emit(
      this.address,
      "Rebalanced",
      BigInt(decision.reason),
      decision.sizeDelta,
      decision.complete,
      fill.cost,
      decision.tip,
      mark.price,
      mark.size + decision.sizeDelta,
      equity,
      supply,
    );
  }

  /** Takes note that a due trade cannot be done. */
  private _report(decision: Decision, blocker: Blocker): void {
    const known = this.chain.keep(this._rebalancing);
    Reports.note(known, blocker, this.chain.now);
    this.chain.emit(
      this.address,
      "RebalanceBlocked",
      BigInt(decision.reason),
      BigInt(blocker),
      decision.sizeDelta,
      decision.maxCost,
      known.blockedSince,
    );
  }

  /** Forgets what blocked, and counts a tip of `tip` out of `equity` {collateral}. */
  private _forget(tip: bigint, equity: bigint): void {
    const known = this.chain.keep(this._rebalancing);
    Reports.forget(known);
    if (tip !== 0n) Reports.countTip(known, tip, equity, this.chain.now);
  }

  /** Settles a fund whose equity is gone, or whose market has been dead, or has refused reductions, for its outage delay. */
  settle(): void {
    this.chain.transact(() => {
      const current = this._unsettled();
      this.desk.requireSettleable(this);
      this._settle(current);
    });
  }

  /** Tries to trade `sizeDelta` {base} at any cost, and reverts in each case. */
  probe(sizeDelta: bigint): never {
    this._trade(sizeDelta, 0n, 0n, false, ZERO_ADDRESS);
    throw new ModelRevert("LeveragedToken_Probed");
  }

  /** Closes the position and settles, or reverts when less than `minAssets` {collateral} is left. */
  windDown(minAssets: bigint): void {
    this.chain.transact(() => {
      const current = this._unsettled();
      this._settle(current);
      const left = this.settledAssets();
      if (left < minAssets) throw new ModelRevert("LeveragedToken_BelowMinimum", [left, minAssets]);
    });
  }

  /** Closes the account and takes its money home, so that redemption depends on nothing any more. */
  private _settle(current: TokenState): void {
    const settledAssets = this._lessDebts(current, this.account.close(this.address, this.market));
    this.chain.write(this._money, { settledAssets });
    this._accrueFees(current);
    this._collectFees(current);
    current.phase = Phase.Settled;
    this._write(current);
    this.chain.emit(this.address, "Settled", settledAssets, this.totalSupply());
  }

  // ---------------------------------------------------------------- fees and governance

  /** Mints the pending fee shares to the collector; returns them. */
  collectFees(): bigint {
    return this.chain.transact(() => {
      const current = this._current();
      this._accrueFees(current);
      const shares = this._collectFees(current);
      this._write(current);
      return shares;
    });
  }

  /** Sets the fees as the factory does; the old management fee accrues first. */
  setFees(fees: Readonly<Fees>): void {
    this.chain.transact(() => {
      TokenRules.validateFees(this.targetLeverage, fees, this.policy, this.venue.terms(this.market));
      const current = this._current();
      this._accrueFees(current);
      _requireWithinCaps(fees);
      this._write({ ...current, ...fees });
      this.chain.emit(this.address, "FeesSet", _valuesOf(fees));
    });
  }

  /** Sets capacity and trade size as the factory does. */
  setLimits({ capacity, maxTrade }: Readonly<Limits>): void {
    this.chain.transact(() => {
      TokenRules.validateLimits({ capacity, maxTrade });
      this.chain.write(this._state, { capacity });
      this.chain.write(this._rebalancing, { maxTrade });
      this.chain.emit(this.address, "LimitsSet", [capacity, maxTrade]);
    });
  }

  /** Pauses or unpauses minting. */
  setMintPaused(mintPaused: boolean): void {
    this.chain.transact(() => {
      this.chain.write(this._state, { mintPaused });
      this.chain.emit(this.address, "MintPausedSet", mintPaused);
    });
  }

  /** Counts the management fee to now; returns the {share} minted and pending. */
  private _accrueFees(current: TokenState): bigint {
    const { supply, pending } = this._accrue(current);
    this._countFees(current, pending);
    return supply;
  }

  /** Takes note of the collector's `pending` {share}; what does not fit the slot is minted. */
  private _countFees(current: TokenState, pending: bigint): void {
    current.feesAccruedAt = this.chain.now;
    current.pendingFeeShares = pending <= MAX_UINT80 ? pending : 0n;
    if (pending > MAX_UINT80) this._mintFees(pending);
  }

  private _collectFees(current: TokenState): bigint {
    const shares = current.pendingFeeShares;
    if (shares === 0n) return 0n;
    current.pendingFeeShares = 0n;
    this._mintFees(shares);
    return shares;
  }

  private _mintFees(shares: bigint): void {
    this._mint(this.feeCollector, shares);
    this.chain.emit(this.address, "FeesCollected", this.feeCollector, shares);
  }

  // ---------------------------------------------------------------- reading and checking

  /** The state, unless settled. */
  private _unsettled(): TokenState {
    const current = this._current();
    if (current.phase === Phase.Settled) throw new ModelRevert("LeveragedToken_Settled");
    return current;
  }

  private _readForMint(current: TokenState): { fund: Fund; position: Position } {
    const read = this._read(current);
    const { fund, position } = read;
    if (NavMath.isWipedOut(fund)) throw new ModelRevert("LeveragedToken_WipedOut");
    if (current.mintPaused) throw new ModelRevert("LeveragedToken_MintPaused");
    if (position.halted) throw new ModelRevert("FuturesVenue_MarketHalted", [this.market]);
    if (NavMath.isTooSmall(fund)) return read;
    if (fund.size === 0n) throw new ModelRevert("LeveragedToken_NoPosition", [NavMath.equityDown(fund)]);
    const maximum = this._emergencyLeverage();
    const real = NavMath.leverage(fund);
    if (abs(real) > maximum) throw new ModelRevert("LeveragedToken_LeverageTooHigh", [real, maximum]);
    return read;
  }

  /**
   * A redeem is the first call that may see that equity is gone; then it settles, and pays what settling left. There is no
   * fund, and none is needed, once settled.
   */
  private _readForRedeem(
    current: TokenState,
  ): { fund: Fund; position: Position } | { fund: undefined; position: undefined } {
    const settled = { fund: undefined, position: undefined };
    if (current.phase === Phase.Settled) return settled;
    const read = this._read(current);
    if (!NavMath.isWipedOut(read.fund)) return read;
    this._settle(current);
    return settled;
  }

  /**
   * Whether a position is left that has no unit behind it, not even one that is owed to somebody; only a fund of dust gets
   * here unsettled.
   */
  private _isSpent(position: Position): boolean {
    return position.size !== 0n && position.equity < this._unit;
  }

  /**
   * Reverts unless the account holds at least what it held, changed by `change` {collateral}: then nothing the venue does
   * is paid for by the holders who stay.
   */
  private _requireBooks(position: Position, fill: Fill, change: bigint): void {
    const before = position.equity / this._unit;
    const expected = toInt256(before) + change;
    if (fill.equityBefore !== before || fill.equity < expected) {
      throw new ModelRevert("LeveragedToken_BooksDisagree", [expected, fill.equity]);
    }
  }
}

function _requireWithinCaps(fees: Readonly<Fees>): void {
  if (!FeeMath.withinCaps(fees)) throw new ModelRevert("LeveragedToken_FeeAboveCap", [_valuesOf(fees)]);
}

function _valuesOf({ managementPpmPerYear, mintPpm, redeemPpm }: Readonly<Fees>): bigint[] {
  return [managementPpmPerYear, mintPpm, redeemPpm];
}
