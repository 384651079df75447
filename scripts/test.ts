/**
 * `npm test`: every check and every test of the repository, in one command.
 *
 * The last line is `N passed, N failed`. Tests are counted by the runners themselves; a check that fails (build, types,
 * lint), a runner that dies and a runner that found no test count as one failure each. Exits 1 if anything failed.
 */
import pc from "picocolors";
import { compilerWarnings } from "./support/compilerWarnings.js";
import { runCheck, runSuite, type CheckResult, type Suite, type Summary } from "./support/testSteps.js";

const started = Date.now();
const total: Summary = { passed: 0, failed: 0, skipped: 0 };

function heading(title: string): void {
  console.log(`\n${pc.bold(pc.cyan(`== ${title}`))}`);
}

function fail(message: string): void {
  total.failed += 1;
  console.log(pc.red(message));
}

function report({ command, passed, output }: CheckResult): void {
  heading(command);
  console.log(output.trim() || "ok");
  if (!passed) fail(`\`${command}\` failed`);
}

async function test(suite: Suite): Promise<void> {
  heading(`${suite} tests`);
  const summary = await runSuite(suite);
  if (summary === undefined) {
    fail(`The ${suite} runner ended without a result`);
    return;
  }
  total.passed += summary.passed;
  total.failed += summary.failed;
  total.skipped += summary.skipped;
  if (summary.passed + summary.failed === 0) fail(`The ${suite} runner ran no test`);
  else if (!summary.success && summary.failed === 0) fail(`The ${suite} runner failed outside its tests`);
}

async function inOrder(...commands: string[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const command of commands) results.push(await runCheck(command));
  return results;
}

function finish(): never {
  const { passed, failed, skipped } = total;
  console.log(`\n${String(Math.round((Date.now() - started) / 1000))} s`);
  console.log(`${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ""}`);
  process.exit(failed > 0 ? 1 : 0);
}

// Two lanes at a time: the compiler beside the checks that need no build, then the tests, and the checks that need types.
const withoutBuild = inOrder("npm run --silent lint:sol", "npm run --silent lint:format");
const build = await runCheck("npm run --silent build");
report(build);
(await withoutBuild).forEach(report);
if (!build.passed) finish();

const warnings = await compilerWarnings();
if (warnings.length > 0) fail(`Compiler warnings are errors:\n\n${warnings.join("\n")}`);

await test("solidity");
const whole = test("integration");
await test("unit");
const withTypes = inOrder("npm run --silent lint:types", "npm run --silent lint:ts");
await whole;
(await withTypes).forEach(report);

finish();
