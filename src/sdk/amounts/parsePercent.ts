import { InvalidAmountError } from "../errors/input.js";
import { parseDecimal } from "./parseDecimal.js";

/** Reads "-5%" or "0.05 %" into a fraction with `decimals` decimals: by default a WAD, so 5 % is 5e16. */
export function parsePercent(text: string, decimals = 18, what = "percentage"): bigint {
  const number = /^\+?(?<number>[^%]*?)\s*%$/.exec(text.trim())?.groups?.["number"];
  if (number === undefined) throw new InvalidAmountError(what, text, "needs a percent sign: write it like 5%");
  return parseDecimal(number, decimals - 2, what);
}
