import type { Clock } from "../clock.js";

/**
 * The answer of `first`; or, once that has failed or kept us waiting for `patience` {ms}, of whichever of both has one
 * sooner. Rejects with what went wrong first when neither has.
 */
export async function hedge<T>(
  first: () => Promise<T>,
  second: () => Promise<T>,
  patience: number,
  clock: Clock,
): Promise<T> {
  const running = first();
  const inTime = new AbortController();
  const settled = running.then(
    () => "answered",
    () => "failed",
  );
  const state = await Promise.race([settled, clock.sleep(patience, inTime.signal)]);
  inTime.abort();
  if (state === "answered") return running;
  return Promise.any([running, second()]).catch(() => running);
}
