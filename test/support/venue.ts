import type { MockTrader } from "../../types/ethers-contracts/index.js";
import { expectBooksToBalance } from "./expectations.js";
import { WAD } from "./numbers.js";
import type { System } from "./system.js";

/** An account at the venue with `margin` units of collateral to begin with; it opens `size` {base} WAD. */
export async function openAccount(system: System, margin: bigint, size: bigint): Promise<MockTrader> {
  const trader = await system.connection.ethers.deployContract("MockTrader", [system.venue]);
  await system.collateral.mint(trader, margin);
  await trader.trade(system.market, size, margin);
  await expectBooksToBalance(system);
  return trader;
}

/** {collateral} Equity of an account at index, as its owner could withdraw it. */
export async function equityOf(system: System, trader: MockTrader): Promise<bigint> {
  const { equity } = await system.venue.snapshot(system.market, trader);
  return (equity * system.unit) / WAD;
}

/** Size {base} whose notional is `dollars` at `price` {usd/base} WAD. */
export function sizeFor(dollars: bigint, price: bigint): bigint {
  return (dollars * WAD * WAD) / price;
}
