import type { Keeper } from "../Keeper.js";
import type { Simulated } from "./simulate.js";

/** Says which due tokens cannot be done, once for as long as that stays so. */
export function reportSimulated({ log, names, records, refusals }: Keeper, simulated: readonly Simulated[]): void {
  for (const { token, outcome } of simulated) {
    if (outcome === "Done" || outcome === "NotDue") {
      refusals.delete(token.address);
      continue;
    }
    if (refusals.get(token.address) === outcome) continue;
    refusals.set(token.address, outcome);
    records.error(outcome === "Failed" ? "rebalance-fails" : "backing-off");
    const name = names.of(token.address);
    const why = outcome === "Failed" ? "its rebalance would revert" : "its upkeep waits after a failure";
    log.warn({ token: name, health: token.health }, `${name} is due, but ${why}: trying again at every block`);
  }
}
