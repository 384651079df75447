import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { AbiCoder, type AddressLike, type ContractTransactionResponse } from "ethers";
import type { FaultyOracle, LeveragedToken, RebalanceUpkeep } from "../../types/ethers-contracts/index.js";
import { deposit } from "./actions.js";
import { wad } from "./numbers.js";
import { marketOf } from "./options.js";
import { createToken, deployForTest, type Connection, type System } from "./system.js";
import type { Options } from "./options.js";

/** The contract's enum, as ethers reads it. */
export const Outcome = { Done: 0n, NotDue: 1n, Failed: 2n, BackingOff: 3n } as const;

export interface UpkeepSystem extends System {
  upkeep: RebalanceUpkeep;
}

/** A token in a market of its own, whose oracle does as it is told. */
export interface Market {
  token: LeveragedToken;
  oracle: FaultyOracle;
  market: string;
}

export async function deployWithUpkeep(
  connection: Connection,
  overrides: Partial<Options> = {},
): Promise<UpkeepSystem> {
  const system = await deployForTest(connection, overrides);
  const upkeep = await connection.ethers.deployContract("RebalanceUpkeep", [system.factory]);
  return { ...system, upkeep: upkeep.connect(system.keeper) };
}

/** Lists a market at {usd/base} 100 and opens a token of `leverage` in it with a thousand units of Alice's. */
export async function addMarket(system: System, name: string, leverage = wad(3)): Promise<Market> {
  const { connection, venue, factory, options, unit, alice } = system;
  const oracle = await connection.ethers.deployContract("FaultyOracle", [wad(100)]);
  const market = connection.ethers.encodeBytes32String(name);
  await venue.listMarket(market, { oracle, ...marketOf(options.market, unit) });
  await factory.allowMarket(venue, market, name);
  const token = await createToken({ ...system, market }, leverage);
  await deposit(system, alice, 1_000n * unit, token);
  return { token, oracle, market };
}

/** Several markets named A, B, C ..., each with one token. */
export async function addMarkets(system: System, count: number): Promise<Market[]> {
  const markets: Market[] = [];
  for (let i = 0; i < count; i++) markets.push(await addMarket(system, String.fromCharCode(65 + i)));
  return markets;
}

/** `checkData`, or, with a list of tokens, `performData`. */
export function encodePage(offset: number, limit: number, tipReceiver: string): string {
  return AbiCoder.defaultAbiCoder().encode(["uint256", "uint256", "address"], [offset, limit, tipReceiver]);
}

export function decodePerformData(performData: string): { tokens: string[]; tipReceiver: string } {
  const [tokens, tipReceiver] = AbiCoder.defaultAbiCoder().decode(["address[]", "address"], performData);
  return { tokens: [...(tokens as string[])], tipReceiver: tipReceiver as string };
}

/** What `checkUpkeep` says is due, worst first. */
export async function dueOf({ upkeep }: UpkeepSystem, checkData = "0x"): Promise<string[]> {
  const [isNeeded, performData] = await upkeep.checkUpkeep(checkData);
  const { tokens } = decodePerformData(performData);
  expect(isNeeded).to.equal(tokens.length > 0);
  return tokens;
}

export async function addressesOf(tokens: readonly LeveragedToken[]): Promise<string[]> {
  return Promise.all(tokens.map((token) => token.getAddress()));
}

/** Performs, and returns the outcomes of the events, in order. */
export async function perform(
  { upkeep, keeper }: UpkeepSystem,
  tokens: readonly AddressLike[],
  { receiver = keeper.address, by = keeper, gasLimit }: PerformOptions = {},
): Promise<{ outcomes: bigint[]; reasons: string[]; tried: string[]; gasUsed: bigint }> {
  const overrides = gasLimit === undefined ? {} : { gasLimit };
  return outcomesOf(upkeep, await upkeep.connect(by).perform([...tokens], receiver, overrides));
}

export interface PerformOptions {
  receiver?: string;
  by?: HardhatEthersSigner;
  gasLimit?: bigint;
}

export async function outcomesOf(upkeep: RebalanceUpkeep, sent: ContractTransactionResponse) {
  const receipt = await sent.wait();
  const events = (receipt?.logs ?? []).map((log) => upkeep.interface.parseLog(log)).filter((event) => event !== null);
  const argsOf = <T>(name: string) =>
    events.filter((event) => event.name === name).map(({ args }) => args as unknown as T);
  const attempts = argsOf<{ token: string; outcome: bigint }>("Attempted");
  const reasons = new Map(
    argsOf<{ token: string; reason: string }>("AttemptFailed").map(({ token, reason }) => [token, reason]),
  );
  return {
    outcomes: attempts.map(({ outcome }) => outcome),
    /** What each of them reverted with; "0x" for one that did not fail. */
    reasons: attempts.map(({ token }) => reasons.get(token) ?? "0x"),
    tried: attempts.map(({ token }) => token),
    gasUsed: receipt?.gasUsed ?? 0n,
  };
}
