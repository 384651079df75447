import type { Signer } from "ethers";
import { RejectedError } from "../errors/transport.js";
import type { Prepared } from "../prepare/Prepared.js";
import { sendPrepared } from "./sendPrepared.js";
import { waitFor, type TransactionResult } from "./waitFor.js";

/**
 * Sends and waits, for callers that have nothing to do in between; `onSent` is told the hash. Throws unless it
 * succeeded.
 */
export async function execute<Outcome>(
  prepared: Prepared<Outcome>,
  signer: Signer,
  onSent?: (hash: string) => void,
): Promise<Extract<TransactionResult<Outcome>, { status: "succeeded" }>> {
  const sent = await sendPrepared(prepared, signer);
  onSent?.(sent.hash);
  const result = await waitFor(sent);
  switch (result.status) {
    case "succeeded":
      return result;
    case "reverted":
      throw result.error;
    case "replaced":
      throw new RejectedError({ cause: result });
  }
}
