/**
 * `npm test`: builds and runs every test of the repository, in one command.
 *
 * The last line is `N passed, N failed`. Tests are counted by the runners themselves; a build that fails or
 * warns, a runner that dies and a runner that found no test count as one failure each. Exits 1 if any failed.
 */
import { compilerWarnings } from "./support/compilerWarnings.js";
import { TestRun } from "./support/TestRun.js";
import { check, suite } from "./support/testSteps.js";

const run = new TestRun();

await run.take(check("npm run --silent build"));
if (run.hasFailed) run.finish();

const warnings = await compilerWarnings();
if (warnings.length > 0) run.fail(`Compiler warnings are errors:\n\n${warnings.join("\n")}`);

// The longest first, so that all cores are done at about the same time.
await run.take(
  suite("unit"),
  suite("integration"),
  suite("solidity"),
  suite("keeper"),
  suite("parity"),
  suite("web"),
  suite("libraries"),
);

run.finish();
