import type { AddressLike, BaseContract } from "ethers";
import { network } from "hardhat";
import type {
  ChainlinkPriceOracle,
  LeveragedToken,
  MockAggregator,
  ParityActor,
  ParityProbe,
} from "../../types/ethers-contracts/index.js";
import { HOUR } from "../support/numbers.js";
import { marketOf, policyOf, type BandParameters } from "../support/options.js";
import {
  allowPolicy,
  createToken,
  deployFeed,
  deployForTest,
  type Connection,
  type System,
} from "../support/system.js";
import type { Operation } from "./operations.js";
import { ANYTHING, type TokenChoice, type WorldChoice } from "./worlds.js";

/** A market on chain, by its name and what prices it. */
export interface ChainMarket {
  readonly id: string;
  readonly feed: MockAggregator;
  readonly oracle: ChainlinkPriceOracle;
}

/** A world on its own chain. */
export interface World {
  readonly choice: WorldChoice;
  readonly system: System;
  readonly markets: readonly ChainMarket[];
  readonly tokens: readonly LeveragedToken[];
  readonly actors: readonly ParityActor[];
  readonly probe: ParityProbe;
  /** Every contract's address in the same order as the contracts above. */
  readonly addresses: Addresses;
  /** What is played before the first snapshot, on both sides. */
  readonly opening: readonly Operation[];
}

export interface Addresses {
  readonly collateral: string;
  readonly desk: string;
  readonly venue: string;
  readonly factory: string;
  /** By token. */
  readonly policies: readonly string[];
  readonly probe: string;
  readonly provider: string;
  readonly collector: string;
  readonly feeds: readonly string[];
  readonly oracles: readonly string[];
  readonly tokens: readonly string[];
  readonly actors: readonly string[];
}

const ACTORS = 4;
/** Not today, so that every run is the same to the second. */
const START = "2020-03-06T00:00:00Z";

/** Deploys a world; nothing of its opening is played yet. */
export async function deployWorld(choice: WorldChoice): Promise<World> {
  const connection: Connection = await network.create({
    override: { allowBlocksWithSameTimestamp: true, initialDate: START },
  });
  const collateral = choice.hasBlockList ? await connection.ethers.deployContract("HostileCollateral") : undefined;
  const { leverage } = choice.tokens[0]!;
  const system = await deployForTest(connection, { ...choice.options, leverage, collateral });
  const btc = { id: system.market, feed: system.feed, oracle: system.oracle };
  const markets = [btc, await addMarket(system, "ETH")];
  const tokens: LeveragedToken[] = [system.token];
  for (const { market, leverage, policy } of choice.tokens.slice(1)) {
    const own = policy === undefined ? system.policy : await addPolicy(system, policy);
    tokens.push(await createToken({ ...system, market: markets[market]!.id }, leverage, own));
  }
  const actors: ParityActor[] = [];
  for (let i = 0; i < ACTORS; ++i) actors.push(await addActor(system, tokens, choice.wealth));
  const probe = await connection.ethers.deployContract("ParityProbe");
  const addresses = {
    collateral: await system.collateral.getAddress(),
    venue: await system.venue.getAddress(),
    factory: await system.factory.getAddress(),
    desk: await system.token.desk(),
    policies: await Promise.all(tokens.map((token) => token.policy())),
    probe: await probe.getAddress(),
    provider: system.provider.address,
    collector: system.collector.address,
    feeds: await addressesOf(markets.map(({ feed }) => feed)),
    oracles: await addressesOf(markets.map(({ oracle }) => oracle)),
    tokens: await addressesOf(tokens),
    actors: await addressesOf(actors),
  };
  const opening = openingOf(choice, system, BigInt(await connection.networkHelpers.time.latest()) + HOUR);
  return { choice, system, markets, tokens, actors, probe, addresses, opening };
}

/** Whatever of the opening can be done is done; a pool too small refuses the rest, on both sides. */
function openingOf({ tokens, opening }: WorldChoice, { unit }: System, start: bigint): Operation[] {
  const assets = opening * unit;
  return tokens.slice(0, -1).flatMap((_, token) =>
    (token < 2 ? [0, 1] : [0]).map((actor) => ({
      at: start + BigInt(token),
      kind: "deposit" as const,
      actor,
      token,
      assets: assets / BigInt(1 + token),
      receiver: actor,
    })),
  );
}

async function addPolicy(system: System, policy: NonNullable<TokenChoice["policy"]>): Promise<AddressLike> {
  if (policy !== ANYTHING) return allowPolicy(system, policy);
  const anything = await system.connection.ethers.deployContract("AnythingPolicy");
  await system.factory.allowPolicy(anything, true);
  return anything;
}

async function addMarket(system: System, name: string): Promise<ChainMarket> {
  const { connection, options, venue, factory, unit } = system;
  const { feed, oracle } = await deployFeed(connection, { ...options, price: options.price / 20n });
  const id = connection.ethers.encodeBytes32String(name);
  await venue.listMarket(id, { oracle, ...marketOf(options.market, unit) });
  await factory.allowMarket(venue, id, name);
  return { id, feed, oracle };
}

async function addActor(system: System, tokens: readonly LeveragedToken[], wealth: bigint): Promise<ParityActor> {
  const { connection, collateral, venue, unit } = system;
  const actor = await connection.ethers.deployContract("ParityActor", [venue]);
  await collateral.mint(actor, wealth * unit);
  for (const token of tokens) {
    const approve = collateral.interface.encodeFunctionData("approve", [
      await token.getAddress(),
      connection.ethers.MaxUint256,
    ]);
    await actor.run(collateral, approve);
  }
  return actor;
}

function addressesOf(contracts: readonly BaseContract[]): Promise<string[]> {
  return Promise.all(contracts.map((contract) => contract.getAddress()));
}

/** The policy of a token that has `own` beside its world's. */
export function policyIn({ choice, system }: World, own?: Partial<BandParameters>): BandParameters {
  return policyOf({ ...choice.options.policy, ...own }, system.unit);
}
