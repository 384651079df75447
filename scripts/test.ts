/**
 * `npm test`: every check and every test of the repository, in one command.
 *
 * The last line is `N passed, N failed`. Tests are counted by the runners themselves; a check that fails (build, types,
 * lint), a runner that dies and a runner that found no test count as one failure each. Exits 1 if anything failed.
 */
import { compilerWarnings } from "./support/compilerWarnings.js";
import { TestRun } from "./support/TestRun.js";
import { runCheck, type CheckResult } from "./support/testSteps.js";

const run = new TestRun();

async function inOrder(...commands: string[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const command of commands) results.push(await runCheck(command));
  return results;
}

// Two lanes at a time: the compiler beside the checks that need no build, then the tests, and the checks that need types.
const withoutBuild = inOrder("npm run --silent lint:sol", "npm run --silent lint:format");
const build = await runCheck("npm run --silent build");
run.report(build);
(await withoutBuild).forEach((result) => run.report(result));
if (!build.passed) run.finish();

const warnings = await compilerWarnings();
if (warnings.length > 0) run.fail(`Compiler warnings are errors:\n\n${warnings.join("\n")}`);

const first = run
  .lane("solidity", "parity")
  .then(() => inOrder("npm run --silent lint:types", "npm run --silent lint:ts"));
await run.lane("libraries", "unit", "integration");
(await first).forEach((result) => run.report(result));

run.finish();
