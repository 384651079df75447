import { mkdir, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/**
 * The invariant suites, those at the test venues last. The chain is thrown away after each run, so each run leaves a line
 * `name=count;name=count` in a file of its suite; here they are added up.
 */
export const INVARIANT_SUITES = [
  "StillPrice",
  "MovingPrice",
  "AtDear",
  "AtKind",
  "AtMoody",
  "AtPartial",
  "AtLateMark",
] as const;

export type InvariantSuite = (typeof INVARIANT_SUITES)[number];

/** What one suite did over all its runs. */
export interface InvariantCounts {
  readonly suite: InvariantSuite;
  readonly runs: number;
  /** Successful calls per action, and calls after which a state was met (`state:...`). */
  readonly counts: ReadonlyMap<string, number>;
}

function fileOf(suite: InvariantSuite): string {
  return fileURLToPath(new URL(`../../cache/invariant-${suite}.txt`, import.meta.url));
}

/** Forgets earlier runs; to be called before the runner starts. */
export async function clearInvariantCounts(): Promise<void> {
  await mkdir(fileURLToPath(new URL("../../cache", import.meta.url)), { recursive: true });
  for (const suite of INVARIANT_SUITES) await rm(fileOf(suite), { force: true });
}

/** Adds up what the runs of a suite left behind; a suite that left nothing has no runs. */
export async function readInvariantCounts(suite: InvariantSuite): Promise<InvariantCounts> {
  const text = await readFile(fileOf(suite), "utf8").catch(() => "");
  return { suite, ...sumCounts(text) };
}

/** Adds up lines of `name=count;name=count`. */
export function sumCounts(text: string): { runs: number; counts: Map<string, number> } {
  const lines = text.split("\n").filter((line) => line !== "");
  const counts = new Map<string, number>();
  for (const line of lines) {
    for (const entry of line.split(";")) {
      const [name, count] = entry.split("=");
      if (name === undefined || !/^\d+$/.test(count ?? "")) throw new Error(`Not a count: "${entry}"`);
      counts.set(name, (counts.get(name) ?? 0) + Number(count));
    }
  }
  return { runs: lines.length, counts };
}

/** What a suite failed to show: runs that are missing, and actions and states that never happened. */
export function missingIn({ suite, runs, counts }: InvariantCounts, promisedRuns: number): string[] {
  const never = [...counts].filter(([, count]) => count === 0).map(([name]) => `${suite}: "${name}" never happened`);
  return runs < promisedRuns ? [`${suite}: ${String(runs)} of ${String(promisedRuns)} runs`, ...never] : never;
}

/** A table of several suites side by side, ordered by name. */
export function formatInvariantCounts(suites: readonly InvariantCounts[]): string {
  const names = [...new Set(suites.flatMap(({ counts }) => [...counts.keys()]))].sort((a, b) =>
    a.localeCompare(b, "en"),
  );
  const rows = names.map((name) => [name, ...suites.map(({ counts }) => counts.get(name)?.toString() ?? "-")]);
  rows.unshift(["successful calls", ...suites.map(({ suite, runs }) => `${suite}, ${String(runs)} runs`)]);
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const padded = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widthOf(column)) : cell.padStart(widthOf(column))));
  return rows.map((row) => padded(row).join("  ")).join("\n");
}
