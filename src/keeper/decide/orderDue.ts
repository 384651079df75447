import { isDue, type Reason, type WatchedToken } from "../../sdk/index.js";

/** How pressing a trade is, by its reason. What has nothing left to lose, and is only to be settled, comes last. */
const RANK: Readonly<Record<Reason, number>> = {
  Emergency: 5,
  Drift: 4,
  Continuation: 3,
  Scheduled: 2,
  Marking: 2,
  None: 0,
};
/** What can only be taken note of waits for what can be traded. */
const BLOCKED_RANK = 1;
const WAD = 10n ** 18n;

/**
 * The tokens a call is due for at `timestamp` {s}, worst first: by reason, among equals the one farther from its target.
 */
export function orderDue(tokens: readonly WatchedToken[], timestamp: bigint): WatchedToken[] {
  return tokens
    .filter(({ decision }) => isDue(decision, timestamp))
    .map((token) => ({ token, rank: rankOf(token), distance: distance(token) }))
    .sort((a, b) => b.rank - a.rank || (a.distance < b.distance ? 1 : a.distance > b.distance ? -1 : 0))
    .map(({ token }) => token);
}

function rankOf({ decision }: WatchedToken): number {
  return decision.action === "Blocked" ? BLOCKED_RANK : RANK[decision.reason];
}

/** {1} From target, relative to it, WAD. */
function distance({ leverage, targetLeverage }: WatchedToken): bigint {
  const gap = leverage - targetLeverage;
  const target = targetLeverage < 0n ? -targetLeverage : targetLeverage;
  return target === 0n ? 0n : ((gap < 0n ? -gap : gap) * WAD) / target;
}
