import { signal, type ReadonlySignal } from "@preact/signals";
import type { Log } from "ethers";
import { decodeError, readTokens, type System, type Token } from "../sdk.js";
import type { Head } from "./Head.js";

/** {ms} How often the node is asked for a new block; hidden pages can wait. */
const LOOK_INTERVAL = 400;
const HIDDEN_INTERVAL = 5_000;
/** {ms} A node that takes longer counts as gone. */
const PATIENCE = 8_000;
/** Blocks whose events are fetched at once: more than a visitor who was away can wait for is left to a reload. */
const MOST_BLOCKS = 2_000;

export type Connection = "live" | "lost" | "restarted";

/** What a block brought. */
export interface BlockNews {
  readonly head: Head;
  /** Of the tokens and the collateral, since the block before. */
  readonly logs: readonly Log[];
}

/**
 * The one place where the page reads tokens: one call for a page of them and one for the events, once per block. A node
 * that goes away is asked again until it is back.
 */
export class LiveChain {
  readonly #tokens = signal<readonly Token[]>([]);
  readonly #head = signal<Head | undefined>(undefined);
  readonly #connection = signal<Connection>("live");
  readonly #listeners = new Set<(news: BlockNews) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(readonly system: System) {}

  get tokens(): ReadonlySignal<readonly Token[]> {
    return this.#tokens;
  }

  get head(): ReadonlySignal<Head | undefined> {
    return this.#head;
  }

  get connection(): ReadonlySignal<Connection> {
    return this.#connection;
  }

  /** The token of that symbol, if the registry has it. */
  token(symbol: string): Token | undefined {
    return this.#tokens.value.find((token) => token.symbol === symbol);
  }

  /** Calls `listener` for each new block; returns how to stop. */
  onBlock(listener: (news: BlockNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the newest block and follows the chain from there. Throws when even the first look fails. */
  async start(): Promise<void> {
    await this.#look();
    document.addEventListener("visibilitychange", this.#lookNow);
    this.#wait();
  }

  stop(): void {
    this.#stopped = true;
    document.removeEventListener("visibilitychange", this.#lookNow);
    clearTimeout(this.#timer);
  }

  readonly #lookNow = () => {
    clearTimeout(this.#timer);
    void this.#tryLook();
  };

  #wait(): void {
    if (this.#stopped) return;
    const interval = document.hidden ? HIDDEN_INTERVAL : LOOK_INTERVAL;
    this.#timer = setTimeout(this.#lookNow, interval);
  }

  async #tryLook(): Promise<void> {
    try {
      await within(PATIENCE, this.#look());
      if (this.#connection.value === "lost") this.#connection.value = "live";
    } catch {
      this.#connection.value = "lost";
    }
    this.#wait();
  }

  async #look(): Promise<void> {
    const { provider } = this.system;
    const number = await provider.getBlockNumber();
    const before = this.#head.value;
    if (number === before?.number) return;
    if (before !== undefined && number < before.number) {
      // Another chain answers at the same address: nothing that was read is true any more.
      this.#connection.value = "restarted";
      this.stop();
      return;
    }
    const [{ tokens, timestamp }, logs] = await Promise.all([
      readTokens(this.system),
      before === undefined ? [] : this.#readLogs(before.number + 1, number),
    ]);
    const head = { number, timestamp, seenAt: Date.now() };
    this.#tokens.value = tokens;
    this.#head.value = head;
    for (const listener of this.#listeners) listener({ head, logs });
  }

  async #readLogs(fromBlock: number, toBlock: number): Promise<readonly Log[]> {
    const { provider, deployment } = this.system;
    const feeds = Object.values(deployment.markets).flatMap(({ feed }) => feed ?? []);
    const address = [deployment.collateral, ...this.#tokens.value.map((token) => token.address), ...feeds];
    try {
      return await provider.getLogs({ address, fromBlock: Math.max(fromBlock, toBlock - MOST_BLOCKS), toBlock });
    } catch (error) {
      throw decodeError(error);
    }
  }
}

function within<T>(patience: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The node did not answer in time")), patience);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
