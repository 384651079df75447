/**
 * `npm run test:deep`: what lives on random cases, with ten times as many: invariants and conformance in Solidity, the
 * libraries against exact arithmetic, the contracts against their twin. Prints how often each action succeeded and each
 * state was reached; ends with `N passed, N failed`.
 */
import { TestRun } from "./support/TestRun.js";
import { suite } from "./support/testSteps.js";

// The tests and Hardhat's configuration read this.
process.env["FUZZ"] = "deep";

const run = new TestRun();
await run.build();
await run.take(suite("solidity"), suite("parity"), suite("libraries"));
run.finish();
