import { MockCollateral, ModelRevert, type Address } from "../../src/model/index.js";

/** A collateral with a block list: the contract HostileCollateral, as far as sequences use it. */
export class BlockingCollateral extends MockCollateral {
  private readonly blocked = new Set<Address>();

  isBlocked(account: Address): boolean {
    return this.blocked.has(account);
  }

  setBlocked(account: Address, blocked: boolean): void {
    if (blocked) this.blocked.add(account);
    else this.blocked.delete(account);
  }

  override transfer(sender: Address, receiver: Address, amount: bigint): void {
    if (this.isBlocked(receiver)) throw new ModelRevert("HostileCollateral_Blocked", [receiver]);
    super.transfer(sender, receiver, amount);
  }
}
