import { formatDecimal } from "../../sdk/index.js";
import type { Keeper } from "../Keeper.js";
import type { TransactionOutcome } from "../operate/Counters.js";
import { gwei } from "../operate/describe.js";
import type { InFlight } from "./InFlight.js";
import { readAttempts, type Attempt } from "./outcomes.js";
import { readDeeds } from "./readDeeds.js";
import type { Receipt } from "./readNonce.js";

/** Takes note of what the transaction in flight has done, now that it is in a block, and frees the nonce. */
export function settle(keeper: Keeper, receipt: Receipt): void {
  const { inFlight, log, names, records, system } = keeper;
  if (inFlight === undefined) return;
  keeper.inFlight = undefined;
  const attempts = readAttempts(system.deployment.upkeep, receipt.logs);
  const done = attempts.filter(({ outcome }) => outcome === "Done");
  const outcome = outcomeOf(inFlight, receipt, done);
  records.ended(outcome, receipt.gasUsed, receipt.gasPrice);
  const { hash, gasUsed, gasPrice } = receipt;
  const deeds = readDeeds(receipt.logs, system.collateral);
  for (const { token, outcome: became } of attempts) {
    const name = names.of(token);
    const deed = deeds.get(token);
    if (became !== "Done") {
      log.info({ token: name, outcome: became }, `${name} was not rebalanced: ${became}`);
      continue;
    }
    if (deed !== undefined && "blocker" in deed) {
      log.info({ token: name, ...deed }, `${name} took note that it is blocked`);
      continue;
    }
    records.rebalanced(name);
    if (deed === undefined) log.info({ token: name }, `${name} is settled for good`);
    else log.info({ token: name, ...deed }, `${name} rebalanced to ${deed.leverage}`);
  }
  const details = {
    ...{ block: receipt.blockNumber, gas: Number(gasUsed), gasPrice: gwei(gasPrice) },
    ...{ cost: formatDecimal(gasUsed * gasPrice, 18, 6), hash },
  };
  log[outcome === "reverted" ? "error" : outcome === "wasted" ? "warn" : "info"](details, SENTENCES[outcome]);
}

const SENTENCES: Readonly<Record<TransactionOutcome, string>> = {
  done: "The transaction is mined",
  wasted: "The transaction found nothing to do: somebody else was faster",
  reverted: "The transaction reverted",
  cancelled: "The stuck transaction is cancelled",
  lost: "The transaction is gone",
};

function outcomeOf(
  { offers }: InFlight,
  { hash, isSuccess, logs }: Receipt,
  done: readonly Attempt[],
): TransactionOutcome {
  if (!isSuccess) return "reverted";
  if (done.length > 0) return "done";
  // An empty transfer emits nothing; a `perform` always does.
  return logs.length === 0 && offers.some((offered) => offered.hash === hash) ? "cancelled" : "wasted";
}
