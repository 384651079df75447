import { parseUnits } from "ethers";

export const WAD = 10n ** 18n;
export const HOUR = 3_600n;
export const DAY = 86_400n;
export const YEAR = 365n * DAY;

/** A price, size, rate or leverage as the contracts count it: `wad(1.5)` is 1.5e18. */
export function wad(value: number | string): bigint {
  return parseUnits(String(value), 18);
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export function ceilDiv(a: bigint, b: bigint): bigint {
  return a === 0n ? 0n : (a - 1n) / b + 1n;
}

/** A WAD as a number, for comparisons with a tolerance. */
export function toNumber(value: bigint, decimals = 18): number {
  return Number(value) / 10 ** decimals;
}
