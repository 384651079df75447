import { Contract, Interface, isError } from "ethers";
import type { System } from "../connect.js";
import { AggregatorV3Interface__factory } from "../contracts.js";
import { decodeError } from "../errors/decodeError.js";
import { knownMarket } from "../read/readMarkets.js";
import { readLogs, type BlockRange } from "./readLogs.js";

/** An answer of a market's feed. */
export interface PricePoint {
  /** {s} */
  readonly timestamp: bigint;
  /** {usd/base} WAD. */
  readonly price: bigint;
}

const ANSWERS = new Interface([
  "event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt)",
  "function aggregator() view returns (address)",
]);

/**
 * Reads the answers of a market's feed, oldest first; of a proxy, those of the aggregator that stands behind it now. None
 * where the deployment does not know the feed.
 */
export async function readPriceHistory(
  system: System,
  market: string,
  range: BlockRange = {},
): Promise<readonly PricePoint[]> {
  const { feed } = knownMarket(system, market).market;
  if (feed === undefined) return [];
  try {
    const [decimals, source] = await Promise.all([
      AggregatorV3Interface__factory.connect(feed, system.provider).decimals(),
      behind(system, feed),
    ]);
    const scale = 10n ** (18n - decimals);
    const topics = [ANSWERS.getEvent("AnswerUpdated")?.topicHash ?? ""];
    const logs = await readLogs(system, { address: source, topics }, range);
    return logs
      .map((log) => ANSWERS.parseLog(log)?.args)
      .map((args) => ({ timestamp: args?.["updatedAt"] as bigint, price: (args?.["current"] as bigint) * scale }))
      .filter(({ price }) => price > 0n);
  } catch (error) {
    throw decodeError(error);
  }
}

async function behind({ provider }: System, feed: string): Promise<string> {
  try {
    return (await new Contract(feed, ANSWERS, provider).getFunction("aggregator").staticCall()) as string;
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA")) return feed;
    throw error;
  }
}
