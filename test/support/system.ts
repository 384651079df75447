import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { AddressLike } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import {
  LeveragedToken__factory,
  type AccessManager,
  type ChainlinkPriceOracle,
  type LeveragedToken,
  type LeveragedTokenFactory,
  type MockAggregator,
  type MockCollateral,
  type MockFuturesVenue,
} from "../../types/ethers-contracts/index.js";
import { DAY, HOUR } from "./numbers.js";
import { DEFAULTS, marketOf, policyOf, type Options, type Policy } from "./options.js";

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
  /** The token of `options.leverage`. */
  token: LeveragedToken;
  /** {collateral} One whole unit. */
  unit: bigint;
}

export const GUARDIAN_ROLE = 1n;

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
  const manager = await ethers.deployContract("AccessManager", [actors.governor]);
  const collateral = await deployCollateral(connection, options);
  const { feed, oracle } = await deployFeed(connection, options);
  const venue = await ethers.deployContract("MockFuturesVenue", [collateral, manager]);
  const market = ethers.encodeBytes32String("BTC");
  await venue.listMarket(market, { oracle, ...marketOf(options.market, unit) });
  const factory = await deployFactory(connection, manager, actors);
  await factory.allowMarket(venue, market, "BTC");
  const partial = { connection, options, ...actors, manager, collateral, feed, oracle, venue, market, factory, unit };
  await seedPool(partial);
  const token = await createToken(partial, options.leverage);
  return { ...partial, token };
}

/** Creates another token in the same market. */
export async function createToken(
  system: Omit<System, "token">,
  leverage: bigint,
  policy: Partial<Policy> = {},
): Promise<LeveragedToken> {
  const { connection, factory, venue, market, options, unit } = system;
  const params = {
    venue,
    market,
    leverage,
    initialNav: options.initialNav,
    policy: policyOf({ ...options.policy, ...policy }, unit),
    fees: options.fees,
    limits: options.limits,
  };
  await factory.create(params);
  const count = await factory.tokenCount();
  const [address] = await factory.tokens(count - 1n, 1n);
  return connection.ethers.getContractAt("LeveragedToken", address!);
}

/** A feed of `options.price` and the oracle that reads it. */
export async function deployFeed(
  { ethers }: Connection,
  options: Options,
): Promise<{ feed: MockAggregator; oracle: ChainlinkPriceOracle }> {
  const answer = toAnswer(options.price, options.feedDecimals);
  const feed = await ethers.deployContract("MockAggregator", ["BTC / USD", options.feedDecimals, answer]);
  const oracle = await ethers.deployContract("ChainlinkPriceOracle", [
    {
      feed,
      maxAge: options.maxAge,
      minPrice: 10n ** 9n,
      maxPrice: 10n ** 29n,
      deviationThreshold: options.deviationThreshold,
      sequencerFeed: ethers.ZeroAddress,
      gracePeriod: 0n,
    },
  ]);
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

async function deployCollateral({ ethers }: Connection, options: Options): Promise<MockCollateral> {
  if (options.collateral === undefined) {
    return ethers.deployContract("MockCollateral", ["Mock USD Coin", "USDC", options.decimals]);
  }
  return ethers.getContractAt("MockCollateral", await ethers.resolveAddress(options.collateral));
}

async function deployFactory(
  { ethers }: Connection,
  manager: AccessManager,
  { collector, guardian }: Actors,
): Promise<LeveragedTokenFactory> {
  const chunks = [];
  const code = LeveragedToken__factory.bytecode;
  for (let start = 0; start < ethers.dataLength(code); start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, ethers.dataLength(code));
    chunks.push(await ethers.deployContract("CodeChunk", [ethers.dataSlice(code, start, end)]));
  }
  const factory = await ethers.deployContract("LeveragedTokenFactory", [manager, collector, chunks]);
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

async function seedPool(system: Omit<System, "token">): Promise<void> {
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
