import type { ContractTransactionResponse } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import type { Parameters } from "../deploy/parameters.js";

/** How the price feeds are built: one contract of one slot, or a proxy before an aggregator as on a real chain. */
export type FeedShape = "mock" | "chainlinkShaped";

/** A feed the measurement can move. */
export interface MovableFeed {
  readonly address: string;
  /** {usd/base} on 8 decimals. */
  set(answer: bigint): Promise<ContractTransactionResponse>;
}

const DECIMALS = 8;

/** Deploys a feed of the shape that answers `answer` {usd/base, 8 decimals}. */
export async function deployFeed(
  { ethers }: NetworkConnection,
  shape: FeedShape,
  name: string,
  answer: bigint,
): Promise<MovableFeed> {
  if (shape === "mock") {
    const feed = await ethers.deployContract("MockAggregator", [name, DECIMALS, answer]);
    return { address: await feed.getAddress(), set: (next) => feed.setAnswer(next) };
  }
  const aggregator = await ethers.deployContract("MockOcrAggregator", [name, DECIMALS, answer]);
  const proxy = await ethers.deployContract("MockChainlinkProxy", [aggregator]);
  return { address: await proxy.getAddress(), set: (next) => aggregator.transmit(next) };
}

/** The parameters with the feed of each market replaced by one that stands already. */
export function withFeeds(parameters: Parameters, feeds: Readonly<Record<string, MovableFeed>>): Parameters {
  const markets = Object.entries(parameters.markets).map(([name, market]) => {
    const feed = feeds[name];
    if (market.oracle === undefined || feed === undefined) return [name, market] as const;
    return [name, { ...market, oracle: { ...market.oracle, feed: feed.address } }] as const;
  });
  return { ...parameters, markets: Object.fromEntries(markets) };
}
