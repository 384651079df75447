import type { FeeHistory } from "./parseFeeHistory.js";
import type { Fees } from "./Fees.js";

export interface FeeLimits {
  /** {wei/gas} The most that is ever offered. */
  readonly ceiling: bigint;
  /** {wei/gas} The least that is offered on top of the base fee. */
  readonly minPriorityFee: bigint;
}

/**
 * What to offer for a place in one of the next blocks: twice the coming base fee, so that six full blocks in a row do not
 * price it out, and on top the median of what was paid lately. Never more than the ceiling; undefined when even the base
 * fee alone is above that, and the transaction would only lie and wait.
 */
export function quoteFees(
  { nextBaseFee, rewards }: FeeHistory,
  { ceiling, minPriorityFee }: FeeLimits,
): Fees | undefined {
  if (nextBaseFee + minPriorityFee > ceiling) return undefined;
  const wanted = max(median(rewards), minPriorityFee);
  const maxPriorityFeePerGas = min(wanted, ceiling - nextBaseFee);
  return { maxFeePerGas: min(2n * nextBaseFee + maxPriorityFeePerGas, ceiling), maxPriorityFeePerGas };
}

function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor(sorted.length / 2)] ?? 0n;
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
