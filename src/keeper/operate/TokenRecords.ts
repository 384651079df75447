import { HEALTH, type WatchedToken } from "../../sdk/index.js";
import type { Metrics } from "./metrics.js";
import { toNumber, triggerDistance } from "./triggerDistance.js";

/** Shows tokens in metrics, and knows since when each has been due. */
export class TokenRecords {
  readonly #metrics: Metrics;
  /** {ms} By address. */
  readonly #dueSince = new Map<string, number>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /**
   * @param timestamp {s} Of the block the token was read in.
   * @param now {ms}
   * @returns Whether the token has become due since it was last shown.
   */
  show(name: string, token: WatchedToken, timestamp: bigint, now: number): boolean {
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
    return this.#showDue(labels, token, now);
  }

  #showDue(labels: { token: string }, { address, decision }: WatchedToken, now: number): boolean {
    const isDue = decision.action !== "None";
    this.#metrics.isEmergency.set(labels, isDue && decision.reason === "Emergency" ? 1 : 0);
    const since = this.#dueSince.get(address);
    if (!isDue) this.#dueSince.delete(address);
    else if (since === undefined) this.#dueSince.set(address, now);
    this.#metrics.dueSeconds.set(labels, isDue ? (now - (since ?? now)) / 1_000 : 0);
    return isDue && since === undefined;
  }
}
