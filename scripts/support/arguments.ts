import { parseDecimal, parsePercent } from "../../src/sdk/index.js";
import { UsageError } from "./cli.js";

const WAD = 10n ** 18n;

/** An amount above zero. */
export function parsePositive(text: string, decimals: number, what: string): bigint {
  const value = parseDecimal(text, decimals, what);
  if (value <= 0n) throw new UsageError(`The ${what} "${text}" is not above zero: use a larger one.`);
  return value;
}

/** {1} WAD, from a percentage of 0 to 100. */
export function parseFraction(text: string, what: string): bigint {
  const value = parsePercent(text, 18, what);
  if (value < 0n || value > WAD) throw new UsageError(`The ${what} "${text}" is not from 0% to 100%: use one that is.`);
  return value;
}

/** `value` moved by a signed fraction {1} WAD, rounded down. */
export function movedBy(value: bigint, fraction: bigint): bigint {
  return (value * (WAD + fraction)) / WAD;
}
