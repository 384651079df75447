import { keccak256, type JsonRpcApiProvider, type Wallet } from "ethers";
import { bumpFees } from "../fees/bumpFees.js";
import type { Fees } from "../fees/Fees.js";
import { classifySendError, type Refusal } from "./classifySendError.js";

/** What is offered, at one nonce. */
export interface Request {
  readonly to: string;
  readonly data: string;
  readonly nonce: number;
  /** {gas} */
  readonly gasLimit: bigint;
}

/** A transaction that a node has, or may have. */
export interface Offered {
  readonly hash: string;
  readonly raw: string;
  readonly fees: Fees;
}

export type Offer =
  | { readonly status: "offered"; readonly last: Offered; readonly isSure: boolean; readonly error?: unknown }
  /** Every fee up to the ceiling is less than what waits there. */
  | { readonly status: "above-ceiling"; readonly fees: Fees }
  | { readonly status: "refused"; readonly refusal: Refusal; readonly error: unknown };

/**
 * Signs and sends, raising the fees while a transaction nobody here knows of stands in the way. An answer that is lost on
 * the way may have been a yes: the transaction then counts as offered.
 */
export async function offer(
  provider: JsonRpcApiProvider,
  wallet: Wallet,
  chainId: number,
  request: Request,
  first: Fees,
  ceiling: bigint,
): Promise<Offer> {
  for (let fees = first; ;) {
    const raw = await wallet.signTransaction({ ...request, ...fees, chainId, type: 2, value: 0n });
    const offered: Offered = { hash: keccak256(raw), raw, fees };
    const { refusal, error } = await broadcast(provider, raw);
    switch (refusal) {
      case undefined:
      case "already-known":
        return { status: "offered", last: offered, isSure: true };
      case "no-answer":
      case "other":
        return { status: "offered", last: offered, isSure: false, error };
      case "nonce-used":
        // Perhaps by this very transaction, when the first of two tries was heard: its receipt will tell.
        return { status: "offered", last: offered, isSure: false, error };
      case "underpriced": {
        const bumped = bumpFees(fees, undefined, ceiling);
        if (bumped === undefined) return { status: "above-ceiling", fees };
        fees = bumped;
        break;
      }
      case "fee-too-low":
      case "insufficient-funds":
        return { status: "refused", refusal, error };
    }
  }
}

/** Sends a signed transaction, and says why if the node does not take it. */
export async function broadcast(
  provider: JsonRpcApiProvider,
  raw: string,
): Promise<{ readonly refusal?: Refusal; readonly error?: unknown }> {
  try {
    await provider.send("eth_sendRawTransaction", [raw]);
    return {};
  } catch (error) {
    return { refusal: classifySendError(error), error };
  }
}
