import { expect } from "chai";
import type { LeveragedToken } from "../../types/ethers-contracts/index.js";
import { forward, setPrice } from "./actions.js";
import { fundOf } from "./expected.js";
import { DAY, toNumber, wad, WAD } from "./numbers.js";
import { COSTS_OFF, type Options } from "./options.js";
import { Action } from "./outcomes.js";
import { deployForTest, type Connection, type System } from "./system.js";

/** A coin at 100 dollars and 3x on it, nothing charged and everything in 18 decimals: arithmetic as it is published. */
export async function costsOff(connection: Connection, overrides: Partial<Options> = {}): Promise<System> {
  return deployForTest(connection, { ...COSTS_OFF, feedDecimals: 18, decimals: 18, price: wad(100), ...overrides });
}

/** Rebalances every token that has something to trade. */
export async function rebalanceAll(system: System, tokens: readonly LeveragedToken[] = [system.token]): Promise<void> {
  for (const token of tokens) {
    if ((await token.previewRebalance()).action === Action.Trade) await token.rebalance();
  }
}

/** A price, and one day later the daily rebalance. */
export async function dayTo(
  system: System,
  price: bigint,
  tokens?: readonly LeveragedToken[],
  seconds = DAY,
): Promise<void> {
  await setPrice(system, price);
  await forward(system, seconds);
  await rebalanceAll(system, tokens);
}

export function expectNear(actual: number, expected: number, tolerance = 1e-9): void {
  const message = `${String(actual)} is not within ${String(tolerance)} of ${String(expected)}`;
  expect(Math.abs(actual / expected - 1), message).to.be.below(tolerance);
}

/** A number as a price, to the last digit it has. */
export function priceOfNumber(price: number): bigint {
  return wad(price.toFixed(15));
}

/** {usd} Notional at index, as a number. */
export async function exposureOf(system: System): Promise<number> {
  const { size, price } = await fundOf(system);
  return toNumber((size * price) / WAD);
}
