import type { Address } from "../Chain.js";
import { min, saturatingSub } from "../libraries/Math.js";
import { ModelRevert } from "../ModelRevert.js";
import type { Fill } from "../venue/VenueTypes.js";
import { FundState } from "./FundState.js";
import { Phase, type TokenState } from "./TokenTypes.js";

const MAX_INT256 = (1n << 255n) - 1n;

/**
 * Payments to third parties. One that cannot be made now stays owed, so that a rebalance, a redeem or a settlement never
 * waits for it; what is owed is no part of equity.
 */
export abstract class Debts extends FundState {
  private readonly debts = new Map<Address, { amount: bigint }>();

  /** {collateral} What could not be paid to `creditor` yet. */
  owed(creditor: Address): bigint {
    return this.debts.get(creditor)?.amount ?? 0n;
  }

  /** Pays what is owed to `creditor`; returns the {collateral} paid. */
  payDebt(creditor: Address): bigint {
    return this.chain.transact(() => {
      let amount = this.owed(creditor);
      const { collateral } = this.venue;
      const isSettled = this._state.phase === Phase.Settled;
      // An account may have left less than was owed out of it.
      if (isSettled) amount = min(amount, collateral.balanceOf(this.address) - this.settledAssets());
      if (amount === 0n) throw new ModelRevert("LeveragedToken_ZeroAmount");
      this._owe(creditor, -amount);
      if (this.totalOwed() === 0n) this.chain.write(this._state, { hasDebts: false });
      this.chain.emit(this.address, "DebtPaid", creditor, amount);
      if (isSettled) collateral.transfer(this.address, creditor, amount);
      else this._trade(0n, 0n, amount, false, creditor);
      return amount;
    });
  }

  /** Moves the account at the price there is: the only limit on the price of a holder's trade is the holder's own. */
  protected _trade(
    sizeDelta: bigint,
    pay: bigint,
    take: bigint,
    moverPaysCost: boolean,
    receiver: Address,
    payMargin?: (amount: bigint) => void,
  ): Fill {
    const { address, market } = this;
    return this.account.trade(address, market, sizeDelta, pay, take, moverPaysCost, MAX_INT256, receiver, payMargin);
  }

  /** {collateral} What is left of an account's equity for the holders. */
  protected _lessDebts(current: Readonly<TokenState>, equity: bigint): bigint {
    return saturatingSub(equity, this._debts(current));
  }

  /** Pays out of the account, or owes. */
  protected _payOrOwe(current: TokenState, creditor: Address, amount: bigint): void {
    if (amount === 0n) return;
    const send = () => this.account.trade(this.address, this.market, 0n, 0n, amount, false, 0n, creditor);
    if (this.chain.tryCall(send) !== undefined) return;
    this._owe(creditor, amount);
    current.hasDebts = true;
    this.chain.emit(this.address, "DebtIncurred", creditor, amount);
  }

  /** Changes what is owed to `creditor`, and the sum of it. */
  private _owe(creditor: Address, change: bigint): void {
    let debt = this.debts.get(creditor);
    if (debt === undefined) this.debts.set(creditor, (debt = { amount: 0n }));
    this.chain.keep(debt).amount += change;
    this.chain.keep(this._money).totalOwed += change;
  }
}
