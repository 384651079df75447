import { signal } from "@preact/signals";
import type { Reason } from "../sdk.js";
import type { LiveChain } from "./LiveChain.js";

/** What a token was worth at some time. */
export interface PathPoint {
  /** {s} */
  readonly timestamp: bigint;
  /** {usd/base} WAD. */
  readonly price: bigint;
  /** {usd/share} WAD. */
  readonly nav: bigint;
}

export interface PastRebalance {
  readonly timestamp: bigint;
  readonly reason: Reason;
  readonly price: bigint;
  readonly sizeDelta: bigint;
  readonly before: bigint | undefined;
  readonly after: bigint;
}

export interface TokenHistory {
  readonly path: readonly PathPoint[];
  readonly rebalances: readonly PastRebalance[];
}

export class History {
  readonly #tokens = signal<Readonly<Record<string, TokenHistory>>>({});

  constructor(chain: LiveChain) {
    chain.onBlock(({ head }) => {
      this.#tokens.value = Object.fromEntries(
        chain.tokens.value.map(({ symbol, price, nav }) => {
          const before = this.#tokens.value[symbol] ?? { path: [], rebalances: [] };
          return [symbol, { ...before, path: [...before.path, { timestamp: head.timestamp, price, nav }] }];
        }),
      );
    });
  }

  of(symbol: string): TokenHistory | undefined {
    return this.#tokens.value[symbol];
  }
}
