import type { System } from "../connect.js";
import { MockAggregator__factory } from "../contracts.js";
import { NotAMockError } from "../errors/input.js";
import type { Prepared } from "../prepare/Prepared.js";
import { knownMarket } from "../read/readMarkets.js";

export interface MockFeed {
  readonly market: string;
  readonly decimals: number;
  /** In the feed's own decimals. */
  readonly answer: bigint;
  readonly updatedAt: bigint;
}

/** Reads the mock feed of a market. Throws when the feed is a real one. */
export async function readMockFeed(system: System, market: string): Promise<MockFeed> {
  const { name, feed } = mockFeed(system, market);
  const [decimals, round] = await Promise.all([feed.decimals(), feed.latestRoundData()]);
  return { market: name, decimals: Number(decimals), answer: round.answer, updatedAt: round.updatedAt };
}

/** Prepares a new answer of a mock feed, whose owner must send it. */
export async function prepareFeedPrice(system: System, market: string, answer: bigint): Promise<Prepared<undefined>> {
  const { feed } = mockFeed(system, market);
  return { request: await feed.setAnswer.populateTransaction(answer), context: {}, read: () => undefined };
}

function mockFeed(system: System, market: string) {
  const { name, market: found } = knownMarket(system, market);
  if (!found.mockFeed || found.feed === undefined) throw new NotAMockError(name);
  return { name, feed: MockAggregator__factory.connect(found.feed, system.provider) };
}
