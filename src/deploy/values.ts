/** How values are written in a parameters file, and what they become: units for the chain, as bigint. */
import { getAddress } from "ethers";
import { z } from "zod";
import { parseDecimal } from "../sdk/amounts/parseDecimal.js";
import { parseDuration } from "../sdk/amounts/parseDuration.js";
import { parsePercent } from "../sdk/amounts/parsePercent.js";

function text<T>(parse: (value: string) => T, isValid: (parsed: T) => boolean, expected: string) {
  return z.string().transform((value, ctx) => {
    try {
      const parsed = parse(value);
      if (isValid(parsed)) return parsed;
    } catch {
      // Reported below, with what was expected.
    }
    ctx.addIssue(`"${value}" is not ${expected}`);
    return z.NEVER;
  });
}

const notNegative = (value: bigint) => value >= 0n;

export const address = text(
  (value) => getAddress(value),
  () => true,
  "an address",
);

/** The account that deploys, or any other. */
export const account = z.union([z.literal("deployer"), address], `is neither "deployer" nor an address`);

/** {s} */
export const duration = text(parseDuration, () => true, 'a duration such as "90s", "25h" or "3d"');

/** A positive or zero decimal number, kept as text until its decimals are known. */
export const decimal = text(
  (value) => (parseDecimal(value, 36) >= 0n ? value : undefined),
  (value) => value !== undefined,
  'a number such as "1000" or "0.5"',
).transform((value) => value ?? "");

/** {1} or {usd/base} WAD. */
export const wad = text((value) => parseDecimal(value, 18), notNegative, "a number with at most 18 decimals");

/** {1} Signed WAD. */
export const leverage = text(
  (value) => parseDecimal(value, 18),
  (value) => value !== 0n,
  'a leverage such as "3" or "-1.5"',
);

/** {usd} Whole dollars. */
export const dollars = text((value) => parseDecimal(value, 0), notNegative, "a number of whole dollars");

/** {whole collateral} */
export const wholeUnits = text((value) => parseDecimal(value, 0), notNegative, "a number of whole units");

/** {1} WAD, from a percentage. */
export const percent = text((value) => parsePercent(value), notNegative, 'a percentage such as "0.5%"');

/** {1e-6}, from a percentage. */
export const ppm = text((value) => parsePercent(value, 6), notNegative, "a percentage with at most 4 decimals");

/** {1/s} Signed WAD, from a percentage per hour. */
export const hourlyRate = text(
  (value) => parsePercent(value) / 3_600n,
  () => true,
  'a percentage per hour such as "0.01%"',
);

/** {1/s} WAD, from a percentage per year. */
export const yearlyRate = text(
  (value) => parsePercent(value) / 31_536_000n,
  notNegative,
  'a percentage per year such as "2%"',
);

/** {1} WAD, from a fraction such as "4/3" or a number, rounded down. */
export const ratio = text(
  (value) => {
    const [numerator = "", denominator = "1", ...rest] = value.split("/");
    if (rest.length > 0) return -1n;
    return parseDecimal(numerator, 18) / parseDecimal(denominator, 0);
  },
  notNegative,
  'a fraction such as "4/3"',
);
