/** What `/healthz` answers. */
export interface HealthReport {
  readonly isHealthy: boolean;
  readonly status: "ok" | "starting" | "stale";
  /** {s} Since the last successful look at all tokens. */
  readonly lastTickAge: number | null;
}

/**
 * Whether the keeper does its work. Only a look that succeeded counts: a process that runs, answers and sees nothing is
 * not healthy.
 * @param lastTick {ms} When all tokens were last read; undefined before the first time.
 * @param now {ms}
 * @param unhealthyAfter {ms}
 */
export function healthOf(lastTick: number | undefined, now: number, unhealthyAfter: number): HealthReport {
  if (lastTick === undefined) return { isHealthy: false, status: "starting", lastTickAge: null };
  const isHealthy = now - lastTick <= unhealthyAfter;
  return { isHealthy, status: isHealthy ? "ok" : "stale", lastTickAge: (now - lastTick) / 1_000 };
}
