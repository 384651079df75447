import { signal } from "@preact/signals";
import { readTimestamps } from "../../../src/sdk/history/readTimestamps.js";
import { findBlockAt, navPath, readHistory, readPriceHistory, type Token, type Update } from "../sdk.js";
import type { LiveChain } from "./LiveChain.js";
import { pastOf, withoutRepeats, type Past } from "./past.js";

/** {s} How far back the page looks. */
const SPAN = 30n * 86_400n;

/** What a token was worth at some time. */
export interface PathPoint {
  /** {s} */
  readonly timestamp: bigint;
  /** {usd/base} WAD. */
  readonly price: bigint;
  /** {usd/share} WAD. */
  readonly nav: bigint;
}

export interface TokenHistory {
  /** Oldest first; the last point is the newest block's. */
  readonly path: readonly PathPoint[];
  readonly rebalances: readonly Past[];
}

/** What has happened to the tokens: read once from their events, then followed block by block. */
export class History {
  readonly #tokens = signal<Readonly<Record<string, TokenHistory>>>({});

  constructor(private readonly chain: LiveChain) {
    void this.#load();
    chain.onUpdate((update) => void this.#follow(update));
  }

  /** Undefined until it has been read. */
  of(symbol: string): TokenHistory | undefined {
    return this.#tokens.value[symbol];
  }

  async #load(): Promise<void> {
    const { system, tokens, head } = this.chain;
    const now = head.peek();
    if (now === undefined) return;
    const range = { fromBlock: await findBlockAt(system, now.timestamp - SPAN), toBlock: now.number };
    const markets = new Set(tokens.peek().map(({ market }) => market));
    const prices = new Map(
      [...markets].map((market) => [market, readPriceHistory(system, market, range).catch(() => [])]),
    );
    await Promise.all(
      tokens.peek().map(async (token) => {
        const [events, answers] = await Promise.all([
          readHistory(system, token.symbol, range),
          prices.get(token.market) ?? [],
        ]);
        this.#set(token.symbol, {
          path: navPath(events, answers, token),
          rebalances: withoutRepeats(pastOf(events, token)),
        });
      }),
    );
  }

  async #follow({ block, timestamp, events }: Update): Promise<void> {
    const older = events.filter((event) => event.block !== block);
    const times = await readTimestamps(
      this.chain.system,
      older.map((event) => event.block),
    );
    const entries = events.map((event) => ({ ...event, timestamp: times.get(event.block) ?? timestamp }));
    for (const token of this.chain.tokens.peek()) {
      const { symbol } = token;
      const before = this.#tokens.peek()[symbol];
      if (before === undefined) continue;
      const own = entries.filter((entry) => entry.token === symbol);
      this.#set(symbol, {
        path: withNewest(before.path, token, timestamp),
        rebalances:
          own.length === 0 ? before.rebalances : withoutRepeats([...before.rebalances, ...pastOf(own, token)]),
      });
    }
  }

  #set(symbol: string, history: TokenHistory): void {
    this.#tokens.value = { ...this.#tokens.value, [symbol]: history };
  }
}

/** While the price rests only the end of the path moves on. */
function withNewest(path: readonly PathPoint[], token: Token, timestamp: bigint): readonly PathPoint[] {
  const { price, nav, supply } = token;
  if (price === 0n || supply === 0n) return path;
  const hasRested = path.at(-1)?.price === price && path.at(-2)?.price === price;
  return [...(hasRested ? path.slice(0, -1) : path), { timestamp, price, nav }];
}
