import { ceilDiv, max, min, saturatingSub } from "./Math.js";

/** Where a search for the newest valid round not after some time stands. The twin's feeds have no phases. */
export interface Place {
  /** A round that is not after the time, or 0. Round `high` is the next candidate once `low` has reached it. */
  low: bigint;
  /** All rounds above it are excluded: after the time, not valid or not there. */
  high: bigint;
  /** Whether `high` is a round there has been; if not, the newest round is unknown. */
  isBounded: boolean;
}

const MAX_ROUND = 2n ** 64n - 1n;
const BEGUN = 1n << 145n;

/** Packs the place into one word. */
export function toCursor({ low, high, isBounded }: Place): bigint {
  return BEGUN | (isBounded ? 1n << 144n : 0n) | (low << 64n) | high;
}

/** Unpacks what {@link toCursor} has packed. */
export function fromCursor(cursor: bigint): Place {
  return {
    low: BigInt.asUintN(64, cursor >> 64n),
    high: BigInt.asUintN(64, cursor),
    isBounded: ((cursor >> 144n) & 1n) === 1n,
  };
}

/** The place whose next candidate is that round. */
export function startAt(round: bigint): Place {
  return { low: round, high: round, isBounded: true };
}

/** The place at the end of a feed whose newest round is not known. */
export function endOf(): Place {
  return { low: 0n, high: MAX_ROUND, isBounded: false };
}

/** Which round to ask whether it is after the time. Where the end is unknown, twice as far each time. */
export function middle({ low, high, isBounded }: Place): bigint {
  if (high === MAX_ROUND && !isBounded) return min(max(2n * low, 1n), MAX_ROUND);
  return low + ceilDiv(high - low, 2n);
}

/** Goes on below the candidate, which is not valid. */
export function reject(place: Place): void {
  place.high = saturatingSub(place.high, 1n);
  place.low = place.high;
}

/** Goes on below the candidate, which is after the time. Many rounds below it may be so too. */
export function rejectAsLater(place: Place): void {
  place.high = saturatingSub(place.high, 1n);
  place.low = 0n;
}
