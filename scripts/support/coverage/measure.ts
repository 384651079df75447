/** Child process of `npm run coverage`, in a copy of the project: runs every test and writes what was reached. */
import hre, { tasks } from "hardhat";
import { glob, readFile, writeFile } from "node:fs/promises";
import { type FileCoverage, toFileCoverage } from "./files.js";

/** The part of Hardhat's coverage manager used here; its report on the screen names no statement. */
interface CoverageManager {
  readonly filesMetadata: ReadonlyMap<string, ReadonlyMap<string, Statement>>;
  readonly data: ReadonlyMap<string, number>;
  disableReport(): void;
  loadData(...ids: string[]): Promise<void>;
  getReport(): Promise<Record<string, { lineExecutionCounts: Map<number, number> }>>;
}

interface Statement {
  readonly tag: string;
  readonly startUtf16: number;
  readonly endUtf16: number;
}

export interface Measurement {
  readonly files: readonly FileCoverage[];
  readonly testsPassed: boolean;
}

/**
 * They start commands as processes of their own, which would build the contracts anew without instrumentation; or they
 * compare or limit gas, size or compiler settings, which a run under coverage changes.
 */
const LEFT_OUT = [
  "test/backtest/verify.test.ts",
  "test/commands/scripts.test.ts",
  "test/integration/snapshots.test.ts",
  "test/unit/lens/watch.test.ts",
  "test/unit/oracle/gas.test.ts",
  "test/unit/sdk/watchTokens.test.ts",
  "test/unit/toolchain/solidity.test.ts",
  "test/unit/upkeep/gas.test.ts",
];
const STARTS_PROCESSES = "npm run ";

const [resultFile] = process.argv.slice(2);
const manager = (hre as unknown as { _coverage?: CoverageManager })._coverage;
if (resultFile === undefined || manager === undefined) throw new Error("Run this through `npm run coverage`.");
manager.disableReport();

const testFiles: string[] = [];
for await (const file of glob("test/**/*.ts", { exclude: ["test/support/**", ...LEFT_OUT] })) testFiles.push(file);

const runs = [
  await tasks.getTask(["test", "solidity"]).run({}),
  await tasks
    .getTask(["test", "mocha"])
    .run({ testFiles: testFiles.sort(), grepExclude: STARTS_PROCESSES, noCompile: true }),
] as { success: boolean }[];

await manager.loadData("solidity", "mocha");
const lines = await manager.getReport();
const files: FileCoverage[] = [];
for (const [name, statements] of manager.filesMetadata) {
  const executions = lines[name]?.lineExecutionCounts ?? new Map<number, number>();
  const reached = [...statements.values()].map((statement) => ({ ...statement, hit: manager.data.has(statement.tag) }));
  files.push(toFileCoverage(name, await readFile(name, "utf8"), executions, reached));
}
const measurement: Measurement = { files, testsPassed: runs.every(({ success }) => success) };
await writeFile(resultFile, JSON.stringify(measurement));
// Exit even if a test left a handle open.
process.exit(0);
