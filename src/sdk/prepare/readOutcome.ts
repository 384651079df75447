import type { Log } from "ethers";
import { TOKEN_INTERFACE } from "../contracts.js";
import { findEvent } from "./findEvent.js";

/** What a mint did; {collateral} and {share}. */
export interface Minted {
  readonly assets: bigint;
  readonly shares: bigint;
  /** The venue's charge, and what stays in the fund. */
  readonly cost: bigint;
  readonly fee: bigint;
}

/** What a redeem did; {share} and {collateral}. A settled token charges neither cost nor fee. */
export interface Redeemed {
  readonly shares: bigint;
  readonly assets: bigint;
  readonly cost: bigint;
  readonly fee: bigint;
}

/** Reads what a transaction that minted the token at `address` did. */
export function readMinted(logs: readonly Log[], address: string): Minted {
  return readAction(logs, address, "Deposit", "Subscribed");
}

/** Reads what a transaction that redeemed the token at `address` did. */
export function readRedeemed(logs: readonly Log[], address: string): Redeemed {
  return readAction(logs, address, "Withdraw", "Redeemed");
}

function readAction(logs: readonly Log[], address: string, amounts: string, charges: string): Minted & Redeemed {
  const moved = findEvent(logs, address, TOKEN_INTERFACE, amounts);
  const charged = findEvent(logs, address, TOKEN_INTERFACE, charges);
  return {
    assets: moved?.args["assets"] as bigint,
    shares: moved?.args["shares"] as bigint,
    cost: (charged?.args["cost"] as bigint | undefined) ?? 0n,
    fee: (charged?.args["fee"] as bigint | undefined) ?? 0n,
  };
}
