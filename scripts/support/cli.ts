import { Command, CommanderError, Option } from "commander";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type * as Tools from "./tools.js";

export const LOCAL_RPC = "http://127.0.0.1:8545";

export interface CommonOptions {
  json?: true;
}

export interface ChainOptions extends CommonOptions {
  rpc: string;
  deployment?: string;
}

/** What a person did wrong, in one line that says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command as one types it: `npm run NAME -- ...`. */
export function command(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .option("--json", "print one JSON object and nothing else")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}

/** A command that talks to a running node. */
export function chainCommand(name: string, description: string): Command {
  return command(name, description)
    .addOption(new Option("--rpc <url>", "the node").default(LOCAL_RPC).env("RPC_URL"))
    .option("--deployment <file>", "where the contracts are (default: deployments/<chain id>.json)");
}

/** Parses the arguments and runs. Whatever goes wrong becomes one line on stderr and exit code 1. */
export async function run(program: Command, action: () => Promise<void>): Promise<void> {
  try {
    program.parse();
    await action();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    console.error(process.env["DEBUG"] === undefined ? oneLine(error, program) : error);
    process.exitCode = 1;
  }
}

/** The same for a command that needs the contracts' types, which exist once they are built. */
export async function runWithTools(program: Command, action: (tools: typeof Tools) => Promise<void>): Promise<void> {
  await run(program, async () => {
    if (!isBuilt()) throw new UsageError("The contracts are not built: run `npm run build` first.");
    await action(await import("./tools.js"));
  });
}

export function isBuilt(): boolean {
  return existsSync(fileURLToPath(new URL("../../types/ethers-contracts/index.ts", import.meta.url)));
}

/** Prints the result: one object for machines, or lines for people. */
export function output({ json }: CommonOptions, data: unknown, lines: () => string): void {
  console.log(json === true ? JSON.stringify(data, null, 2) : lines());
}

function oneLine(error: unknown, program: Command): string {
  const message = (error instanceof Error ? error.message : String(error)).trim();
  if (!(error instanceof CommanderError)) return message.replaceAll(/\s*\n\s*/g, " ");
  const text = message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}: see \`${program.name()} --help\`.`;
}
