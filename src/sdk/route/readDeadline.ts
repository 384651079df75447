import type { System } from "../connect.js";

/** {s} By the chain's own clock, `patience` seconds from now: what a wallet is given to sign and a node to mine. */
export async function readDeadline({ provider }: System, patience = 1_200): Promise<bigint> {
  const block = await provider.getBlock("latest");
  return BigInt((block?.timestamp ?? 0) + patience);
}
