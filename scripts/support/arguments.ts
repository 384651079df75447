import { parseDecimal } from "../../src/sdk/amounts/parseDecimal.js";
import { parsePercent } from "../../src/sdk/amounts/parsePercent.js";
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

/** A whole number from 1 on. */
export function parseCount(text: string, what: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new UsageError(`The ${what} "${text}" is not a whole number from 1 on: use one.`);
  }
  return value;
}

/** {1} WAD, from "4/3" or "1.25", rounded down. */
export function parseRatio(text: string, what: string): bigint {
  const [numerator = "", denominator = "1", ...rest] = text.split("/");
  const divisor = rest.length > 0 ? 0n : parseDecimal(denominator, 0, what);
  if (divisor <= 0n) throw new UsageError(`The ${what} "${text}" is not a ratio: write it like 4/3 or 1.25.`);
  return parseDecimal(numerator, 18, what) / divisor;
}

/** `value` moved by a signed fraction {1} WAD, rounded down. */
export function movedBy(value: bigint, fraction: bigint): bigint {
  return (value * (WAD + fraction)) / WAD;
}
