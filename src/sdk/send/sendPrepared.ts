import type { Signer, TransactionResponse } from "ethers";
import { decodeError } from "../errors/decodeError.js";
import type { Prepared } from "../prepare/Prepared.js";

/** A transaction on its way. */
export interface Sent<Outcome> {
  readonly hash: string;
  readonly response: TransactionResponse;
  readonly prepared: Prepared<Outcome>;
}

/** Signs and sends. Throws the decoded error when the chain would refuse it. */
export async function sendPrepared<Outcome>(prepared: Prepared<Outcome>, signer: Signer): Promise<Sent<Outcome>> {
  try {
    const response = await signer.sendTransaction(prepared.request);
    return { hash: response.hash, response, prepared };
  } catch (error) {
    throw decodeError(error, prepared.context);
  }
}
