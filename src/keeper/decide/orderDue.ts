import { isDue, type Reason, type WatchedToken } from "../../sdk/index.js";

/** How pressing a reason is. What has nothing left to lose, and is only to be settled, comes last. */
const RANK: Readonly<Record<Reason, number>> = {
  Emergency: 4,
  Drift: 3,
  Continuation: 2,
  Scheduled: 1,
  Marking: 1,
  None: 0,
};
const WAD = 10n ** 18n;

/**
 * The tokens a call is due for at `timestamp` {s}, worst first: by reason, among equals the one farther from its target.
 */
export function orderDue(tokens: readonly WatchedToken[], timestamp: bigint): WatchedToken[] {
  return tokens
    .filter(({ decision }) => isDue(decision, timestamp))
    .map((token) => ({ token, rank: RANK[token.decision.reason], distance: distance(token) }))
    .sort((a, b) => b.rank - a.rank || (a.distance < b.distance ? 1 : a.distance > b.distance ? -1 : 0))
    .map(({ token }) => token);
}

/** {1} From target, relative to it, WAD. */
function distance({ leverage, targetLeverage }: WatchedToken): bigint {
  const gap = leverage - targetLeverage;
  const target = targetLeverage < 0n ? -targetLeverage : targetLeverage;
  return target === 0n ? 0n : ((gap < 0n ? -gap : gap) * WAD) / target;
}
