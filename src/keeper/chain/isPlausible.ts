/** {s} How far a block's time may be ahead of this machine's. */
const AHEAD = 120;

/**
 * Whether a head's time fits this machine's clock. An endpoint that has stopped following the chain shows an old head for
 * ever, even when there is no other to compare it with.
 * @param timestamp {s} The head's.
 * @param now {s}
 * @param maxAge {s} 0 where blocks are made on demand or time is moved, and no age is wrong.
 */
export function isPlausible(timestamp: number, now: number, maxAge: number): boolean {
  if (maxAge === 0) return true;
  return timestamp <= now + AHEAD && timestamp >= now - maxAge;
}
