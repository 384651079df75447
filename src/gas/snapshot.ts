import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readParameters } from "../deploy/readParameters.js";
import { type CodeSizes, readCodeSizes } from "./bytecode.js";
import type { FeedShape } from "./feeds.js";
import { type GasReport, measureGas } from "./measure.js";
import { measureRouter, type RouterGasReport } from "./measureRouter.js";
import { measureUpkeep, type UpkeepGasReport } from "./measureUpkeep.js";
import { openStage } from "./stage.js";

/** Gas of the actions on a token, of the upkeep and of the router. */
interface ActionGas extends GasReport {
  readonly upkeep: UpkeepGasReport;
  readonly router: RouterGasReport;
}

/** Gas behind a feed of one slot, and behind one built as on a real chain. */
export interface GasFigures extends ActionGas {
  readonly chainlinkShaped: ActionGas;
}

export interface Snapshots {
  readonly gas: GasFigures;
  readonly bytecode: CodeSizes;
}

/** {1} Gas may differ by this part either way: amounts with other zero bytes cost a little more or less. */
export const TOLERANCE = 0.005;

/** How a person records figures that were meant to change. */
export const UPDATE = "npm run gas -- --update";

const FOLDER = fileURLToPath(new URL("../../snapshots/", import.meta.url));

/** Measures what the snapshots record, on the built contracts. */
export async function measureAll(): Promise<Snapshots> {
  const parameters = await readParameters("ignition/parameters/local.json");
  const measure = async (shape: FeedShape): Promise<ActionGas> => {
    const stage = await openStage(parameters, shape);
    const gas = await measureGas(stage);
    await stage.reset();
    const upkeep = await measureUpkeep(stage);
    await stage.reset();
    return { ...gas, upkeep, router: await measureRouter(stage) };
  };
  const gas = { ...(await measure("mock")), chainlinkShaped: await measure("chainlinkShaped") };
  return { gas, bytecode: await readCodeSizes() };
}

export async function readSnapshots(): Promise<Snapshots> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(FOLDER, name), "utf8"));
  return { gas: (await read("gas.json")) as GasFigures, bytecode: (await read("bytecode.json")) as CodeSizes };
}

export async function writeSnapshots({ gas, bytecode }: Snapshots): Promise<void> {
  const write = (name: string, figures: unknown) =>
    writeFile(path.join(FOLDER, name), `${JSON.stringify(figures, null, 2)}\n`);
  await write("gas.json", gas);
  await write("bytecode.json", bytecode);
}

/** Every figure by its path, such as `chainlinkShaped.mint`, so that two sets compare name by name. */
export function flatten(figures: object, prefix = ""): Map<string, number> {
  const flat = new Map<string, number>();
  for (const [name, value] of Object.entries(figures) as [string, number | object][]) {
    if (typeof value === "number") flat.set(prefix + name, value);
    else for (const [inner, figure] of flatten(value, `${prefix}${name}.`)) flat.set(inner, figure);
  }
  return flat;
}

/**
 * Says in one line each what differs from the record by more than `tolerance` {1}, what is not recorded and what is
 * recorded but no longer measured. An improvement is a difference too: unrecorded, the next loss would hide behind it.
 */
export function differences(recorded: object, measured: object, tolerance = 0): string[] {
  const [before, after] = [flatten(recorded), flatten(measured)];
  const lines: string[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === undefined) lines.push(`${name}: ${String(now)}, not recorded`);
    else if (now === undefined) lines.push(`${name}: recorded as ${String(old)}, no longer measured`);
    else if (Math.abs(now - old) > tolerance * old) lines.push(`${name}: recorded ${String(old)}, now ${String(now)}`);
  }
  return lines;
}
