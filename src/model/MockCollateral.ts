import { type Address, type Chain } from "./Chain.js";
import { ERC20 } from "./ERC20.js";

/** The collateral. */
export class MockCollateral extends ERC20 {
  /** @param decimals 6 to 18. */
  constructor(
    chain: Chain,
    address: Address,
    readonly decimals: number,
  ) {
    super(chain, address);
  }

  /** Mints `amount` {collateral} to `to`. */
  mint(to: Address, amount: bigint): void {
    this.chain.transact(() => this._mint(to, amount));
  }
}
