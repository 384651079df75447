import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { LiveChain } from "../chain/LiveChain.js";
import { readAttributions, type Attribution } from "../sdk.js";
import type { Holder } from "../wallet/Holder.js";

/** What became of each token the holder ever held. Read while somebody looks at it, when balances or prices change. */
export class Attributions {
  readonly #all = signal<readonly Attribution[] | undefined>(undefined, {
    watched: () => {
      this.#isWatched = true;
      void this.#read();
    },
    unwatched: () => {
      this.#isWatched = false;
    },
  });
  #isWatched = false;
  #isReading = false;
  /** What the last look was at. */
  #seen = "";

  constructor(
    private readonly chain: LiveChain,
    private readonly holder: Holder,
  ) {
    effect(() => {
      if (holder.address.value !== undefined) return;
      this.#all.value = undefined;
      this.#seen = "";
    });
    effect(() => {
      if (holder.account.value !== undefined && chain.tokens.value.length > 0) void this.#read();
    });
  }

  /** Undefined until it is known. */
  get all(): ReadonlySignal<readonly Attribution[] | undefined> {
    return this.#all;
  }

  async #read(): Promise<void> {
    const account = this.holder.account.peek();
    if (account === undefined || !this.#isWatched || this.#isReading) return;
    const prices = this.chain.tokens
      .peek()
      .map(({ price, rebalancedAt }) => `${String(price)} ${String(rebalancedAt)}`);
    const seen = [account.address, ...Object.entries(account.shares), ...prices].join();
    if (seen === this.#seen) return;
    this.#isReading = true;
    try {
      const all = await readAttributions(this.chain.system, account.address);
      if (account.address !== this.holder.address.peek()) return;
      this.#all.value = all;
      this.#seen = seen;
    } catch {
      // What was known stays; the next block brings another look.
      return;
    } finally {
      this.#isReading = false;
    }
    // What has changed in the meantime.
    await this.#read();
  }
}
