import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const SUITES = ["solidity", "mocha"] as const;
export type Suite = (typeof SUITES)[number];

export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a runner says of itself: its counts, and whether it succeeded as a whole. */
export interface SuiteResult extends Summary {
  success: boolean;
}

/** Runs a shell command with this process's output; true if it exits with 0. */
export async function runCheck(command: string): Promise<boolean> {
  const child = spawn(command, { shell: true, stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

/** Runs one test runner in a process of its own; undefined if that process ended without reporting its counts. */
export async function runSuite(suite: Suite): Promise<SuiteResult | undefined> {
  const child = fork(fileURLToPath(new URL("runSuite.ts", import.meta.url)), [suite]);
  let result: SuiteResult | undefined;
  child.on("message", (message) => {
    result = message as SuiteResult;
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (result !== undefined && code !== 0) result.success = false;
  return result;
}
