import type { Address } from "../Chain.js";
import { int256, toInt, toUint, uint, uint256 } from "../libraries/Checked.js";
import { mulWadDown, mulWadUp } from "../libraries/FixedPoint.js";
import { abs, ceilDiv, min } from "../libraries/Math.js";
import { ModelRevert } from "../ModelRevert.js";
import * as VenueMath from "./VenueMath.js";
import type { Account } from "./VenueMath.js";
import { VenueScenario } from "./VenueScenario.js";
import { PPM } from "./VenueState.js";
import type { Books, Fill, MarketId, Priced } from "./VenueTypes.js";

/**
 * A believable perpetual-futures exchange: margin accounts against a liquidity pool, with fee, skew impact, funding, margin
 * requirements, liquidation and open-interest caps. Whoever calls on chain is the parameter `sender` here. Reentrancy
 * and roles are not modelled, nor payers who do not pay what they are asked for.
 */
export class MockFuturesVenue extends VenueScenario {
  /**
   * Moves margin and size of `sender`'s account together, at the mark.
   * @param sizeDelta {base} Signed, WAD.
   * @param pay {collateral} Collected from `payer`.
   * @param take {collateral} Sent to `receiver`; one of `pay` and `take` is 0.
   * @param moverPaysCost Whether the cost is added to `pay` or taken from `take` instead of the account.
   * @param maxCost {collateral} Signed; the most the trade may cost.
   * @param payMargin How the sender pays `amount` when it is asked to; out of its own balance unless it says otherwise.
   */
  trade(
    sender: Address,
    id: MarketId,
    sizeDelta: bigint,
    pay: bigint,
    take: bigint,
    moverPaysCost: boolean,
    maxCost: bigint,
    receiver: Address,
    payMargin = (amount: bigint): void => this.collateral.transfer(sender, this.address, amount),
  ): Fill {
    return this.chain.transact(() => {
      const priced = this._priced(id);
      if (priced.halted) throw new ModelRevert("FuturesVenue_MarketHalted", [id]);
      if (priced.failing) throw new ModelRevert("MockFuturesVenue_FillRejected", [id]);
      const acc = this._account(id, sender);
      const totals = { ...this._books };

      const equityBefore = this._mark(totals, acc, VenueMath.value(acc, priced.net, this._unit));
      if (equityBefore < 0n) throw new ModelRevert("FuturesVenue_InsufficientMargin", [0n, -equityBefore]);
      const cost = this._cost(priced, sizeDelta);
      if (cost > maxCost) throw new ModelRevert("FuturesVenue_CostExceeded", [cost, maxCost]);

      const charged = moverPaysCost ? 0n : cost;
      const leaves = uint256(take + charged);
      if (uint256(equityBefore + pay) < leaves) {
        throw new ModelRevert("FuturesVenue_InsufficientMargin", [equityBefore, leaves - pay]);
      }
      const equity = equityBefore + pay - leaves;

      const size = int256(acc.size + sizeDelta);
      this._moveOpenInterest(id, priced, acc, size);
      if (sizeDelta !== 0n && sizeDelta > 0n === size > 0n) this._requireOpenInterest(priced, size);
      const reserve = this._reserve(totals, priced, acc, size);
      this._requireInitialMargin(priced, acc, size, equityBefore, equity);

      totals.pool = uint(96n, totals.pool + toUint(96n, cost));
      totals.margins = uint(96n, totals.margins + toUint(96n, equity));
      this.chain.write(this._books, totals);
      this.chain.write(acc, { size: toInt(128n, size), mark: toInt(128n, priced.net), margin: equity, reserve });
      this.chain.emit(this.address, "Traded", id, sender, sizeDelta, priced.price, cost, size, equity);

      let [collected, sent] = [pay, take];
      if (moverPaysCost) {
        if (take === 0n) collected = uint256(pay + cost);
        else if (cost > take) throw new ModelRevert("FuturesVenue_CostAboveTake", [cost, take]);
        else sent -= cost;
      }
      if (collected !== 0n) payMargin(collected);
      if (sent !== 0n) this.collateral.transfer(this.address, receiver, sent);
      return { cost, equityBefore, equity };
    });
  }

  /** Closes `sender`'s whole account and sends it the {collateral} that is left, which is returned. */
  close(sender: Address, id: MarketId): bigint {
    return this.chain.transact(() => {
      const acc = this._account(id, sender);
      const { live, priced } = this._closingPrice(this._market(id), acc);

      const totals = { ...this._books };
      const marked = this._mark(totals, acc, VenueMath.value(acc, priced.net, this._unit));
      const paid = this._settle(totals, marked, live ? this._cost(priced, -acc.size) : 0n);
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

  private _requireOpenInterest(priced: Priced, size: bigint): void {
    const side = size > 0n ? priced.long : priced.short;
    const openInterest = mulWadDown(side, priced.price);
    if (openInterest <= priced.openInterestCap) return;
    throw new ModelRevert("FuturesVenue_OpenInterestCap", [openInterest, priced.openInterestCap]);
  }

  /** {1e-6 usd} Sets aside what a position of `size` may win. */
  private _reserve(totals: Books, priced: Priced, acc: Readonly<Account>, size: bigint): bigint {
    const holds = abs(size);
    let reserve = VenueMath.reserveFor(holds, priced.price);
    const free = this._freeReserve(totals);
    if (reserve > free) {
      // A position that does not grow may keep a smaller reserve. One that grows must be fully reserved.
      if (holds > abs(acc.size)) throw new ModelRevert("FuturesVenue_InsufficientReserve", [reserve, free]);
      reserve = free;
    }
    totals.reserved = uint(64n, totals.reserved + toUint(64n, reserve));
    return reserve;
  }

  private _requireInitialMargin(
    priced: Priced,
    acc: Readonly<Account>,
    size: bigint,
    equityBefore: bigint,
    equity: bigint,
  ): void {
    const [held, holds] = [abs(acc.size), abs(size)];
    // Leverage that is not raised needs no check: a proportional withdrawal may be below initial margin.
    const isFresh = held === 0n || equityBefore === 0n;
    if (isFresh ? holds <= held : uint256(holds * equityBefore) <= uint256(held * equity)) return;
    const required = ceilDiv(mulWadUp(holds, priced.price) * priced.initialMarginPpm, PPM * this._unit);
    if (equity < required) throw new ModelRevert("FuturesVenue_InitialMargin", [equity, required]);
  }
}
