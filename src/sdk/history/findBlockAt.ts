import type { System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";

/** The last block at or before `timestamp` {s}, not before the deployment's first: where a range of time starts. */
export async function findBlockAt({ provider, deployment }: System, timestamp: bigint): Promise<number> {
  try {
    let low = deployment.block;
    let high = await provider.getBlockNumber();
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const block = await provider.getBlock(middle);
      if (BigInt(block?.timestamp ?? 0) <= timestamp) low = middle;
      else high = middle - 1;
    }
    return low;
  } catch (error) {
    throw decodeError(error);
  }
}
