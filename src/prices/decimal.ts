import { BadNumberError } from "./errors.js";

/** One, as prices and rates count it. */
export const WAD = 10n ** 18n;
const WAD_DIGITS = 18;

/** The longest exponent taken seriously, so that a typing error does not become a number of a billion digits. */
const MAX_EXPONENT = 60;

const DECIMAL = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,4}))?$/;

/** {WAD} Decimal text without a detour through floating point; digits beyond the eighteenth are cut off. */
export function parseDecimal(text: string): bigint {
  const match = DECIMAL.exec(text);
  const exponent = Number(match?.[3] ?? 0);
  if (match === null || Math.abs(exponent) > MAX_EXPONENT) throw new BadNumberError(text);
  const [whole = "", fraction = ""] = (match[2] ?? "").split(".");
  const shift = WAD_DIGITS + exponent - fraction.length;
  const digits = BigInt(whole + fraction);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return match[1] === "-" ? -value : value;
}
