import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { id, zeroPadValue } from "ethers";
import type { LiveChain } from "../chain/LiveChain.js";
import { readAccount, type Account, type Update } from "../sdk.js";
import type { Wallet } from "./Wallet.js";

const TRANSFER = id("Transfer(address,address,uint256)");

/** Who uses the page: the connected wallet, and what it holds. Balances are read again when a transfer touches them. */
export class Holder {
  readonly #wallet = signal<Wallet | undefined>(undefined);
  readonly #account = signal<Account | undefined>(undefined);
  /** The first block whose transfers have not been looked at. */
  #next: number | undefined;
  /** Counts looks at the balances: an earlier one that comes late says less. */
  #looks = 0;
  /** Whether the last look failed. */
  #isOutdated = false;

  constructor(private readonly chain: LiveChain) {
    effect(() => {
      this.#account.value = undefined;
      if (this.address.value !== undefined) void this.refresh();
    });
    chain.onUpdate((update) => void this.#follow(update));
  }

  get wallet(): ReadonlySignal<Wallet | undefined> {
    return this.#wallet;
  }

  /** What the address holds; undefined until it is known. */
  get account(): ReadonlySignal<Account | undefined> {
    return this.#account;
  }

  /** Checksummed; undefined while no wallet is connected. */
  readonly address = computed(() => this.#wallet.value?.address.value);

  readonly isOnWrongChain = computed(() => {
    const wallet = this.#wallet.value;
    return wallet !== undefined && wallet.chainId.value !== this.chain.system.deployment.chainId;
  });

  connect(wallet: Wallet): void {
    this.#wallet.peek()?.disconnect();
    this.#wallet.value = wallet;
  }

  disconnect(): void {
    this.#wallet.peek()?.disconnect();
    this.#wallet.value = undefined;
  }

  /** Reads the balances. A failed look leaves what was known, and the next block brings another. */
  async refresh(): Promise<void> {
    const address = this.address.peek();
    if (address === undefined) return;
    this.#looks += 1;
    const look = this.#looks;
    const account = await readAccount(this.chain.system, address).catch(() => undefined);
    if (look !== this.#looks || address !== this.address.peek()) return;
    this.#isOutdated = account === undefined;
    if (account !== undefined) this.#account.value = account;
  }

  async #follow({ block }: Update): Promise<void> {
    const address = this.address.peek();
    const since = this.#next ?? block;
    this.#next = block + 1;
    if (address === undefined) return;
    if (this.#isOutdated || (await this.#isTouched(address, since, block))) await this.refresh();
  }

  async #isTouched(address: string, fromBlock: number, toBlock: number): Promise<boolean> {
    const { provider, deployment } = this.chain.system;
    const contracts = [deployment.collateral, ...Object.values(deployment.tokens)];
    const logs = await provider
      .getLogs({ address: contracts, topics: [TRANSFER], fromBlock, toBlock })
      .catch(() => undefined);
    const topic = zeroPadValue(address, 32).toLowerCase();
    // Where the node does not say, looking again does no harm.
    return logs === undefined || logs.some(({ topics }) => topics.slice(1).includes(topic));
  }
}
