import { readFile, rm } from "node:fs/promises";
import path from "node:path";

export const RESULT_FILE = "mutation-result.json";

/** What one run of the tests said. */
export type TestResult =
  | { readonly status: "passed"; readonly count: number }
  | { readonly status: "failed"; readonly test: string }
  | { readonly status: "timeout" };

interface MochaJson {
  readonly stats: { readonly passes: number; readonly failures: number };
  readonly failures: readonly { readonly fullTitle: string }[];
}

export async function forgetResult(root: string): Promise<void> {
  await rm(path.join(root, RESULT_FILE), { force: true });
}

/** Reads what mocha wrote; undefined if it did not come to its end. */
export async function readResult(root: string): Promise<TestResult | undefined> {
  let text: string;
  try {
    text = await readFile(path.join(root, RESULT_FILE), "utf8");
  } catch {
    return undefined;
  }
  const { stats, failures } = JSON.parse(text) as MochaJson;
  if (stats.failures > 0) return { status: "failed", test: failures[0]?.fullTitle ?? "a hook" };
  return { status: "passed", count: stats.passes };
}
