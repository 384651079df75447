import type { ContractTransaction, Log } from "ethers";
import type { ErrorContext } from "../errors/Phrases.js";

/** A transaction that is ready to be signed and sent, and how to read what it did. */
export interface Prepared<Outcome> {
  readonly request: ContractTransaction;
  /** What error messages about it need to know. */
  readonly context: ErrorContext;
  /** Reads the outcome from the logs of its receipt. */
  readonly read: (logs: readonly Log[]) => Outcome;
}
