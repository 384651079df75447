import type { Filter, Log } from "ethers";
import type { System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";

/** {blocks} */
const FIRST_PAGE = 10_000;
const LEAST_PAGE = 16;

export interface BlockRange {
  /** By default the deployment's first. */
  readonly fromBlock?: number;
  /** By default the newest. */
  readonly toBlock?: number;
}

/**
 * Reads logs page by page, oldest first. Nodes grant ranges of very different length: a page is twice as long as the one
 * before, and a quarter where the node refuses. Throws when it refuses even the shortest.
 */
export async function readLogs(
  { provider, deployment }: System,
  filter: Pick<Filter, "address" | "topics">,
  range: BlockRange = {},
): Promise<readonly Log[]> {
  const logs: Log[] = [];
  try {
    const last = range.toBlock ?? (await provider.getBlockNumber());
    let page = FIRST_PAGE;
    for (let first = range.fromBlock ?? deployment.block; first <= last;) {
      const end = Math.min(first + page - 1, last);
      try {
        logs.push(...(await provider.getLogs({ ...filter, fromBlock: first, toBlock: end })));
        first = end + 1;
        page *= 2;
      } catch (error) {
        const shorter = Math.floor((end - first + 1) / 4);
        if (shorter < LEAST_PAGE) throw error;
        page = shorter;
      }
    }
  } catch (error) {
    throw decodeError(error);
  }
  return logs;
}
