import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The tests in parts that take about as long as each other, so that two at a time keep two cores busy. */
export type Suite = "solidity" | "libraries" | "parity" | "unit" | "integration";

export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a runner says of itself: its counts, and whether it succeeded as a whole. */
export interface SuiteResult extends Summary {
  success: boolean;
}

export interface CheckResult {
  command: string;
  passed: boolean;
  output: string;
}

/** Runs a shell command and keeps what it prints, so that several can run at once and still be read one by one. */
export async function runCheck(command: string): Promise<CheckResult> {
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { command, passed: code === 0, output };
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
