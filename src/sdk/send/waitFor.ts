import { isError, type TransactionReceipt, type TransactionResponse } from "ethers";
import { decodeError } from "../errors/decodeError.js";
import type { ErrorContext } from "../errors/Phrases.js";
import type { SdkError } from "../errors/SdkError.js";
import { UnexpectedRevertError } from "../errors/transport.js";
import type { Sent } from "./sendPrepared.js";

/** What became of a transaction. */
export type TransactionResult<Outcome> =
  | {
      readonly status: "succeeded";
      readonly hash: string;
      readonly receipt: TransactionReceipt;
      readonly outcome: Outcome;
    }
  | {
      readonly status: "reverted";
      readonly hash: string;
      readonly receipt: TransactionReceipt;
      readonly error: SdkError;
    }
  /** The wallet's owner sent another one in its place. */
  | { readonly status: "replaced"; readonly hash: string; readonly receipt: TransactionReceipt };

/** {ms} How long a node that does not answer is asked again, and how often. */
const PATIENCE = 60_000;
const PAUSE = 500;

/**
 * Waits until a transaction is in a block and reads what it did. A node that does not answer is asked again for a minute,
 * since the transaction is on its way all the same.
 */
export async function waitFor<Outcome>({
  hash,
  response,
  prepared,
}: Sent<Outcome>): Promise<TransactionResult<Outcome>> {
  try {
    const receipt = await patiently(() => response.wait());
    if (receipt === null) throw new Error("The transaction has no receipt");
    return { status: "succeeded", hash, receipt, outcome: prepared.read(receipt.logs) };
  } catch (error) {
    if (isError(error, "TRANSACTION_REPLACED")) {
      if (!error.cancelled && error.receipt.status === 1) {
        // Only the price of gas differed.
        const { receipt } = error;
        return { status: "succeeded", hash: receipt.hash, receipt, outcome: prepared.read(receipt.logs) };
      }
      return { status: "replaced", hash: error.receipt.hash, receipt: error.receipt };
    }
    if (isError(error, "CALL_EXCEPTION") && error.receipt != null) {
      const reason = await replay(response, prepared.context);
      return { status: "reverted", hash, receipt: error.receipt, error: reason };
    }
    throw decodeError(error, prepared.context);
  }
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (isAnswer(error) || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

/** Whether that is what became of the transaction, and no failure to find out. */
function isAnswer(error: unknown): boolean {
  return isError(error, "TRANSACTION_REPLACED") || isError(error, "CALL_EXCEPTION");
}

/** A receipt does not say why a transaction reverted: the same call on the state of its block does. */
async function replay(response: TransactionResponse, context: ErrorContext): Promise<SdkError> {
  try {
    const { to, from, data, value, blockNumber } = response;
    await response.provider.call({ to, from, data, value, ...(blockNumber === null ? {} : { blockTag: blockNumber }) });
  } catch (error) {
    return decodeError(error, context);
  }
  return new UnexpectedRevertError("it succeeds when tried again");
}
