import type { Address } from "../Chain.js";
import { asUint256, int256, MAX_UINT256, toInt, toInt256, toUint, uint, uint256 } from "../libraries/Checked.js";
import * as CostCurve from "../libraries/CostCurve.js";
import { divWadDown, mulWadDown, mulWadUp, WAD } from "../libraries/FixedPoint.js";
import { abs, ceilDiv, max, min, saturatingSub } from "../libraries/Math.js";
import { attempt, ModelRevert } from "../ModelRevert.js";
import { SearchOutcome } from "../oracle/ChainlinkPriceOracle.js";
import * as VenueMath from "./VenueMath.js";
import type { Account } from "./VenueMath.js";
import { VenueScenario } from "./VenueScenario.js";
import { PPM } from "./VenueState.js";
import type { Books, Market, MarketId, Priced, Snapshot } from "./VenueTypes.js";

/**
 * A believable perpetual-futures exchange: margin accounts against a liquidity pool, with fee, skew impact, funding, margin
 * requirements, liquidation and open-interest caps. Whoever calls on chain is the parameter `sender` here. Reentrancy
 * and roles are not modelled, nor payers who do not pay what they are asked for.
 */
export class MockFuturesVenue extends VenueScenario {
  /** Account and market in one read. */
  snapshot(id: MarketId, owner: Address): Snapshot {
    const priced = this._priced(id);
    const acc = this._account(id, owner);
    const value = VenueMath.value(acc, priced.net, this._unit);
    const { maxLong, maxShort, winnable: winnableIfMarked } = this._room(priced, acc, value);
    return {
      price: priced.price,
      priceUpdatedAt: priced.updatedAt,
      size: acc.size,
      equity: value > 0n ? value : 0n,
      curve: this._curve(priced),
      maxLong,
      maxShort,
      winnable: VenueMath.winnable(acc, value, this._unit),
      winnableIfMarked,
      halted: priced.halted,
    };
  }

  /** {usd/base} The index price at which `owner`'s account becomes liquidatable, WAD; 0 if none does. */
  liquidationPrice(id: MarketId, owner: Address): bigint {
    const maintenance = this._market(id).risk.maintenanceMarginPpm * (WAD / PPM);
    return VenueMath.liquidationPrice(this._account(id, owner), this._priced(id).index, maintenance, this._unit);
  }

  /**
   * Moves margin and size of `sender`'s account together.
   * @param sizeDelta {base} Signed, WAD.
   * @param marginDelta {collateral} Signed; positive is collected from `payer`, negative is sent to `receiver`.
   * @param limitPrice {usd/base} Worst average fill accepted, WAD: highest when buying, lowest when selling.
   * @param payer Whom the sender's `payMargin` takes collateral from.
   * @returns {collateral} The account's equity after.
   */
  trade(
    sender: Address,
    id: MarketId,
    sizeDelta: bigint,
    marginDelta: bigint,
    limitPrice: bigint,
    receiver: Address,
    payer: Address = sender,
  ): bigint {
    return this.chain.transact(() => {
      const priced = this._priced(id);
      if (priced.halted) throw new ModelRevert("FuturesVenue_MarketHalted", [id]);
      if (priced.failing) throw new ModelRevert("MockFuturesVenue_FillRejected", [id]);
      const acc = this._account(id, sender);
      const totals = { ...this._books };

      const marked = this._mark(totals, acc, VenueMath.value(acc, priced.net, this._unit));
      if (marked < 0n) throw new ModelRevert("FuturesVenue_InsufficientMargin", [0n, -marked]);

      const cost = sizeDelta === 0n ? 0n : this._cost(priced, sizeDelta, limitPrice);
      const margin = int256(marked + marginDelta - toInt256(cost));
      if (margin < 0n) throw new ModelRevert("FuturesVenue_InsufficientMargin", [marked, marked - margin]);

      const size = int256(acc.size + sizeDelta);
      const held = abs(acc.size);
      const holds = abs(size);
      this._moveOpenInterest(id, priced, acc, size);
      if (sizeDelta !== 0n && sizeDelta > 0n === size > 0n) this._requireOpenInterest(priced, size);
      let reserve = VenueMath.reserveFor(holds, priced.price);
      const free = this._freeReserve(totals);
      if (reserve > free) {
        // Holding on to less cover is always possible, taking on more without cover never.
        if (holds > held) throw new ModelRevert("FuturesVenue_InsufficientReserve", [reserve, free]);
        reserve = free;
      }
      // Leverage that is not raised needs no check: a proportional withdrawal may be below initial margin.
      const isFresh = held === 0n || marked === 0n;
      if (isFresh ? holds > held : uint256(holds * marked) > uint256(held * margin)) {
        const required = ceilDiv(mulWadUp(holds, priced.price) * priced.initialMarginPpm, PPM * this._unit);
        if (margin < required) throw new ModelRevert("FuturesVenue_InitialMargin", [margin, required]);
      }

      totals.reserved = uint(64n, totals.reserved + toUint(64n, reserve));
      totals.pool = uint(96n, totals.pool + toUint(96n, cost));
      totals.margins = uint(96n, totals.margins + toUint(96n, margin));
      this.chain.write(this._books, totals);
      this.chain.write(acc, { size: toInt(128n, size), mark: toInt(128n, priced.net), margin, reserve });
      this.chain.emit(this.address, "Traded", id, sender, sizeDelta, priced.price, cost, size, margin);

      if (marginDelta > 0n) this.collateral.transfer(payer, this.address, marginDelta);
      else if (marginDelta < 0n) this.collateral.transfer(this.address, receiver, -marginDelta);
      return margin;
    });
  }

  /** Closes `sender`'s whole account and sends it the {collateral} that is left, which is returned. */
  close(sender: Address, id: MarketId): bigint {
    return this.chain.transact(() => {
      const acc = this._account(id, sender);
      const { live, priced } = this._closingPrice(this._market(id), acc);

      const totals = { ...this._books };
      const marked = this._mark(totals, acc, VenueMath.value(acc, priced.net, this._unit));
      let cost = 0n;
      if (live && acc.size !== 0n) {
        cost = ceilDiv(CostCurve.costUp(this._curve(priced), -acc.size, priced.price), this._unit);
      }
      const paid = this._settle(totals, marked, cost);
      this.chain.write(this._books, totals);
      this._moveOpenInterest(id, priced, acc, 0n);
      this.chain.write(acc, { size: 0n, mark: 0n, margin: 0n, reserve: 0n });
      this.chain.emit(this.address, "Closed", id, sender, priced.price, paid);
      this.collateral.transfer(this.address, sender, paid);
      return paid;
    });
  }

  /**
   * Closes an account whose equity is below its maintenance margin, and pays `sender` a part of the penalty, the
   * {collateral} returned. What is left stays in the account.
   */
  liquidate(sender: Address, id: MarketId, owner: Address): bigint {
    return this.chain.transact(() => {
      const priced = this._priced(id);
      if (priced.halted) throw new ModelRevert("FuturesVenue_MarketHalted", [id]);
      const { risk } = this._market(id);
      const acc = this._account(id, owner);
      const { size } = acc;
      const notional = mulWadDown(abs(size), priced.price);
      const value = VenueMath.value(acc, priced.net, this._unit);
      const required = (notional * risk.maintenanceMarginPpm) / PPM;
      if (size === 0n || value >= required) {
        throw new ModelRevert("FuturesVenue_NotLiquidatable", [value > 0n ? value : 0n, required]);
      }
      const totals = { ...this._books };
      const left = this._settle(totals, this._mark(totals, acc, value), 0n);
      const penalty = min(left, (notional * risk.liquidationPenaltyPpm) / (PPM * this._unit));
      const share = (notional * risk.liquidationRewardPpm) / (PPM * this._unit);
      const reward = min(min(penalty, risk.liquidationRewardCap), share);
      const margin = left - penalty;
      this.chain.keep(this._funds).insurance += penalty - reward;
      totals.margins += margin;
      this.chain.write(this._books, totals);
      this._moveOpenInterest(id, priced, acc, 0n);
      this.chain.write(acc, { size: 0n, mark: 0n, margin, reserve: 0n });
      this.chain.emit(this.address, "Liquidated", id, owner, sender, size, priced.price, penalty, reward, margin);
      this.collateral.transfer(this.address, sender, reward);
      return reward;
    });
  }

  /** Adds `amount` {collateral} to `sender`'s account, without trading. */
  depositMargin(sender: Address, id: MarketId, amount: bigint): void {
    this.chain.transact(() => {
      this._market(id);
      if (amount === 0n) throw new ModelRevert("MockFuturesVenue_ZeroAmount");
      const acc = this._account(id, sender);
      const margin = uint(96n, acc.margin + toUint(96n, amount));
      this.chain.write(acc, { margin });
      this.chain.write(this._books, { margins: uint(96n, this._books.margins + amount) });
      this.chain.emit(this.address, "MarginDeposited", id, sender, amount, margin);
      this.collateral.transfer(sender, this.address, amount);
    });
  }

  /** Gives the margin left in `sender`'s account to the insurance fund; the account must hold no position. */
  forfeit(sender: Address, id: MarketId): void {
    this.chain.transact(() => {
      const acc = this._account(id, sender);
      if (acc.size !== 0n) throw new ModelRevert("MockFuturesVenue_PositionOpen", [acc.size]);
      const amount = acc.margin;
      this.chain.write(acc, { margin: 0n });
      this.chain.keep(this._books).margins -= amount;
      this.chain.keep(this._funds).insurance += amount;
      this.chain.emit(this.address, "MarginForfeited", id, sender, amount);
    });
  }

  /** Starts the outage clock of a dead market, or stops it for a market that lives. */
  reportOutage(id: MarketId): void {
    this.chain.transact(() => {
      const market = this._market(id);
      const priceLives = attempt(() => market.trading.oracle.price()) !== undefined;
      let since = 0n;
      if (!priceLives || market.trading.halted) {
        if (this._outageAt(market) !== 0n) return;
        since = this.chain.now;
      }
      this.chain.write(market.risk, { outageAt: since });
      this.chain.emit(this.address, "OutageReported", id, since);
    });
  }

  /**
   * {base}, {base}, {usd} The largest increases the market would take from the account either way, by what the pool could
   * reserve once the account is marked and what open interest leaves; and what the position as it is could win then.
   */
  private _room(
    priced: Priced,
    acc: Readonly<Account>,
    value: bigint,
  ): { maxLong: bigint; maxShort: bigint; winnable: bigint } {
    const totals = { ...this._books };
    this._mark(totals, acc, value);
    const free = this._freeReserve(totals);
    const covered = VenueMath.coveredBy(free, priced.price);
    const cap = divWadDown(priced.openInterestCap, priced.price);
    const held = abs(acc.size);
    const coveredLong = acc.size > 0n ? saturatingSub(covered, held) : covered;
    const coveredShort = acc.size > 0n ? covered : saturatingSub(covered, held);
    return {
      maxLong: min(saturatingSub(cap, priced.long), coveredLong),
      maxShort: min(saturatingSub(cap, priced.short), coveredShort),
      winnable: min(mulWadDown(held, priced.price), free * VenueMath.RESERVE_UNIT),
    };
  }

  /**
   * Takes the account out of the books and turns its unrealised result into pool money: profit up to the reserve leaves
   * the pool, a loss up to the margin goes to it.
   * @returns {collateral} Equity, rounded down; negative when bankrupt.
   */
  private _mark(totals: Books, acc: Readonly<Account>, value: bigint): bigint {
    const marked = value >= 0n ? value / this._unit : -ceilDiv(-value, this._unit);
    totals.margins -= acc.margin;
    totals.reserved -= acc.reserve;
    totals.pool = toUint(96n, asUint256(totals.pool + acc.margin - (marked > 0n ? marked : 0n)));
    return marked;
  }

  /**
   * {collateral} What is left of a closed account's equity after `cost`; a bankrupt's shortfall is taken from insurance as
   * far as it goes, the rest is the pool's, which got less than it won.
   */
  private _settle(totals: Books, marked: bigint, cost: bigint): bigint {
    if (marked < 0n) {
      const covered = min(this._funds.insurance, -marked);
      this.chain.keep(this._funds).insurance -= covered;
      totals.pool = uint(96n, totals.pool + toUint(96n, covered));
      return 0n;
    }
    const charged = min(cost, marked);
    totals.pool = uint(96n, totals.pool + charged);
    return marked - charged;
  }

  /** {collateral} What trading `sizeDelta` costs now; reverts past the limit. */
  private _cost(priced: Priced, sizeDelta: bigint, limitPrice: bigint): bigint {
    const cost = CostCurve.costUp(this._curve(priced), sizeDelta, priced.price);
    const fill = VenueMath.fillPrice(sizeDelta, priced.price, cost);
    if (sizeDelta > 0n ? fill > limitPrice : fill < limitPrice) {
      throw new ModelRevert("FuturesVenue_LimitExceeded", [fill, limitPrice]);
    }
    return ceilDiv(cost, this._unit);
  }

  private _requireOpenInterest(priced: Priced, size: bigint): void {
    const side = size > 0n ? priced.long : priced.short;
    const openInterest = mulWadDown(side, priced.price);
    if (openInterest <= priced.openInterestCap) return;
    throw new ModelRevert("FuturesVenue_OpenInterestCap", [openInterest, priced.openInterestCap]);
  }

  /**
   * The price an account is closed at: the live one; in an outage long enough the live one if there is, else the last valid
   * one, else the one the account was last marked at.
   */
  private _closingPrice(market: Market, acc: Readonly<Account>): { live: boolean; priced: Priced } {
    const { oracle, halted } = market.trading;
    let price = attempt(() => oracle.price());
    if (price !== undefined && !halted) {
      return { live: true, priced: this._fill(market, price.value, price.updatedAt, this.chain.now) };
    }
    let since = this._outageAt(market);
    if (price === undefined) {
      const last = oracle.priceAt(this.chain.now - 1n, 0n, MAX_UINT256);
      if (last.outcome === SearchOutcome.Found) {
        price = { value: last.price, updatedAt: last.updatedAt };
        // It answered after the report: that outage was over, and this one is younger.
        if (since !== 0n) since = max(since, last.updatedAt);
      }
    }
    const delay = market.risk.outageDelay;
    if (since === 0n || this.chain.now < since + delay) {
      throw new ModelRevert("FuturesVenue_OutageTooShort", [since, delay]);
    }
    // A dead market has no funding.
    const priced = this._fill(market, price?.value ?? 0n, price?.updatedAt ?? 0n, market.funding.accruedAt);
    // No valid price at all: the account is closed without profit or loss since it was last marked.
    if (price === undefined) priced.net = acc.mark;
    return { live: false, priced };
  }

  /** {s} Start of the reported outage, 0 if there is none or the market has traded since. */
  private _outageAt(market: Market): bigint {
    const since = market.risk.outageAt;
    return since < market.funding.accruedAt ? 0n : since;
  }
}
