import { formatDecimal, type WatchedToken } from "../../sdk/index.js";

/** What a log line says of a token. */
export function describeToken({ decision, health, leverage, targetLeverage, price }: WatchedToken) {
  return {
    reason: decision.action === "Settle" ? "Settle" : decision.reason,
    leverage: times(leverage),
    target: times(targetLeverage),
    price: `$${formatDecimal(price, 18)}`,
    ...(health === "Live" ? {} : { health }),
  };
}

/** {1} WAD as "3.00x". */
export function times(value: bigint): string {
  return `${formatDecimal(value, 18)}x`;
}

/** {wei/gas} as gwei. */
export function gwei(value: bigint): string {
  return `${formatDecimal(value, 9)} gwei`;
}
