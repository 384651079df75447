import type { Signer } from "ethers";
import { RejectedError } from "../errors/transport.js";
import type { Prepared } from "../prepare/Prepared.js";
import { sendPrepared } from "./sendPrepared.js";
import { waitFor, type TransactionResult } from "./waitFor.js";

/** Sends and waits, for callers that have nothing to show in between. Throws unless it succeeded. */
export async function execute<Outcome>(
  prepared: Prepared<Outcome>,
  signer: Signer,
): Promise<Extract<TransactionResult<Outcome>, { status: "succeeded" }>> {
  const result = await waitFor(await sendPrepared(prepared, signer));
  switch (result.status) {
    case "succeeded":
      return result;
    case "reverted":
      throw result.error;
    case "replaced":
      throw new RejectedError({ cause: result });
  }
}
