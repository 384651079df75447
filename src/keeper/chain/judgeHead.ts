import type { Head } from "./Head.js";

/** What a head is, seen from the last one: `behind` is of an endpoint that lags or lies, `reorg` of another branch. */
export type Verdict = "new" | "same" | "reorg" | "behind";

/**
 * Compares a head with the last one seen. An older one is never gone back to, except where the chain itself has: its hash
 * differs from the one known at its height, or it is of a later time than the last, which no laggard can know of.
 * @param knownHash The hash seen at a height, if one was.
 */
export function judgeHead(
  last: Head | undefined,
  next: Head,
  knownHash: (height: number) => string | undefined,
): Verdict {
  if (last === undefined) return "new";
  if (next.hash === last.hash) return "same";
  if (next.number > last.number) {
    return next.number === last.number + 1 && next.parentHash !== last.hash ? "reorg" : "new";
  }
  const known = knownHash(next.number);
  if (known !== undefined && known !== next.hash) return "reorg";
  return next.timestamp > last.timestamp ? "reorg" : "behind";
}
