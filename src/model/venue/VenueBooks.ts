import * as CostCurve from "../libraries/CostCurve.js";
import { mulWadUp, withSignOf } from "../libraries/FixedPoint.js";
import { abs, ceilDiv, min } from "../libraries/Math.js";
import * as VenueMath from "./VenueMath.js";
import type { Account } from "./VenueMath.js";
import { VenueState } from "./VenueState.js";
import type { Books, Priced } from "./VenueTypes.js";

/**
 * What an account is worth and a trade costs, and how money moves between account, pool and insurance: what one loses
 * another gets.
 */
export abstract class VenueBooks extends VenueState {
  /** {1e-6 usd} What the pool can still reserve. */
  protected _freeReserve(totals: Books): bigint {
    return totals.pool / this._unitsPerReserve - totals.reserved;
  }

  /** {usd} What an account worth `worth` {usd} could be paid out now; negative when bankrupt. */
  protected _value(priced: Priced, acc: Readonly<Account>, worth: bigint): bigint {
    return VenueMath.lessFee(worth, VenueMath.reserveFee(acc, priced.reserveFee, priced.fundedUntil));
  }

  /**
   * Takes an account worth `worth` {usd} out of the pool's books: profit up to the reserve leaves the pool, a loss up to
   * the margin goes to it.
   * @returns {collateral} What the account has, rounded down, before it has paid for its reserve.
   */
  protected _release(totals: Books, acc: Readonly<Account>, worth: bigint): bigint {
    const owned = worth > 0n ? worth / this._unit : 0n;
    totals.reserved -= acc.reserve;
    totals.pool += acc.margin - owned;
    return owned;
  }

  /**
   * Takes the account out of the books: its unrealised result becomes pool money, what its reserve cost goes to
   * insurance.
   * @returns {collateral} Equity, rounded down; negative when bankrupt.
   */
  protected _mark(totals: Books, priced: Priced, acc: Readonly<Account>): bigint {
    const worth = VenueMath.worth(acc, priced.net, this._unit);
    const owned = this._release(totals, acc, worth);
    const value = this._value(priced, acc, worth);
    if (value < 0n) return -ceilDiv(-value, this._unit);
    const marked = value / this._unit;
    totals.insurance += owned - marked;
    return marked;
  }

  /** {collateral} What trading `sizeDelta` costs now, rounded up, and what of it is the taker fee, rounded down. */
  protected _cost(priced: Priced, sizeDelta: bigint): { cost: bigint; fee: bigint } {
    if (sizeDelta === 0n) return { cost: 0n, fee: 0n };
    const { curve } = priced;
    const traded = mulWadUp(abs(sizeDelta), priced.price);
    const fee = mulWadUp(traded, curve.fee);
    const impact = curve.depth === 0n ? 0n : CostCurve.impactUp(curve, withSignOf(traded, sizeDelta));
    return { cost: ceilDiv(fee + impact, this._unit), fee: fee / this._unit };
  }

  /** The pool gets the taker fee; impact goes to insurance. */
  protected _charge(totals: Books, cost: bigint, fee: bigint): void {
    totals.pool += fee;
    totals.insurance += cost - fee;
  }

  /**
   * {collateral} What is left of a closed account's equity; a bankrupt's shortfall is taken from insurance as far as it
   * goes, the rest is the pool's, which got less than it won.
   */
  protected _settle(totals: Books, marked: bigint): bigint {
    if (marked >= 0n) return marked;
    const covered = min(totals.insurance, -marked);
    totals.insurance -= covered;
    totals.pool += covered;
    return 0n;
  }
}
