import { BadNumberError } from "./errors.js";

/** One, as prices and rates count it. */
export const WAD = 10n ** 18n;
const WAD_DIGITS = 18;

/** The longest exponent taken seriously, so that a typing error does not become a number of a billion digits. */
const MAX_EXPONENT = 60;

const DECIMAL = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,4}))?$/;

/** So many digits are exact as a number. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: WAD_DIGITS + 1 }, (_, exponent) => 10n ** BigInt(exponent));

const DOT = 46;
const ZERO = 48;

/** {WAD} Decimal text without a detour through floating point; digits beyond the eighteenth are cut off. */
export function parseDecimal(text: string): bigint {
  return parsePlain(text) ?? parseAny(text);
}

/** What nearly every price is, a few digits and a dot: tens of times faster, which years of hours call for. */
function parsePlain(text: string): bigint | undefined {
  if (text.length > EXACT_DIGITS) return undefined;
  let mantissa = 0;
  let digits = 0;
  let fraction = -1;
  for (let i = 0; i < text.length; ++i) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      ++digits;
      if (fraction >= 0) ++fraction;
    } else if (digit === DOT - ZERO && fraction < 0) fraction = 0;
    else return undefined;
  }
  const power = POWERS[WAD_DIGITS - Math.max(fraction, 0)];
  return digits === 0 || power === undefined ? undefined : BigInt(mantissa) * power;
}

function parseAny(text: string): bigint {
  const match = DECIMAL.exec(text);
  const exponent = Number(match?.[3] ?? 0);
  if (match === null || Math.abs(exponent) > MAX_EXPONENT) throw new BadNumberError(text);
  const [whole = "", fraction = ""] = (match[2] ?? "").split(".");
  const shift = WAD_DIGITS + exponent - fraction.length;
  const digits = BigInt(whole + fraction);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return match[1] === "-" ? -value : value;
}

/** "-0.123": `value` of `decimals` decimals as exact text, for machines. */
export function exactDecimal(value: bigint, decimals = 18): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  const whole = digits.slice(0, digits.length - decimals);
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
