import { BLOCKERS, HEALTH, type Blocker, type WatchedToken } from "../../sdk/index.js";
import type { Metrics } from "./metrics.js";
import { toNumber, triggerDistance } from "./triggerDistance.js";

/** What a person is told about a token: it became due, something else stands in its way now, or nothing any more. */
export type TokenChange = "due" | "blocked" | "unblocked";

/** Shows tokens in metrics, and knows since when each has been due and what blocks it. */
export class TokenRecords {
  readonly #metrics: Metrics;
  /** {ms} By address. */
  readonly #dueSince = new Map<string, number>();
  /** By address; those that are blocked. */
  readonly #blockers = new Map<string, Blocker>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /**
   * @param timestamp {s} Of the block the token was read in.
   * @param now {ms}
   * @returns What has changed since the token was last shown, if that is worth a line.
   */
  show(name: string, token: WatchedToken, timestamp: bigint, now: number): TokenChange | undefined {
    const labels = { token: name };
    const { nav, leverage, target, price, priceAge, health, rebalancedAt } = this.#metrics;
    target.set(labels, toNumber(token.targetLeverage));
    rebalancedAt.set(labels, Number(token.rebalancedAt));
    for (const state of HEALTH) health.set({ token: name, health: state }, token.health === state ? 1 : 0);
    if (token.health === "PriceInvalid") {
      // A last value that stays would look alive.
      for (const gauge of [nav, leverage, price, priceAge]) gauge.remove(labels);
    } else {
      nav.set(labels, toNumber(token.nav));
      leverage.set(labels, toNumber(token.leverage));
      price.set(labels, toNumber(token.price));
      priceAge.set(labels, Number(timestamp - token.priceUpdatedAt));
    }
    for (const [trigger, at] of Object.entries(token.triggers)) {
      const distance = triggerDistance(at, token.price);
      if (distance === undefined) this.#metrics.triggerDistance.remove({ token: name, trigger });
      else this.#metrics.triggerDistance.set({ token: name, trigger }, distance);
    }
    this.#metrics.isEmergency.set(labels, token.decision.reason === "Emergency" ? 1 : 0);
    const change = this.#showBlocked(labels, token, timestamp);
    return this.#showDue(labels, token, now) ? "due" : change;
  }

  #showBlocked(labels: { token: string }, token: WatchedToken, timestamp: bigint): TokenChange | undefined {
    const { address, blockedSince, decision } = token;
    const { blocker } = decision;
    for (const reason of BLOCKERS) {
      if (reason !== "None") this.#metrics.blocked.set({ ...labels, reason }, blocker === reason ? 1 : 0);
    }
    const isKnown = blocker !== "None" && blockedSince !== 0n;
    this.#metrics.blockedSeconds.set(labels, isKnown ? Number(timestamp - blockedSince) : 0);
    const before = this.#blockers.get(address) ?? "None";
    // Without a price there is no telling.
    if (blocker === before || token.health === "PriceInvalid") return undefined;
    if (blocker === "None") this.#blockers.delete(address);
    else this.#blockers.set(address, blocker);
    return blocker === "None" ? "unblocked" : "blocked";
  }

  /** Whether the token has become due since it was last shown. What is blocked is not due. */
  #showDue(labels: { token: string }, { address, decision }: WatchedToken, now: number): boolean {
    const isDue = decision.action === "Trade" || decision.action === "Settle";
    const since = this.#dueSince.get(address);
    if (!isDue) this.#dueSince.delete(address);
    else if (since === undefined) this.#dueSince.set(address, now);
    this.#metrics.dueSeconds.set(labels, isDue ? (now - (since ?? now)) / 1_000 : 0);
    return isDue && since === undefined;
  }
}
