/**
 * `npm test`: builds and tests what everything rests on: contracts, their twin, SDK and keeper logic. `npm run test:apps`
 * tests what people start.
 *
 * The last line is `N passed, N failed`. Tests are counted by the runners themselves; a build that fails or
 * warns, a runner that dies and a runner that found no test count as one failure each. Exits 1 if any failed.
 */
import { TestRun } from "./support/TestRun.js";
import { suite } from "./support/testSteps.js";

const run = new TestRun();
await run.build();
// The longest first, so that all cores are done at about the same time.
await run.take(suite("unit"), suite("solidity"), suite("parity"), suite("integration"), suite("libraries"));
run.finish();
