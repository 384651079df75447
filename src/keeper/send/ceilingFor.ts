import type { Settings } from "../config/settings.js";
import type { WatchedToken } from "../../sdk/index.js";

/** {wei/gas} The most to offer for a rebalance of these tokens. */
export function ceilingFor(
  tokens: readonly WatchedToken[],
  { maxFee, emergencyMaxFee }: Pick<Settings, "maxFee" | "emergencyMaxFee">,
): bigint {
  return tokens.some(({ decision }) => decision.reason === "Emergency") ? emergencyMaxFee : maxFee;
}
