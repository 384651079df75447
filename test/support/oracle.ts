import { concat, id, toBeHex, ZeroAddress, type AddressLike } from "ethers";
import { SearchOutcome } from "../../src/model/index.js";
import type { ChainlinkPriceOracle, IPriceOracle, MockAggregator } from "../../types/ethers-contracts/index.js";
import type { Connection } from "./system.js";

export const MAX_AGE = 3_600n;
export const MIN_PRICE = 1_000n * 10n ** 18n;
export const MAX_PRICE = 1_000_000n * 10n ** 18n;
export const DEVIATION = 10n ** 15n;
/** The feeds' answers have 8 decimals. */
export const ANSWER = 9_131_88000000n;
export const PRICE = 9_131_88n * 10n ** 16n;
/** Valid words, but no price the oracle believes. */
export const OUT_OF_BOUNDS = 1n;

export type Settings = ChainlinkPriceOracle.SettingsStruct;

/** The result of `priceAt`, as ethers decodes it. */
export type Search = Awaited<ReturnType<IPriceOracle["priceAt"]>>;

export async function deployOracle(
  { ethers }: Connection,
  feed: AddressLike,
  overrides: Partial<Settings> = {},
): Promise<ChainlinkPriceOracle> {
  const settings: Settings = {
    feed,
    maxAge: MAX_AGE,
    minPrice: MIN_PRICE,
    maxPrice: MAX_PRICE,
    deviationThreshold: DEVIATION,
    sequencerFeed: ZeroAddress,
    gracePeriod: 0,
    ...overrides,
  };
  return ethers.deployContract("ChainlinkPriceOracle", [settings]);
}

export async function deployAggregator(
  { ethers }: Connection,
  answer: bigint = ANSWER,
  decimals = 8,
): Promise<MockAggregator> {
  return ethers.deployContract("MockAggregator", ["BTC / USD", decimals, answer]);
}

/** A feed that answers well, and its oracle. */
export async function deployWithFeed(connection: Connection) {
  const feed = await deployAggregator(connection);
  const oracle = await deployOracle(connection, feed);
  return { feed, oracle };
}

/** A feed whose five words are the test's own. */
export async function deployWithRawFeed(connection: Connection) {
  const feed = await connection.ethers.deployContract("MockRawFeed", [8]);
  const oracle = await deployOracle(connection, feed);
  const now = BigInt(await connection.networkHelpers.time.latest());
  return { feed, oracle, now };
}

/** A feed behind a layer-2 sequencer that has been up for long. */
export async function deployWithSequencer(connection: Connection) {
  const { ethers, networkHelpers } = connection;
  const feed = await deployAggregator(connection);
  const sequencer = await ethers.deployContract("MockAggregator", ["L2 sequencer uptime", 0, 0n]);
  const oracle = await deployOracle(connection, feed, { sequencerFeed: sequencer, gracePeriod: 600n, maxAge: 86_400n });
  await networkHelpers.time.increase(601n);
  return { feed, sequencer, oracle };
}

export const LATEST_ROUND = id("latestRoundData()").slice(0, 10);
export const ROUND_BY_ID = id("getRoundData(uint80)").slice(0, 10);

/** Words as a contract returns them. */
export function words(...values: bigint[]): string {
  return concat(values.map((value) => toBeHex(BigInt.asUintN(256, value), 32)));
}

/** Adds so many rounds the oracle does not believe. */
export async function addInvalidRounds(feed: MockAggregator, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await feed.setAnswer(OUT_OF_BOUNDS);
}

/** Searches to the end, so many steps a call; also says how many calls it took. */
export async function searchToEnd(
  oracle: IPriceOracle | ChainlinkPriceOracle,
  time: bigint,
  steps = 64n,
): Promise<{ search: Search; calls: number }> {
  let cursor = 0n;
  for (let calls = 1; ; calls++) {
    const search = await oracle.priceAt(time, cursor, steps);
    if (search.outcome !== BigInt(SearchOutcome.Unfinished)) return { search, calls };
    if (search.cursor === cursor) throw new Error("The search does not move.");
    cursor = search.cursor;
  }
}

/** What a search returns that has found a price. */
export function found(price: bigint, updatedAt: bigint): bigint[] {
  return [BigInt(SearchOutcome.Found), price, updatedAt, 0n];
}

/** What a search returns when there is no price. */
export const NONE: readonly bigint[] = [BigInt(SearchOutcome.None), 0n, 0n, 0n];
