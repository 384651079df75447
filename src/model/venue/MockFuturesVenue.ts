import type { Address } from "../Chain.js";
import { int256, toInt, toUint, uint, uint256 } from "../libraries/Checked.js";
import { abs, ceilDiv, min } from "../libraries/Math.js";
import { ModelRevert } from "../ModelRevert.js";
import * as VenueMath from "./VenueMath.js";
import { VenueScenario } from "./VenueScenario.js";
import { EMPTY, PPM } from "./VenueState.js";
import { Status, type Books, type Fill, type MarketId, type Priced } from "./VenueTypes.js";

/**
 * A believable perpetual-futures exchange: margin accounts against a liquidity pool, with fee, skew impact, funding,
 * margin requirements, liquidation and open-interest caps. The caller on chain is the parameter `sender` here.
 * Reentrancy and roles are not modelled, nor payers who do not pay what they are asked for.
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
      if (priced.status >= Status.Halted) throw new ModelRevert("FuturesVenue_MarketHalted", [id]);
      if (priced.status === Status.Failing) throw new ModelRevert("MockFuturesVenue_FillRejected", [id]);
      const acc = this._account(id, sender);
      const totals = { ...this._books };

      const equityBefore = this._mark(totals, priced, acc);
      if (equityBefore < 0n) throw new ModelRevert("FuturesVenue_InsufficientMargin", [0n, -equityBefore]);
      const { cost, fee } = this._cost(priced, sizeDelta);
      if (cost > maxCost) throw new ModelRevert("FuturesVenue_CostExceeded", [cost, maxCost]);

      const funds = uint256(equityBefore + pay);
      const leaves = moverPaysCost ? take : uint256(take + cost);
      if (funds < leaves) throw new ModelRevert("FuturesVenue_InsufficientMargin", [equityBefore, leaves - pay]);
      const equity = toUint(96n, funds - leaves);

      const size = toInt(128n, int256(acc.size + sizeDelta));
      const mark = toInt(128n, priced.net);
      this._moveOpenInterest(id, priced, acc, size);
      // Through zero to the other side counts as growth: the position there is a new one.
      const grows = size !== 0n && sizeDelta !== 0n && sizeDelta > 0n === size > 0n;
      if (grows) this._requireOpenInterest(priced, size);
      const reserve = this._reserve(totals, priced, size, grows);
      // A proportional withdrawal does not raise leverage: it may be below initial margin.
      const raises = take !== 0n && abs(size) * equityBefore > abs(acc.size) * equity;
      if (grows || raises) this._requireInitialMargin(priced, size, equity);

      this._charge(totals, cost, fee);
      this._writeBooks(totals);
      this.chain.write(acc, { size, mark, margin: equity, reserve, markedAt: this.chain.now });
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
      const { live, priced } = this._closingPrice(id, acc);

      const totals = { ...this._books };
      const marked = this._mark(totals, priced, acc);
      let paid = this._settle(totals, marked);
      if (live) {
        const { cost, fee } = this._cost(priced, -acc.size);
        const charged = min(cost, paid);
        this._charge(totals, charged, min(fee, charged));
        paid -= charged;
      }
      this._writeBooks(totals);
      this._moveOpenInterest(id, priced, acc, 0n);
      this.chain.write(acc, EMPTY);
      this.chain.emit(this.address, "Closed", id, sender, priced.price, paid);
      if (paid !== 0n) this.collateral.transfer(this.address, sender, paid);
      return paid;
    });
  }

  /**
   * Closes the position of `owner` in an expired market as a close would, and leaves what it is worth as margin. Without
   * a position nothing happens.
   */
  closeExpired(id: MarketId, owner: Address): void {
    this.chain.transact(() => {
      if (this._market(id).trading.status !== Status.Expired)
        throw new ModelRevert("MockFuturesVenue_NotExpired", [id]);
      const acc = this._account(id, owner);
      const { size } = acc;
      if (size === 0n) return;
      const { priced } = this._closingPrice(id, acc);
      const totals = { ...this._books };
      const margin = this._settle(totals, this._mark(totals, priced, acc));
      this._writeBooks(totals);
      this._moveOpenInterest(id, priced, acc, 0n);
      this.chain.write(acc, { ...EMPTY, margin: toUint(96n, margin) });
      this.chain.emit(this.address, "ExpiredClosed", id, owner, size, priced.price, margin);
    });
  }

  /**
   * Closes an account whose equity is below its maintenance margin, and pays `sender` the {collateral} returned: out of
   * the penalty, and out of insurance where the account has too little left. What is left stays in the account.
   */
  liquidate(sender: Address, id: MarketId, owner: Address): bigint {
    return this.chain.transact(() => {
      const priced = this._priced(id);
      if (priced.status >= Status.Halted) throw new ModelRevert("FuturesVenue_MarketHalted", [id]);
      const acc = this._account(id, owner);
      const { size } = acc;
      const notional = VenueMath.notionalDown(abs(size), priced.price);
      const value = this._value(priced, acc, VenueMath.worth(acc, priced.net, this._unit));
      const required = (notional * priced.maintenanceMarginPpm) / PPM;
      if (size === 0n || value >= required) {
        throw new ModelRevert("FuturesVenue_NotLiquidatable", [value > 0n ? value : 0n, required]);
      }
      const { risk } = this._market(id);
      const totals = { ...this._books };
      const marked = this._mark(totals, priced, acc);
      const penalty = marked > 0n ? min(marked, (notional * risk.liquidationPenaltyPpm) / (PPM * this._unit)) : 0n;
      // What the account cannot pay insurance does, before any shortfall: bankrupts are to be closed first of all.
      const funded = totals.insurance + penalty;
      const share = (notional * risk.liquidationRewardPpm) / (PPM * this._unit);
      const reward = min(min(risk.liquidationRewardCap, share), funded);
      totals.insurance = funded - reward;
      const margin = this._settle(totals, marked) - penalty;
      this._writeBooks(totals);
      this._moveOpenInterest(id, priced, acc, 0n);
      this.chain.write(acc, { ...EMPTY, margin: toUint(96n, margin) });
      this.chain.emit(this.address, "Liquidated", id, owner, sender, size, priced.price, penalty, reward, margin);
      this._payReward(sender, id, reward);
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
      this.chain.emit(this.address, "MarginDeposited", id, sender, amount, margin);
      this.collateral.transfer(sender, this.address, amount);
    });
  }

  /** What cannot be paid becomes the caller's margin: a liquidation waits for no payment. */
  private _payReward(sender: Address, id: MarketId, reward: bigint): void {
    const pay = () => {
      this.collateral.transfer(this.address, sender, reward);
      return { reward };
    };
    if (this.chain.tryCall(pay) !== undefined) return;
    const acc = this._account(id, sender);
    const margin = uint(96n, acc.margin + toUint(96n, reward));
    this.chain.write(acc, { margin });
    this.chain.emit(this.address, "MarginDeposited", id, sender, reward, margin);
  }

  private _requireOpenInterest(priced: Priced, size: bigint): void {
    const side = size > 0n ? priced.long : priced.short;
    const openInterest = VenueMath.notionalDown(side, priced.price);
    if (openInterest <= priced.openInterestCap) return;
    throw new ModelRevert("FuturesVenue_OpenInterestCap", [openInterest, priced.openInterestCap]);
  }

  /**
   * {1e-6 usd} Sets aside what a position of `size` may win. One that does not grow may keep a smaller reserve; one
   * that grows must be fully reserved.
   */
  private _reserve(totals: Books, priced: Priced, size: bigint, grows: boolean): bigint {
    let reserve = VenueMath.reserveFor(abs(size), priced.price);
    const free = this._freeReserve(totals);
    if (reserve > free) {
      if (grows) throw new ModelRevert("FuturesVenue_InsufficientReserve", [reserve, free]);
      reserve = free;
    }
    totals.reserved += reserve;
    return reserve;
  }

  private _requireInitialMargin(priced: Priced, size: bigint, equity: bigint): void {
    const notional = VenueMath.notionalUp(abs(size), priced.price);
    const required = ceilDiv(notional * priced.initialMarginPpm, PPM * this._unit);
    if (equity < required) throw new ModelRevert("FuturesVenue_InitialMargin", [equity, required]);
  }
}
