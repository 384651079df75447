/**
 * {1} By how much the price must move to reach a trigger, as a fraction of it; undefined where no price does.
 * @param trigger {usd/base} WAD, 0 for none.
 * @param price {usd/base} WAD, 0 while there is none.
 */
export function triggerDistance(trigger: bigint, price: bigint): number | undefined {
  if (trigger === 0n || price === 0n) return undefined;
  return Math.abs(toNumber(trigger) / toNumber(price) - 1);
}

/** A WAD as a number, for metrics alone: nothing is decided on it. */
export function toNumber(value: bigint): number {
  return Number(value) / 1e18;
}
