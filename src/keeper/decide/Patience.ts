import type { WatchedToken } from "../../sdk/index.js";

/**
 * Leaves what is due to another keeper for a while: of several that look at the same block all would send, and all but one
 * in vain. Forgotten in a crash without harm; the wait then begins anew.
 */
export class Patience {
  readonly #since = new Map<string, number>();

  /** @param blocks {blocks} For how long; 0 for not at all. */
  constructor(private readonly blocks: number) {}

  /** Of the due tokens those that have been due for long enough, in the order given. */
  ripe(due: readonly WatchedToken[], block: number): readonly WatchedToken[] {
    const addresses = new Set(due.map(({ address }) => address));
    for (const address of this.#since.keys()) if (!addresses.has(address)) this.#since.delete(address);
    return due.filter(({ address }) => {
      const since = this.#since.get(address) ?? block;
      // A reorg may have led back behind the block it was first seen in.
      this.#since.set(address, Math.min(since, block));
      return block - since >= this.blocks;
    });
  }
}
