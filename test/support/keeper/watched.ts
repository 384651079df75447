import type { Blocker, Reason, WatchedToken } from "../../../src/sdk/index.js";

const WAD = 10n ** 18n;

/** A token as a keeper reads it: on target and not due, unless a reason is given. */
export function watched(address: string, reason: Reason = "None", overrides: Partial<WatchedToken> = {}): WatchedToken {
  return {
    address,
    health: "Live",
    phase: "Active",
    price: 60_000n * WAD,
    priceUpdatedAt: 1_000n,
    nav: WAD,
    leverage: 3n * WAD,
    targetLeverage: 3n * WAD,
    triggers: { lower: 90_000n * WAD, upper: 54_000n * WAD, emergency: 51_000n * WAD },
    rebalancedAt: 500n,
    blockedSince: 0n,
    decision: {
      action: reason === "None" ? "None" : "Trade",
      reason,
      blocker: "None",
      complete: true,
      sizeDelta: 0n,
      maxCost: 0n,
      tip: 0n,
      dueAt: 1_000n,
    },
    ...overrides,
  };
}

/** The same, drifted and blocked: reported `since` {s}, of use again at `dueAt` {s}. */
export function blocked(address: string, blocker: Blocker, since: bigint, dueAt: bigint): WatchedToken {
  const token = watched(address, "Drift", { blockedSince: since });
  return { ...token, decision: { ...token.decision, action: "Blocked", blocker, dueAt } };
}
