/** Child process of `npm test`: runs one of Hardhat's test runners and sends its counts to the parent. */
import { config, tasks } from "hardhat";
import type { Result } from "hardhat/types/utils";
import Mocha from "mocha";
import { glob } from "node:fs/promises";
import {
  clearInvariantCounts,
  formatInvariantCounts,
  INVARIANT_SUITES,
  missingIn,
  readInvariantCounts,
} from "./invariantCounts.js";
import type { Suite, SuiteResult, Summary } from "./testSteps.js";

/** The part of Hardhat's result used here; it exports no type for it. */
interface Run {
  suiteResults: { testResults: { status: string }[] }[];
}

type MochaSuite = Exclude<Suite, "solidity">;

// Hardhat's own summaries cannot be used: mocha's counts pending tests as passed, and Solidity's may be read before it is
// filled. So mocha is asked through its reporter, and each Solidity test for its status.
let stats: Mocha.Stats | undefined;

class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      stats = this.stats;
    });
  }
}
config.test.mocha.reporter = CountingReporter;

function countMocha(): Summary {
  return { passed: stats?.passes ?? 0, failed: stats?.failures ?? 0, skipped: stats?.pending ?? 0 };
}

function countSolidity({ suiteResults }: Run): Summary {
  const statuses = suiteResults.flatMap((suite) => suite.testResults.map((test) => test.status));
  const count = (status: string) => statuses.filter((value) => value === status).length;
  return { passed: count("Success"), failed: count("Failure"), skipped: count("Skipped") };
}

/** Where a suite's files are; the unit suite is whatever no other one claims. */
const FOLDERS: readonly (readonly [MochaSuite, string])[] = [
  ["integration", "test/integration/"],
  ["parity", "test/parity/"],
  ["libraries", "test/unit/libraries/"],
  ["keeper", "test/keeper/"],
  ["web", "test/web/"],
  ["commands", "test/commands/"],
  ["backtest", "test/backtest/"],
];

/** Every test file below `test/` that belongs to the suite. */
async function mochaFiles(suite: MochaSuite): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob("test/**/*.ts", { exclude: ["test/support/**"] })) files.push(file);
  const suiteOf = (file: string) => FOLDERS.find(([, folder]) => file.startsWith(folder))?.[0] ?? "unit";
  return files.filter((file) => suiteOf(file) === suite).sort();
}

/** Prints how often each action of the invariant suites succeeded and each state was met; returns what is missing. */
async function reportInvariants(): Promise<string[]> {
  const counts = await Promise.all(INVARIANT_SUITES.map(readInvariantCounts));
  console.log(`\n${formatInvariantCounts(counts)}`);
  const runs = config.test.solidity.profiles["default"]?.invariant?.runs ?? 0;
  if (runs === 0) return ["No runs of the invariant suites are configured"];
  return counts.flatMap((suite) => missingIn(suite, runs));
}

async function testSolidity(): Promise<SuiteResult> {
  await clearInvariantCounts();
  const outcome = (await tasks.getTask(["test", "solidity"]).run({})) as Result<Run, Run>;
  const counts = countSolidity(outcome.success ? outcome.value : outcome.error);
  return { ...counts, success: outcome.success, complaints: await reportInvariants() };
}

async function testMocha(suite: MochaSuite): Promise<SuiteResult> {
  const testFiles = await mochaFiles(suite);
  const outcome = (await tasks.getTask(["test", "mocha"]).run({ testFiles, noCompile: true })) as Result<Run, Run>;
  return { ...countMocha(), success: outcome.success, complaints: [] };
}

const suite = process.argv[2] as Suite;
const result = suite === "solidity" ? await testSolidity() : await testMocha(suite);

// Exit even if a test left a handle open.
process.send?.(result, () => process.exit(result.success ? 0 : 1));
