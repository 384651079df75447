import type { Signer } from "ethers";
import type { Prepared } from "../prepare/Prepared.js";
import { execute } from "../send/execute.js";

/** What a wallet is asked for, in order: a signature that costs nothing, a transaction that approves, and the action. */
export type Step = "permit" | "approve" | "send";

/** How far a step has come: the wallet is asked, the chain is waited for, it is done. */
export interface Progress {
  readonly step: Step;
  readonly state: "wallet" | "chain" | "done";
  /** Of the step's transaction, once it is sent. */
  readonly hash?: string;
}

export type OnProgress = (progress: Progress) => void;

/** Sends a step's transaction, waits for it and reports on the way. */
export async function step<Outcome>(name: Step, prepared: Prepared<Outcome>, signer: Signer, onProgress: OnProgress) {
  onProgress({ step: name, state: "wallet" });
  const result = await execute(prepared, signer, (hash) => onProgress({ step: name, state: "chain", hash }));
  onProgress({ step: name, state: "done", hash: result.hash });
  return result;
}
