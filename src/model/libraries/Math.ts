import { div } from "./Checked.js";

export function abs(x: bigint): bigint {
  return x < 0n ? -x : x;
}

export function min(x: bigint, y: bigint): bigint {
  return x < y ? x : y;
}

export function max(x: bigint, y: bigint): bigint {
  return x > y ? x : y;
}

export function saturatingSub(x: bigint, y: bigint): bigint {
  return x > y ? x - y : 0n;
}

/** x / y, rounded up; neither is negative. */
export function ceilDiv(x: bigint, y: bigint): bigint {
  return div(x + y - 1n, y);
}

/** The square root, rounded up. */
export function sqrtUp(x: bigint): bigint {
  if (x === 0n) return 0n;
  // A double is right to one part in 2^52 and every step of Newton's doubles that; from above it only falls.
  let root = BigInt(Math.ceil(Math.sqrt(Number(x)))) + 1n;
  root = (root + x / root) >> 1n;
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) break;
    root = next;
  }
  return root * root < x ? root + 1n : root;
}
