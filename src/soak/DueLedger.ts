/** One rebalance, from the block in whose state it is due to the block that did it. */
export interface Entry {
  readonly token: string;
  readonly reason: string;
  readonly since: number;
  readonly doneAt: number;
  /** Blocks it took, of those made while the chain could be reached. */
  readonly reachableBlocks: number;
}

/** What the chain shows after one block. */
export interface BlockFacts {
  readonly number: number;
  /** Whether the chain could be reached all the time since the block before. */
  readonly isReachable: boolean;
  /** Reasons of what is due, by token. */
  readonly due: ReadonlyMap<string, string>;
  /** Tokens rebalanced, found blocked or settled in this block, as often as that happened. */
  readonly done: readonly string[];
}

interface Open {
  readonly reason: string;
  readonly since: number;
  reachableBlocks: number;
}

/** Keeps account of what was due, when it was done, and what was done without being due. Blocks come in their order. */
export class DueLedger {
  readonly #open = new Map<string, Open>();
  readonly entries: Entry[] = [];
  /** Due, and then no longer, without anybody's doing: the price came back. */
  lapsed = 0;
  /** Done although it had not been due in the block before, or done twice in one. */
  readonly undue: string[] = [];

  add({ number, isReachable, due, done }: BlockFacts): void {
    for (const open of this.#open.values()) if (isReachable) open.reachableBlocks += 1;
    for (const token of done) {
      const open = this.#open.get(token);
      if (open === undefined) this.undue.push(`${token} in block ${String(number)}`);
      else this.entries.push({ token, ...open, doneAt: number });
      this.#open.delete(token);
    }
    for (const token of this.#open.keys()) {
      if (due.has(token)) continue;
      this.#open.delete(token);
      this.lapsed += 1;
    }
    for (const [token, reason] of due) {
      if (!this.#open.has(token)) this.#open.set(token, { reason, since: number, reachableBlocks: 0 });
    }
  }

  /** What is due and not done yet, with the reachable blocks it has waited. */
  get waiting(): readonly { readonly token: string; readonly reachableBlocks: number }[] {
    return [...this.#open].map(([token, { reachableBlocks }]) => ({ token, reachableBlocks }));
  }
}
