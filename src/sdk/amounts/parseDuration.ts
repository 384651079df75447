import { InvalidAmountError } from "../errors/input.js";

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Reads "90s", "5m", "25h", "1d" or "2w" into seconds. */
export function parseDuration(text: string, what = "duration"): number {
  const match = /^(?<count>\d+)\s*(?<unit>[smhdw])$/.exec(text.trim());
  if (match?.groups === undefined) {
    throw new InvalidAmountError(what, text, "is not a duration: write it like 90s, 30m, 12h or 1d");
  }
  const seconds = Number(match.groups["count"]) * SECONDS[match.groups["unit"] as keyof typeof SECONDS];
  if (!Number.isSafeInteger(seconds)) throw new InvalidAmountError(what, text, "is too long");
  return seconds;
}
