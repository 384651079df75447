import type { FaultyTokenRegistry, GasMeter, RebalanceUpkeep } from "../../types/ethers-contracts/index.js";
import { encodePage, decodePerformData } from "./upkeep.js";
import { wad } from "./numbers.js";
import type { Connection } from "./system.js";

/** {gas} What the desk uses for a token of a market it has read before: nothing is due, or a trade is. */
const USUAL_GAS = 46_000;
export const DUE_GAS = 60_000;
/** {gas} All it is given. */
export const BURN = 2 ** 32 - 1;

/** As the contracts number them. */
export const Action = { None: 0, Trade: 1, Settle: 2 } as const;
export const Reason = { None: 0, Scheduled: 1, Drift: 2, Emergency: 3, Continuation: 4 } as const;

export interface Conduct {
  action: number;
  reason: number;
  /** {1} WAD; all targets are 3. */
  leverage: bigint;
  gasUsed: number;
  isDead: boolean;
}

const ON_TARGET: Conduct = {
  action: Action.None,
  reason: Reason.None,
  leverage: wad(3),
  gasUsed: USUAL_GAS,
  isDead: false,
};

export interface FaultySystem {
  connection: Connection;
  registry: FaultyTokenRegistry;
  upkeep: RebalanceUpkeep;
  meter: GasMeter;
}

/** An upkeep over a registry of stand-ins, all on target. */
export async function deployFaultyTokens(connection: Connection, count: number): Promise<FaultySystem> {
  const { ethers } = connection;
  const registry = await ethers.deployContract("FaultyTokenRegistry", [USUAL_GAS]);
  const upkeep = await ethers.deployContract("RebalanceUpkeep", [registry]);
  const meter = await ethers.deployContract("GasMeter");
  for (let made = 0; made < count; made += 200) await registry.create(Math.min(200, count - made));
  await registry.show(count);
  return { connection, registry, upkeep, meter };
}

/** Has tokens of the registry, by their places, behave in one way. */
export async function tell(
  { registry }: FaultySystem,
  places: readonly number[],
  conduct: Partial<Conduct>,
): Promise<void> {
  for (let told = 0; told < places.length; told += 200) {
    await registry.setConduct(places.slice(told, told + 200), { ...ON_TARGET, ...conduct });
  }
}

export interface Check {
  /** {gas} */
  used: bigint;
  /** What is to be done, worst first. */
  due: string[];
}

/** Checks in the newest block. */
export async function check(system: FaultySystem, gasLimit: bigint): Promise<Check> {
  const { upkeep, meter, connection } = system;
  const data = upkeep.interface.encodeFunctionData("checkUpkeep", [
    encodePage(0, 1_000_000, connection.ethers.ZeroAddress),
  ]);
  const [used, answer] = await meter.measure(upkeep, data, gasLimit);
  const [, performData] = upkeep.interface.decodeFunctionResult("checkUpkeep", answer);
  return { used, due: decodePerformData(performData as string).tokens };
}

/** Checks so many times, in consecutive blocks or in each `step`th. */
export async function checkBlocks(system: FaultySystem, times: number, gasLimit: bigint, step = 1): Promise<Check[]> {
  const checks: Check[] = [];
  for (let time = 0; time < times; time++) {
    checks.push(await check(system, gasLimit));
    await system.connection.networkHelpers.mine(step);
  }
  return checks;
}
