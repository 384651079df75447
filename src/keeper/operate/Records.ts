import type { Registry } from "prom-client";
import type { Sighting } from "../chain/Heads.js";
import type { Clock } from "../clock.js";
import type { RequestRecord } from "../rpc/Endpoint.js";
import { newCounters, type Counters, type TransactionOutcome } from "./Counters.js";
import { errorClass } from "./errorClass.js";
import { createMetrics, type Metrics } from "./metrics.js";
import { toNumber } from "./triggerDistance.js";

/** Counts what happens, for whoever runs the keeper and for Prometheus alike. */
export class Records {
  readonly counters: Counters = newCounters();
  readonly metrics: Metrics;
  /** {ms} */
  lastTick: number | undefined;
  readonly #clock: Clock;

  constructor(register: Registry, clock: Clock) {
    this.metrics = createMetrics(register);
    this.#clock = clock;
  }

  request = ({ endpoint, method, outcome }: RequestRecord): void => {
    this.counters.requests += 1;
    this.metrics.requests.inc({ endpoint, method, outcome });
  };

  sighting({ head, lag, verdict }: Sighting): void {
    this.metrics.head.set(head.number);
    this.metrics.headAge.set(this.#clock.now() / 1_000 - head.timestamp);
    this.metrics.blockLag.set(lag);
    if (verdict !== "reorg") return;
    this.counters.reorgs += 1;
    this.metrics.reorgs.inc();
  }

  /** @param started {ms} */
  tick(started: number): void {
    this.lastTick = this.#clock.now();
    this.counters.ticks += 1;
    this.metrics.ticks.inc({ outcome: "succeeded" });
    this.metrics.tickSeconds.observe((this.lastTick - started) / 1_000);
    this.metrics.lastTick.set(this.lastTick / 1_000);
  }

  failedTick(error: unknown): void {
    this.counters.failedTicks += 1;
    this.metrics.ticks.inc({ outcome: "failed" });
    this.error(errorClass(error));
  }

  error(kind: string): void {
    this.counters.errors[kind] = (this.counters.errors[kind] ?? 0) + 1;
    this.metrics.errors.inc({ class: kind });
  }

  sent(kind: "first" | "replacement" | "cancellation" | "resent"): void {
    this.metrics.sent.inc({ kind });
    if (kind === "resent") {
      this.counters.resent += 1;
      return;
    }
    this.counters.sent += 1;
    if (kind !== "first") this.counters.replaced += 1;
  }

  /** @param gasPrice {wei/gas} */
  ended(outcome: TransactionOutcome, gasUsed = 0n, gasPrice = 0n): void {
    this.counters.outcomes[outcome] += 1;
    this.counters.gasUsed += gasUsed;
    this.counters.gasSpent += gasUsed * gasPrice;
    this.metrics.transactions.inc({ outcome });
    this.metrics.gasUsed.inc(Number(gasUsed));
    this.metrics.gasSpent.inc(toNumber(gasUsed * gasPrice));
  }

  rebalanced(token: string): void {
    this.counters.rebalances += 1;
    this.metrics.rebalances.inc({ token });
    this.metrics.lastSuccess.set({ token }, this.#clock.now() / 1_000);
  }
}
