/**
 * `npm run test:deep`: what lives on random cases, with ten times as many: invariants and conformance in Solidity, the
 * libraries against exact arithmetic, the contracts against their twin. Prints how often each action succeeded and each
 * state was reached; ends with `N passed, N failed`.
 */
import { TestRun } from "./support/TestRun.js";
import { runCheck } from "./support/testSteps.js";

// The tests and Hardhat's configuration read this.
process.env["FUZZ"] = "deep";

const run = new TestRun();
const build = await runCheck("npm run --silent build");
run.report(build);
if (!build.passed) run.finish();

await Promise.all([run.lane("solidity"), run.lane("libraries", "parity")]);
run.finish();
