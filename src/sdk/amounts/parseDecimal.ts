import { parseUnits } from "ethers";
import { InvalidAmountError } from "../errors/input.js";

/** Reads a decimal number such as "1,000.5" into a bigint with `decimals` decimals. Never rounds. */
export function parseDecimal(text: string, decimals: number, what = "amount"): bigint {
  const digits = text.trim().replaceAll(/(?<=\d)[,_](?=\d{3})/g, "");
  const match = /^(?<whole>-?\d+)(?:\.(?<fraction>\d+))?$/.exec(digits);
  if (match === null) throw new InvalidAmountError(what, text, "is not a number: write it like 1000 or 12.5");
  const { whole = "", fraction = "" } = match.groups ?? {};
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > decimals) {
    throw new InvalidAmountError(what, text, `has more than ${String(decimals)} decimals: shorten it`);
  }
  return parseUnits(significant === "" ? whole : `${whole}.${significant}`, decimals);
}
