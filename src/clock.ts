import { setTimeout as delay } from "node:timers/promises";

/** The only time a part that waits knows; a test brings its own. */
export interface Clock {
  /** {ms} Since 1970. */
  readonly now: () => number;
  /** Ends after that many {ms}, or at once when `signal` says so. Never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch {
      // Interrupted: that is what the signal is for.
    }
  },
};
