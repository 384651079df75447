import { asUint256, toUint, uint } from "../libraries/Checked.js";
import { ceilDiv, min } from "../libraries/Math.js";
import type { Account } from "./VenueMath.js";
import { VenueState } from "./VenueState.js";
import type { Books } from "./VenueTypes.js";

/** How money moves between an account, the pool and the insurance fund. What one loses another gets. */
export abstract class VenueBooks extends VenueState {
  /** {1e-6 usd} What the pool can still reserve. */
  protected _freeReserve(totals: Books): bigint {
    return totals.pool / this._unitsPerReserve - totals.reserved;
  }

  /**
   * Takes the account out of the books and turns its unrealised result into pool money: profit up to the reserve leaves
   * the pool, a loss up to the margin goes to it.
   * @returns {collateral} Equity, rounded down; negative when bankrupt.
   */
  protected _mark(totals: Books, acc: Readonly<Account>, value: bigint): bigint {
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
  protected _settle(totals: Books, marked: bigint, cost: bigint): bigint {
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
}
