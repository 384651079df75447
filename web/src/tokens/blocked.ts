import { BLOCKER_WORDS, formatTime, type Token } from "../sdk.js";

/** What stands in the way of a token's due rebalance, and since when, as far as anybody has reported it. */
export function blockedText({ decision, blockedSince }: Pick<Token, "decision" | "blockedSince">): string {
  const since = blockedSince === 0n ? "" : ` since ${formatTime(blockedSince)}`;
  return `blocked${since}: ${BLOCKER_WORDS[decision.blocker]}`;
}
