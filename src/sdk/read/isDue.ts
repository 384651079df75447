import type { Decision } from "./Token.js";

/**
 * Whether a call of `rebalance()` is useful at `timestamp` {s}: it trades, settles, or takes note of what blocks a trade,
 * after which the bounds of a reduction begin to widen.
 */
export function isDue({ action, dueAt }: Pick<Decision, "action" | "dueAt">, timestamp: bigint): boolean {
  return action === "Blocked" ? dueAt <= timestamp : action !== "None";
}
