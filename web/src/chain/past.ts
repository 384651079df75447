import { leverageOf, type Blocker, type HistoryEntry, type Reason, type Token } from "../sdk.js";

/** A rebalance that was done, or found blocked. */
export type Past = PastRebalance | PastBlock;

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

/** What the page shows of a token's events. */
export function pastOf(events: readonly HistoryEntry[], token: Token): Past[] {
  return events.flatMap((event): Past[] => {
    if (event.kind === "rebalance") return [toPastRebalance(event, token)];
    if (event.kind !== "blocked") return [];
    const { timestamp, since, reason, blocker } = event;
    return [{ timestamp, since, reason, blocker }];
  });
}

/** What stays blocked is reported every ten minutes: the first report says it. */
export function withoutRepeats(rebalances: readonly Past[]): readonly Past[] {
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
