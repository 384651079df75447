/**
 * `npm run test:apps`: what people start, as they start it: the keeper among faulty nodes, the page in a browser, commands
 * as processes, backtests. Counted as `npm test` counts.
 */
import { TestRun } from "./support/TestRun.js";
import { suite } from "./support/testSteps.js";

const run = new TestRun();
await run.build();
// The longest first, so that all cores are done at about the same time.
await run.take(suite("keeper"), suite("web"), suite("commands"), suite("backtest"));
run.finish();
