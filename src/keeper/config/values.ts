/** How settings are written, whether in a flag, the environment or a file, and what they become. */
import { getAddress, parseUnits } from "ethers";
import { z } from "zod";
import { parseDecimal, parseDuration } from "../../sdk/index.js";

/** A setting read from text. `isSecret`: what was written is not repeated in messages. */
function setting<T>(parse: (text: string) => T | undefined, expected: string, { isSecret = false } = {}) {
  return z.union([z.string(), z.number(), z.boolean()], `must be ${expected}`).transform((value, ctx) => {
    const text = String(value).trim();
    try {
      const parsed = parse(text);
      if (parsed !== undefined) return parsed;
    } catch {
      // Reported below, with what was expected.
    }
    ctx.addIssue(isSecret ? `is not ${expected}` : `"${text}" is not ${expected}`);
    return z.NEVER;
  });
}

/** {ms} */
export const duration = setting((text) => {
  const milliseconds = /^(\d+)\s*ms$/.exec(text)?.[1];
  return milliseconds === undefined ? parseDuration(text) * 1_000 : Number(milliseconds);
}, 'a duration such as "500ms", "15s" or "2m"');

export function wholeNumber(least: number, most: number) {
  return setting(
    (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
    },
    `a whole number from ${String(least)} to ${String(most)}`,
  );
}

/** {wei/gas} */
export const gwei = setting(
  (text) => (parseDecimal(text, 9) >= 0n ? parseUnits(text, 9) : undefined),
  'a number of gwei such as "100" or "0.05"',
);

/** {wei} */
export const coins = setting(
  (text) => (parseDecimal(text, 18) >= 0n ? parseDecimal(text, 18) : undefined),
  'an amount of the chain\'s own coin such as "0.05"',
);

/** {1} WAD. */
export const positive = setting(
  (text) => (parseDecimal(text, 18) > 0n ? parseDecimal(text, 18) : undefined),
  'a number above zero such as "1.5"',
);

export const address = setting((text) => getAddress(text), "an address");

export const flag = setting((text) => ({ true: true, "1": true, false: false, "0": false })[text], "true or false");

export const text = setting((value) => (value === "" ? undefined : value), "a text");

/** One URL or several; in a flag or the environment separated by commas. */
export const urls = z
  .union([z.string(), z.array(z.string())], "must be a URL or a list of URLs")
  .transform((value, ctx) => {
    const list = (typeof value === "string" ? value.split(",") : value).map((url) => url.trim()).filter(Boolean);
    const isHttp = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
    if (list.length > 0 && list.every(isHttp)) return list;
    // URLs carry access keys, so the message does not repeat them.
    ctx.addIssue("must hold http or https URLs such as http://127.0.0.1:8545");
    return z.NEVER;
  });

export function oneOf<const T extends string>(...names: readonly T[]) {
  return setting((value) => names.find((name) => name === value), `one of ${names.join(", ")}`);
}

export const port = setting((value) => {
  if (value === "off") return "off" as const;
  return /^\d+$/.test(value) && Number(value) <= 65_535 ? Number(value) : undefined;
}, 'a port from 0 (any) to 65535, or "off"');
