import type { EthereumProvider } from "hardhat/types/providers";

/** A transaction of an account the chain holds the key of. */
export interface Call {
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

/** A transaction's outcome, as JSON-RPC says it. */
export interface Receipt {
  readonly status: string;
  readonly logs: readonly { readonly address: string; readonly topics: string[]; readonly data: string }[];
}

/** Far more than any of the demo's transactions needs; naming it saves an estimate each time. */
const GAS = "0x1e8480";

/**
 * The in-process chain as the demo drives it: no block but those asked for, each at a time of the demo's choosing. It
 * speaks JSON-RPC directly, because thousands of blocks through a wallet library take minutes.
 */
export class Chain {
  readonly #provider: EthereumProvider;
  #now = 0;

  constructor(provider: EthereumProvider) {
    this.#provider = provider;
  }

  /** {s} Time of the newest block. */
  get now(): number {
    return this.#now;
  }

  /** Stops the chain from making blocks of its own, and reads its time. */
  async takeOver(): Promise<void> {
    await this.#provider.request({ method: "evm_setAutomine", params: [false] });
    await this.readTime();
  }

  async readTime(): Promise<void> {
    const block = (await this.#provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
      timestamp: string;
    };
    this.#now = Number(block.timestamp);
  }

  /** Mines whatever is waiting into one block at `time`. */
  async mine(time: number): Promise<void> {
    await this.#provider.request({ method: "evm_mine", params: [time] });
    this.#now = time;
  }

  /** Puts the calls into one block at `time`, in order, and returns what became of them. */
  async execute(time: number, calls: readonly Call[]): Promise<Receipt[]> {
    const hashes = await this.send(time, calls);
    const receipts = hashes.map((hash) =>
      this.#provider.request({ method: "eth_getTransactionReceipt", params: [hash] }),
    );
    return (await Promise.all(receipts)) as Receipt[];
  }

  /** Like {@link execute}, without asking what became of them. */
  async send(time: number, calls: readonly Call[]): Promise<string[]> {
    const hashes: string[] = [];
    for (const { from, to, data } of calls) {
      const params = [{ from, to, data, gas: GAS }];
      hashes.push((await this.#provider.request({ method: "eth_sendTransaction", params })) as string);
    }
    await this.mine(time);
    return hashes;
  }

  /** The chain as it is now, to come back to; usable once. */
  async snapshot(): Promise<string> {
    return (await this.#provider.request({ method: "evm_snapshot" })) as string;
  }

  async revert(snapshot: string): Promise<void> {
    await this.#provider.request({ method: "evm_revert", params: [snapshot] });
    await this.readTime();
  }
}
