import type { Fees } from "./Fees.js";
import { max, min } from "./quoteFees.js";

/** {1e-4} Nodes accept a replacement from 10 % on, some from 12.5 %. */
export const LEAST_BUMP = 1_250n;
const WHOLE = 10_000n;

/**
 * What to offer in place of a transaction that waits: both fees raised by at least `bump` {1e-4}, rounded up, or to what
 * is quoted now if that is more. Undefined when the ceiling does not leave room for that.
 */
export function bumpFees(
  previous: Fees,
  quoted: Fees | undefined,
  ceiling: bigint,
  bump = LEAST_BUMP,
): Fees | undefined {
  const leastFee = raised(previous.maxFeePerGas, bump);
  const leastPriorityFee = raised(previous.maxPriorityFeePerGas, bump);
  if (leastFee > ceiling || leastPriorityFee > ceiling) return undefined;
  return {
    maxFeePerGas: min(max(leastFee, quoted?.maxFeePerGas ?? 0n), ceiling),
    maxPriorityFeePerGas: min(max(leastPriorityFee, quoted?.maxPriorityFeePerGas ?? 0n), ceiling),
  };
}

/** Never the same: a zero would else stay one. */
function raised(fee: bigint, bump: bigint): bigint {
  return max((fee * (WHOLE + bump) + WHOLE - 1n) / WHOLE, fee + 1n);
}
