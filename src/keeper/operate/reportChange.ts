import { BLOCKER_WORDS, formatTime, type WatchedToken } from "../../sdk/index.js";
import type { Log } from "./createLogger.js";
import { describeToken } from "./describe.js";
import type { TokenChange } from "./TokenRecords.js";

/** Says what has changed about a token since the last look. */
export function reportChange(log: Log, name: string, token: WatchedToken, change: TokenChange): void {
  const details = { token: name, ...describeToken(token) };
  const { blocker } = token.decision;
  switch (change) {
    case "due":
      log.info(details, `${name} is due`);
      return;
    case "blocked": {
      const { blockedSince } = token;
      const since = blockedSince === 0n ? "now" : formatTime(blockedSince);
      log.warn({ ...details, blocker, since }, `${name} is blocked: ${BLOCKER_WORDS[blocker]}`);
      return;
    }
    case "unblocked":
      log.info(details, `${name} is not blocked any more`);
      return;
  }
}
