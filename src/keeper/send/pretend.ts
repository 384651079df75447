import type { WatchedToken } from "../../sdk/index.js";
import type { Keeper } from "../Keeper.js";
import { reportSimulated } from "./reportSimulated.js";
import { simulate } from "./simulate.js";

/** A dry run: says what a transaction would do. */
export async function pretend(keeper: Keeper, due: readonly WatchedToken[]): Promise<void> {
  const { log, names, settings, upkeep, wallet } = keeper;
  // Whoever performs makes no difference to a simulation: anyone may.
  const from = wallet?.address ?? (await upkeep.getAddress());
  const simulated = await simulate(upkeep, due.slice(0, settings.batch), settings.tipReceiver ?? from, from);
  reportSimulated(keeper, simulated);
  const done = simulated.filter(({ outcome }) => outcome === "Done").map(({ token }) => names.of(token.address));
  if (done.length > 0) log.info({ tokens: done }, `Dry run: would rebalance ${done.join(", ")}`);
}
