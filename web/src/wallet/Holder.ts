import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { zeroPadValue } from "ethers";
import type { BlockNews, LiveChain } from "../chain/LiveChain.js";
import { readAccount, type Account } from "../sdk.js";
import type { Wallet } from "./Wallet.js";

/** Who uses the page: the connected wallet, and what it holds. Balances are read again when a transfer touches them. */
export class Holder {
  readonly #wallet = signal<Wallet | undefined>(undefined);
  readonly #account = signal<Account | undefined>(undefined);

  constructor(private readonly chain: LiveChain) {
    effect(() => {
      this.#account.value = undefined;
      if (this.address.value !== undefined) void this.refresh();
    });
    chain.onBlock((news) => {
      if (this.address.value === undefined) return;
      if (this.#account.value === undefined || this.#isTouched(news, this.address.value)) void this.refresh();
    });
  }

  get wallet(): ReadonlySignal<Wallet | undefined> {
    return this.#wallet;
  }

  /** What the address holds; undefined until it is known. */
  get account(): ReadonlySignal<Account | undefined> {
    return this.#account;
  }

  readonly address = computed(() => this.#wallet.value?.address.value);
  readonly isOnWrongChain = computed(() => {
    const wallet = this.#wallet.value;
    return wallet !== undefined && wallet.chainId.value !== this.chain.system.deployment.chainId;
  });

  connect(wallet: Wallet): void {
    this.#wallet.value?.disconnect();
    this.#wallet.value = wallet;
  }

  disconnect(): void {
    this.#wallet.value?.disconnect();
    this.#wallet.value = undefined;
  }

  async refresh(): Promise<void> {
    const address = this.address.peek();
    if (address === undefined) return;
    // A failed look leaves what was known; the next block brings another.
    const account = await readAccount(this.chain.system, address).catch(() => undefined);
    if (account !== undefined && account.address === this.address.peek()) this.#account.value = account;
  }

  #isTouched({ logs }: BlockNews, address: string): boolean {
    const topic = zeroPadValue(address, 32).toLowerCase();
    return logs.some(({ topics }) => topics.slice(1).some((indexed) => indexed.toLowerCase() === topic));
  }
}
