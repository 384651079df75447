import type { System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";

/** Blocks asked for at once. */
const BATCH = 100;

/** {s} The times of blocks, each asked for once. */
export async function readTimestamps(
  { provider }: System,
  blocks: readonly number[],
): Promise<ReadonlyMap<number, bigint>> {
  const unique = [...new Set(blocks)];
  const times = new Map<number, bigint>();
  try {
    for (let start = 0; start < unique.length; start += BATCH) {
      const batch = unique.slice(start, start + BATCH);
      const found = await Promise.all(batch.map((number) => provider.getBlock(number)));
      batch.forEach((number, at) => times.set(number, BigInt(found[at]?.timestamp ?? 0)));
    }
  } catch (error) {
    throw decodeError(error);
  }
  return times;
}
