import { toUint, uint } from "../libraries/Checked.js";
import * as CostCurve from "../libraries/CostCurve.js";
import { ceilDiv, min } from "../libraries/Math.js";
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

  /** {usd} What the account could be paid out now; negative when bankrupt. */
  protected _value(priced: Priced, acc: Readonly<Account>): bigint {
    const fee = VenueMath.reserveFee(acc, priced.reserveFee, priced.fundedUntil);
    return VenueMath.lessFee(VenueMath.worth(acc, priced.net, this._unit), fee);
  }

  /**
   * Takes the account out of the books. Its unrealised result becomes pool money: profit up to the reserve leaves the
   * pool, a loss up to the margin goes to it. What the reserve cost goes to insurance.
   * @returns {collateral} Equity, rounded down; negative when bankrupt.
   */
  protected _mark(totals: Books, priced: Priced, acc: Readonly<Account>): bigint {
    const worth = VenueMath.worth(acc, priced.net, this._unit);
    const value = this._value(priced, acc);
    const marked = value >= 0n ? value / this._unit : -ceilDiv(-value, this._unit);
    const owned = worth > 0n ? worth / this._unit : 0n;
    totals.reserved -= acc.reserve;
    totals.pool = toUint(96n, totals.pool + acc.margin - owned);
    if (marked >= 0n) totals.insurance = toUint(96n, totals.insurance + owned - marked);
    return marked;
  }

  /** {collateral} What trading `sizeDelta` costs now, rounded up, and what of it is the taker fee, rounded down. */
  protected _cost(priced: Priced, sizeDelta: bigint): { cost: bigint; fee: bigint } {
    if (sizeDelta === 0n) return { cost: 0n, fee: 0n };
    const curve = this._curve(priced);
    return {
      cost: ceilDiv(CostCurve.costUp(curve, sizeDelta, priced.price), this._unit),
      fee: CostCurve.costUp({ ...curve, depth: 0n }, sizeDelta, priced.price) / this._unit,
    };
  }

  /** The pool gets the taker fee; impact goes to insurance. */
  protected _charge(totals: Books, cost: bigint, fee: bigint): void {
    totals.pool = uint(96n, totals.pool + toUint(96n, fee));
    totals.insurance = uint(96n, totals.insurance + toUint(96n, cost - fee));
  }

  /**
   * {collateral} What is left of a closed account's equity; a bankrupt's shortfall is taken from insurance as far as it
   * goes, the rest is the pool's, which got less than it won.
   */
  protected _settle(totals: Books, marked: bigint): bigint {
    if (marked >= 0n) return marked;
    const covered = min(totals.insurance, -marked);
    totals.insurance -= covered;
    totals.pool = uint(96n, totals.pool + toUint(96n, covered));
    return 0n;
  }
}
