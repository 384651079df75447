import { expect } from "chai";
import type { BaseContract } from "ethers";
import { sumOfMargins } from "./margins.js";
import { abs } from "./numbers.js";
import type { System } from "./system.js";

/** What a call that reverts must leave alone: money, accounts, books and the token's own state. */
export async function stateOf(system: System): Promise<string> {
  const { collateral, venue, token, market, alice, bob, carol, keeper, collector, provider } = system;
  const owners = [venue, token, alice, bob, carol, keeper, collector, provider];
  const money = await Promise.all(owners.map((owner) => collateral.balanceOf(owner)));
  const shares = await Promise.all([alice, bob, carol, collector].map((owner) => token.balanceOf(owner)));
  const state = [
    money,
    shares,
    await token.totalSupply(),
    await token.state(),
    await token.settledAssets(),
    await venue.account(market, token),
    await sumOfMargins(venue),
    await venue.books(),
  ];
  return JSON.stringify(state, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** Expects a typed error with these values (a value may be a predicate) and no state change. */
export async function expectRefusal(
  system: System,
  call: () => Promise<unknown>,
  contract: Pick<BaseContract, "interface">,
  error: string,
  args?: unknown[],
): Promise<void> {
  const before = await stateOf(system);
  const refusal = expect(call()).to.be.revertedWithCustomError(contract, error);
  await (args === undefined ? refusal : refusal.withArgs(...args));
  expect(await stateOf(system)).to.equal(before);
}

/** Expects the venue to hold what it owes, to the unit. Nobody may have sent it tokens. */
export async function expectBooksToBalance(system: System): Promise<void> {
  const { collateral, venue } = system;
  const { pool, insurance } = await venue.books();
  expect(await collateral.balanceOf(venue)).to.equal(pool + insurance + (await sumOfMargins(venue)));
}

/** Expects two WADs to be within `tolerance` {1} of each other, relative to the expected one. */
export function expectClose(actual: bigint, expected: bigint, tolerance = 1e-9): void {
  const distance = Number(abs(actual - expected));
  const message = `${actual.toString()} is not within ${String(tolerance)} of ${expected.toString()}`;
  expect(distance, message).to.be.at.most(Number(abs(expected)) * tolerance);
}
