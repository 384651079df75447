import type { Address, Chain } from "./Chain.js";
import { uint256 } from "./libraries/Checked.js";
import { ModelRevert } from "./ModelRevert.js";

export const ZERO_ADDRESS: Address = "0x0000000000000000000000000000000000000000";

/** Balances and supply of an ERC-20. Allowances are not modelled: whoever calls may spend. */
export class ERC20 {
  private readonly balances = new Map<Address, { amount: bigint }>();
  private readonly supply = { amount: 0n };

  constructor(
    readonly chain: Chain,
    readonly address: Address,
  ) {}

  totalSupply(): bigint {
    return this.supply.amount;
  }

  balanceOf(owner: Address): bigint {
    return this.balances.get(owner)?.amount ?? 0n;
  }

  transfer(sender: Address, receiver: Address, amount: bigint): void {
    this.chain.transact(() => {
      this._take(sender, amount);
      this._give(receiver, amount);
      this.chain.emit(this.address, "Transfer", sender, receiver, amount);
    });
  }

  /** Creates `amount` for `receiver`. */
  protected _mint(receiver: Address, amount: bigint): void {
    const supply = this.chain.keep(this.supply);
    supply.amount = uint256(supply.amount + amount);
    this._give(receiver, amount);
    this.chain.emit(this.address, "Transfer", ZERO_ADDRESS, receiver, amount);
  }

  /** Destroys `amount` of `owner`. */
  protected _burn(owner: Address, amount: bigint): void {
    this._take(owner, amount);
    this.chain.keep(this.supply).amount -= amount;
    this.chain.emit(this.address, "Transfer", owner, ZERO_ADDRESS, amount);
  }

  private _take(owner: Address, amount: bigint): void {
    const balance = this._balance(owner);
    if (balance.amount < amount) {
      throw new ModelRevert("ERC20InsufficientBalance", [owner, balance.amount, amount]);
    }
    this.chain.keep(balance).amount -= amount;
  }

  private _give(owner: Address, amount: bigint): void {
    this.chain.keep(this._balance(owner)).amount += amount;
  }

  private _balance(owner: Address): { amount: bigint } {
    let balance = this.balances.get(owner);
    if (balance === undefined) {
      balance = { amount: 0n };
      this.balances.set(owner, balance);
    }
    return balance;
  }
}
