import { signal } from "@preact/signals";
import { readTimestamps } from "../../../src/sdk/history/readTimestamps.js";
import {
  findBlockAt,
  leverageOf,
  navPath,
  readHistory,
  readPriceHistory,
  type Blocker,
  type HistoryEntry,
  type Reason,
  type Token,
  type Update,
} from "../sdk.js";
import type { LiveChain } from "./LiveChain.js";

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

export interface PastRebalance {
  /** {s} */
  readonly timestamp: bigint;
  readonly reason: Reason;
  /** {usd/base} WAD. */
  readonly price: bigint;
  /** {base} Signed WAD. */
  readonly sizeDelta: bigint;
  /** {1} Real leverage, signed WAD. */
  readonly before: bigint;
  readonly after: bigint;
}

/** A rebalance that was found blocked. */
export interface PastBlock {
  /** {s} Of the report, and of the first in a row of them. */
  readonly timestamp: bigint;
  readonly since: bigint;
  readonly reason: Reason;
  readonly blocker: Blocker;
}

export interface TokenHistory {
  /** Oldest first; the last point is the newest block's. */
  readonly path: readonly PathPoint[];
  readonly rebalances: readonly (PastRebalance | PastBlock)[];
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
          rebalances: withoutRepeats(rebalancesOf(events, token)),
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
          own.length === 0 ? before.rebalances : withoutRepeats([...before.rebalances, ...rebalancesOf(own, token)]),
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

function rebalancesOf(events: readonly HistoryEntry[], token: Token): (PastRebalance | PastBlock)[] {
  return events.flatMap((event): (PastRebalance | PastBlock)[] => {
    if (event.kind === "rebalance") return [toPastRebalance(event, token)];
    if (event.kind !== "blocked") return [];
    const { timestamp, since, reason, blocker } = event;
    return [{ timestamp, since, reason, blocker }];
  });
}

/** What stays blocked is reported every ten minutes: the first report says it. */
function withoutRepeats(rebalances: readonly (PastRebalance | PastBlock)[]): readonly (PastRebalance | PastBlock)[] {
  return rebalances.filter((past, index) => {
    const before = rebalances[index - 1];
    if (before === undefined || !("blocker" in past) || !("blocker" in before)) return true;
    return past.blocker !== before.blocker || past.since !== before.since;
  });
}

function toPastRebalance(
  { timestamp, reason, sizeDelta, cost, tip, after }: HistoryEntry & { readonly kind: "rebalance" },
  token: Token,
): PastRebalance {
  return {
    timestamp,
    reason,
    price: after.price,
    sizeDelta,
    before: leverageOf({ ...after, size: after.size - sizeDelta, equity: after.equity + cost + tip }, token),
    after: leverageOf(after, token),
  };
}
