import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { nextBlock } from "../actions.js";
import type { System } from "../system.js";

/** What `who`'s shares are worth at the venue's own mark. */
export async function holdingOf({ token }: System, who: HardhatEthersSigner, overrides: { blockTag?: "pending" } = {}) {
  return token.convertToAssets(await token.balanceOf(who), overrides);
}

/**
 * Runs an action that trades at its caller's expense, and expects that of `other`, who does nothing, it takes no more than
 * the unit by which equity may be rounded down.
 */
export async function expectSpared(
  system: System,
  other: HardhatEthersSigner,
  act: () => Promise<ContractTransactionResponse>,
): Promise<void> {
  const pending = await nextBlock(system);
  const before = await holdingOf(system, other, pending);
  await act();
  expect(await holdingOf(system, other)).to.be.at.least(before - 1n);
}
