import { zeroPadValue, ZeroAddress, type Log } from "ethers";
import type { System } from "../connect.js";
import { TOKEN_INTERFACE } from "../contracts.js";
import { readLogs, type BlockRange } from "../history/readLogs.js";
import type { Place } from "../history/TokenEvent.js";

/** Shares of a token that moved to an account, or from it if negative. */
export interface OwnTransfer extends Place {
  /** Address of the token. */
  readonly token: string;
  readonly shares: bigint;
  /** Burnt, as a redeem does, or created, as a mint does. */
  readonly isBurn: boolean;
  readonly isMint: boolean;
}

/** Reads every movement of shares of some tokens into and out of an account, in order. */
export async function readTransfers(
  system: System,
  tokens: readonly string[],
  account: string,
  range: BlockRange,
): Promise<readonly OwnTransfer[]> {
  const { topicHash } = TOKEN_INTERFACE.getEvent("Transfer");
  const who = zeroPadValue(account, 32);
  const read = (topics: (string | null)[]) => readLogs(system, { address: [...tokens], topics }, range);
  const [out, into] = await Promise.all([read([topicHash, who]), read([topicHash, null, who])]);
  return [...out.map((log) => toTransfer(log, -1n)), ...into.map((log) => toTransfer(log, 1n))].sort(
    (a, b) => a.block - b.block || a.index - b.index,
  );
}

function toTransfer(log: Log, sign: bigint): OwnTransfer {
  const args = TOKEN_INTERFACE.parseLog(log)?.args;
  return {
    token: log.address,
    block: log.blockNumber,
    index: log.index,
    transaction: log.transactionHash,
    shares: sign * (args?.["value"] as bigint),
    isMint: args?.["from"] === ZeroAddress,
    isBurn: args?.["to"] === ZeroAddress,
  };
}
