import type { Log } from "ethers";
import { enumName } from "../../sdk/index.js";
import { RebalanceUpkeep__factory } from "../../../types/ethers-contracts/index.js";

/** What became of one token in a `perform`, in the contract's order. */
export const OUTCOMES = ["Done", "NotDue", "Failed", "BackingOff"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const upkeep = RebalanceUpkeep__factory.createInterface();

export interface Attempt {
  readonly token: string;
  readonly outcome: Outcome;
}

export function toOutcome(value: bigint): Outcome {
  return enumName(OUTCOMES, value);
}

/** Reads from a receipt's logs what an upkeep did. */
export function readAttempts(address: string, logs: readonly Pick<Log, "address" | "topics" | "data">[]): Attempt[] {
  return logs
    .filter((log) => log.address.toLowerCase() === address.toLowerCase())
    .map((log) => upkeep.parseLog(log))
    .flatMap((event) => {
      if (event?.name !== "Attempted") return [];
      const { token, outcome } = event.args.toObject() as { token: string; outcome: bigint };
      return [{ token, outcome: toOutcome(outcome) }];
    });
}
