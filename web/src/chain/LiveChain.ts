import { signal, type ReadonlySignal } from "@preact/signals";
import { follow, type SdkError, type System, type Token, type Update } from "../sdk.js";
import type { Head } from "./Head.js";

/** {ms} How often the node is asked for a new block, and how long it may take. */
const PACE = { interval: 400, patience: 8_000 };

export type Connection = "live" | "lost" | "restarted";

/** The one place where the page reads tokens: once per block. A node that goes away is asked again until it is back. */
export class LiveChain {
  readonly #tokens = signal<readonly Token[]>([]);
  readonly #head = signal<Head | undefined>(undefined);
  readonly #connection = signal<Connection>("live");
  readonly #listeners = new Set<(update: Update) => void>();

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

  /** Calls `listener` for each new block. */
  onUpdate(listener: (update: Update) => void): void {
    this.#listeners.add(listener);
  }

  /** Reads the newest block and follows the chain from there. Throws when the node does not even tell the first. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const following = follow(
        () => this.system,
        {
          onUpdate: (update) => {
            if (update.isReset) {
              // Nothing that was read is true any more, and what was deployed may be elsewhere.
              following.stop();
              this.#connection.value = "restarted";
              return;
            }
            this.#take(update);
            resolve();
          },
          onLost: (error) => {
            this.#lose(error, reject);
          },
        },
        PACE,
      );
    });
  }

  #take(update: Update): void {
    this.#connection.value = "live";
    this.#tokens.value = update.tokens;
    this.#head.value = { number: update.block, timestamp: update.timestamp, seenAt: Date.now() };
    for (const listener of this.#listeners) listener(update);
  }

  #lose(error: SdkError, reject: (error: SdkError) => void): void {
    this.#connection.value = "lost";
    if (this.#head.value === undefined) reject(error);
  }
}
