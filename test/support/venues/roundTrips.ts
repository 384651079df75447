import { deposit, redeem } from "../actions.js";
import { give, type System } from "../system.js";
import { expectSpared } from "./spare.js";

/** Alice, beside Bob who holds 100,000, mints for a million and leaves again, fourteen times. */
export async function goInAndOut(system: System): Promise<void> {
  const { token, alice, bob, unit } = system;
  const assets = 1_000_000n * unit;
  await deposit(system, bob, 100_000n * unit);
  await give(system, alice, 20n * assets, token);
  for (let i = 0; i < 14; i++) {
    await expectSpared(system, bob, () => token.connect(alice)["deposit(uint256,address)"](assets, alice));
    await expectSpared(system, bob, () => redeem(system, alice));
  }
}
