import { tokenContract, type System } from "../connect.js";
import { HISTORY_TOPICS, parseTokenEvents } from "./parseTokenEvents.js";
import { readLogs, type BlockRange } from "./readLogs.js";
import { readTimestamps } from "./readTimestamps.js";
import type { TokenEvent } from "./TokenEvent.js";

/** An event and when it was, {s}. */
export type HistoryEntry = TokenEvent & { readonly timestamp: bigint };

/** Reads all that happened to a token, oldest first. */
export async function readHistory(
  system: System,
  symbol: string,
  range: BlockRange = {},
): Promise<readonly HistoryEntry[]> {
  const events = await readTokenEvents(system, symbol, range);
  const times = await readTimestamps(
    system,
    events.map(({ block }) => block),
  );
  return events.map((event) => ({ ...event, timestamp: times.get(event.block) ?? 0n }));
}

/** The same without the times, which cost a request per block. */
export async function readTokenEvents(
  system: System,
  symbol: string,
  range: BlockRange = {},
): Promise<readonly TokenEvent[]> {
  const address = await tokenContract(system, symbol).getAddress();
  return parseTokenEvents(await readLogs(system, { address, topics: [[...HISTORY_TOPICS]] }, range));
}
