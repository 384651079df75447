import { knownSymbol, type System } from "../connect.js";
import { readToken } from "../read/readToken.js";
import { navPath, type NavPoint } from "./navPath.js";
import { readHistory } from "./readHistory.js";
import type { BlockRange } from "./readLogs.js";
import { readPriceHistory } from "./readPriceHistory.js";

/** Reads the path of a token's NAV from its events and its feed's answers, oldest first; see {@link navPath}. */
export async function readNavPath(system: System, token: string, range: BlockRange = {}): Promise<readonly NavPoint[]> {
  const symbol = knownSymbol(system, token);
  const terms = await readToken(system, symbol);
  const [events, prices] = await Promise.all([
    readHistory(system, symbol, range),
    readPriceHistory(system, terms.market, range),
  ]);
  return navPath(events, prices, terms);
}

/** The last point at or before `timestamp` {s}, if the path reaches so far back. */
export function pointAt(path: readonly NavPoint[], timestamp: bigint): NavPoint | undefined {
  return path.findLast((point) => point.timestamp <= timestamp);
}
