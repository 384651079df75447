import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { dataLength, dataSlice, resolveAddress, type AddressLike } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import {
  AccessManager__factory,
  BandPolicy__factory,
  ChainlinkPriceOracle__factory,
  CodeChunk__factory,
  FundDesk__factory,
  LeveragedToken__factory,
  LeveragedTokenFactory__factory,
  MockAggregator__factory,
  MockCollateral__factory,
  MockFuturesVenue__factory,
  type AccessManager,
  type BandPolicy,
  type ChainlinkPriceOracle,
  type CodeChunk,
  type LeveragedToken,
  type LeveragedTokenFactory,
  type MockAggregator,
  type MockCollateral,
  type MockFuturesVenue,
} from "../../types/ethers-contracts/index.js";
import { DAY, HOUR } from "./numbers.js";
import { DEFAULTS, marketOf, policyOf, type BandParameters, type Options } from "./options.js";

export type Connection = Pick<NetworkConnection, "ethers" | "networkHelpers" | "provider">;

/** The people of a test. `governor` is the AccessManager's admin and owns the mocks. */
export interface Actors {
  governor: HardhatEthersSigner;
  guardian: HardhatEthersSigner;
  collector: HardhatEthersSigner;
  provider: HardhatEthersSigner;
  keeper: HardhatEthersSigner;
  alice: HardhatEthersSigner;
  bob: HardhatEthersSigner;
  carol: HardhatEthersSigner;
}

export interface System extends Actors {
  connection: Connection;
  options: Options;
  manager: AccessManager;
  collateral: MockCollateral;
  feed: MockAggregator;
  oracle: ChainlinkPriceOracle;
  venue: MockFuturesVenue;
  /** Name of the venue's one market. */
  market: string;
  factory: LeveragedTokenFactory;
  /** Of `options.policy`; the factory allows it. */
  policy: BandPolicy;
  /** The token of `options.leverage`. */
  token: LeveragedToken;
  /** {collateral} One whole unit. */
  unit: bigint;
}

export const GUARDIAN_ROLE = 1n;

/** Each ABI is parsed once: hundreds of fixtures deploy these, and parsing takes longer than deploying. */
const ACCESS_MANAGER = new AccessManager__factory();
const COLLATERAL = new MockCollateral__factory();
const AGGREGATOR = new MockAggregator__factory();
const ORACLE = new ChainlinkPriceOracle__factory();
const VENUE = new MockFuturesVenue__factory();
const DESK = new FundDesk__factory();
const POLICY = new BandPolicy__factory();
const CHUNK = new CodeChunk__factory();
const FACTORY = new LeveragedTokenFactory__factory();
const TOKEN = new LeveragedToken__factory();

/** Runtime code holds at most 24,576 bytes (EIP-170), one of which keeps a chunk from being run. */
const CHUNK_BYTES = 24_575;

/**
 * Deploys everything with ethers, one market, a seeded pool and one token, an hour after a UTC midnight. For
 * `loadFixture`; the Ignition modules have their own test.
 */
export async function deployForTest(connection: Connection, overrides: Partial<Options> = {}): Promise<System> {
  const { ethers } = connection;
  const options: Options = { ...DEFAULTS, ...overrides };
  const unit = 10n ** BigInt(options.decimals);
  await startOfDay(connection);
  const actors = await nameActors(connection);
  const { governor } = actors;
  const manager = await ACCESS_MANAGER.connect(governor).deploy(governor);
  const collateral = await deployCollateral(governor, options);
  const { feed, oracle } = await deployFeed(connection, options);
  const venue = await VENUE.connect(governor).deploy(collateral, manager);
  const market = ethers.encodeBytes32String("BTC");
  await venue.listMarket(market, { oracle, ...marketOf(options.market, unit) });
  const factory = await deployFactory(manager, actors);
  await factory.allowMarket(venue, market, "BTC");
  const base = { connection, options, ...actors, manager, collateral, feed, oracle, venue, market, factory, unit };
  await seedPool(base);
  const policy = await allowPolicy(base);
  const token = await createToken({ ...base, policy }, options.leverage);
  return { ...base, policy, token };
}

/** Creates another token in the same market, by default of the system's policy. */
export async function createToken(
  {
    factory,
    venue,
    market,
    options,
    governor,
    policy: usual,
  }: Omit<System, "token" | "venue"> & { venue: AddressLike },
  leverage: bigint,
  policy: AddressLike = usual,
): Promise<LeveragedToken> {
  const { initialNav, fees, limits } = options;
  await factory.create({ venue, market, leverage, initialNav, policy, fees, limits });
  const count = await factory.tokenCount();
  const [address] = await factory.tokens(count - 1n, 1n);
  return TOKEN.connect(governor).attach(address!);
}

/** Deploys a policy, `overrides` over `options.policy`, and has the factory allow it. */
export async function allowPolicy(
  { factory, options, governor, unit }: Omit<System, "policy" | "token">,
  overrides: Partial<BandParameters> = {},
): Promise<BandPolicy> {
  const policy = await POLICY.connect(governor).deploy(policyOf({ ...options.policy, ...overrides }, unit));
  await factory.allowPolicy(policy, true);
  return policy;
}

/** A feed of `options.price` and the oracle that reads it. */
export async function deployFeed(
  { ethers }: Connection,
  options: Options,
): Promise<{ feed: MockAggregator; oracle: ChainlinkPriceOracle }> {
  const [deployer] = await ethers.getSigners();
  const answer = toAnswer(options.price, options.feedDecimals);
  const feed = await AGGREGATOR.connect(deployer!).deploy("BTC / USD", options.feedDecimals, answer);
  const oracle = await ORACLE.connect(deployer!).deploy({
    feed,
    maxAge: options.maxAge,
    minPrice: 10n ** 9n,
    maxPrice: 10n ** 29n,
    deviationThreshold: options.deviationThreshold,
    sequencerFeed: ethers.ZeroAddress,
    gracePeriod: 0n,
  });
  return { feed, oracle };
}

/** {usd/base} WAD to the feed's own decimals. */
export function toAnswer(price: bigint, feedDecimals: number): bigint {
  return (price * 10n ** BigInt(feedDecimals)) / 10n ** 18n;
}

/** Gives `who` collateral and lets `spender` take it. */
export async function give(
  system: Pick<System, "collateral" | "connection">,
  who: HardhatEthersSigner,
  amount: bigint,
  spender: AddressLike,
): Promise<void> {
  await system.collateral.mint(who, amount);
  await system.collateral.connect(who).approve(spender, system.connection.ethers.MaxUint256);
}

async function deployCollateral(governor: HardhatEthersSigner, options: Options): Promise<MockCollateral> {
  const factory = COLLATERAL.connect(governor);
  if (options.collateral === undefined) return factory.deploy("Mock USD Coin", "USDC", options.decimals);
  return factory.attach(await resolveAddress(options.collateral));
}

async function deployFactory(
  manager: AccessManager,
  { governor, collector, guardian }: Actors,
): Promise<LeveragedTokenFactory> {
  const chunks: CodeChunk[] = [];
  const code = LeveragedToken__factory.bytecode;
  for (let start = 0; start < dataLength(code); start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, dataLength(code));
    chunks.push(await CHUNK.connect(governor).deploy(dataSlice(code, start, end)));
  }
  const desk = await DESK.connect(governor).deploy();
  const factory = await FACTORY.connect(governor).deploy(manager, collector, desk, chunks);
  await manager.grantRole(GUARDIAN_ROLE, guardian, 0n);
  const pause = factory.interface.getFunction("pauseMint").selector;
  await manager.setTargetFunctionRole(factory, [pause], GUARDIAN_ROLE);
  return factory;
}

async function nameActors({ ethers }: Connection): Promise<Actors> {
  const [governor, guardian, collector, provider, keeper, alice, bob, carol] = await ethers.getSigners();
  return {
    governor: governor!,
    guardian: guardian!,
    collector: collector!,
    provider: provider!,
    keeper: keeper!,
    alice: alice!,
    bob: bob!,
    carol: carol!,
  };
}

async function seedPool(system: Omit<System, "policy" | "token">): Promise<void> {
  const { provider, venue, options, unit } = system;
  if (options.pool === 0n) return;
  await give(system, provider, options.pool * unit, venue);
  await venue.connect(provider).depositLiquidity(options.pool * unit);
}

/** Tests that cross a boundary do so on purpose. */
async function startOfDay({ networkHelpers: { time } }: Connection): Promise<void> {
  const now = BigInt(await time.latest());
  await time.increaseTo((now / DAY + 1n) * DAY + HOUR);
}
