import { PriceInputError } from "./errors.js";
import { parseTime } from "./time.js";

/** {s} The time a person gave for `option`, such as --from; undefined if none. Errors name the option. */
export function parseTimeOption(option: string, text: string): number;
export function parseTimeOption(option: string, text: string | undefined): number | undefined;
export function parseTimeOption(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return parseTime(text);
  } catch (error) {
    if (!(error instanceof PriceInputError)) throw error;
    throw new PriceInputError(`${option} ${error.message}`, { cause: error });
  }
}
