import type { JsonRpcApiProvider, TransactionReceiptParams } from "ethers";
import type { InFlight } from "./InFlight.js";

/** What the chain says of the wallet's next nonce. */
export interface NonceState {
  /** Transactions in blocks; and with those that wait. */
  readonly latest: number;
  readonly pending: number;
  readonly receipt: Receipt | undefined;
}

/** The part of a receipt that is used. */
export interface Receipt {
  readonly hash: string;
  readonly blockNumber: number;
  readonly isSuccess: boolean;
  /** {gas} */
  readonly gasUsed: bigint;
  /** {wei/gas} */
  readonly gasPrice: bigint;
  readonly logs: TransactionReceiptParams["logs"];
}

/** Asks for both counts and for the receipt of everything offered, in one batch. */
export async function readNonce(
  provider: JsonRpcApiProvider,
  address: string,
  inFlight: InFlight | undefined,
): Promise<NonceState> {
  const count = (tag: string) => provider.send("eth_getTransactionCount", [address, tag]) as Promise<string>;
  const [latest, pending, receipts] = await Promise.all([
    count("latest"),
    count("pending"),
    Promise.all(
      (inFlight?.offers ?? []).map(
        ({ hash }) => provider.send("eth_getTransactionReceipt", [hash]) as Promise<unknown>,
      ),
    ),
  ]);
  const receipt = receipts.map(parseReceipt).find((found) => found !== undefined);
  return { latest: Number(latest), pending: Number(pending), receipt };
}

function parseReceipt(answer: unknown): Receipt | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const receipt = answer as Record<string, string> & { logs: Receipt["logs"] };
  return {
    hash: receipt["transactionHash"] ?? "",
    blockNumber: Number(receipt["blockNumber"]),
    isSuccess: Number(receipt["status"]) === 1,
    gasUsed: BigInt(receipt["gasUsed"] ?? 0),
    gasPrice: BigInt(receipt["effectiveGasPrice"] ?? 0),
    logs: receipt.logs,
  };
}
