import type { Log } from "ethers";
import { TOKEN_INTERFACE } from "../contracts.js";
import { mintFeeOf, redeemFeeOf } from "../history/feeOf.js";
import { findEvent } from "./findEvent.js";

/** What a mint did; {collateral} and {share}. */
export interface Minted {
  readonly assets: bigint;
  readonly shares: bigint;
  /** The venue's charge; negative where it paid. */
  readonly cost: bigint;
  /** What the collector's shares of it are worth. */
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
  const { feeShares, ...moved } = readAction(logs, address, "Deposit", "Subscribed");
  return { ...moved, fee: mintFeeOf({ ...moved, feeShares }) };
}

/** Reads what a transaction that redeemed the token at `address` did. */
export function readRedeemed(logs: readonly Log[], address: string): Redeemed {
  const { feeShares, ...moved } = readAction(logs, address, "Withdraw", "Redeemed");
  return { ...moved, fee: redeemFeeOf({ ...moved, feeShares }) };
}

function readAction(logs: readonly Log[], address: string, amounts: string, charges: string) {
  const moved = findEvent(logs, address, TOKEN_INTERFACE, amounts);
  const charged = findEvent(logs, address, TOKEN_INTERFACE, charges);
  return {
    assets: moved?.args["assets"] as bigint,
    shares: moved?.args["shares"] as bigint,
    cost: (charged?.args["cost"] as bigint | undefined) ?? 0n,
    feeShares: (charged?.args["feeShares"] as bigint | undefined) ?? 0n,
  };
}
