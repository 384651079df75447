import pc from "picocolors";
import {
  clearInvariantCounts,
  formatInvariantCounts,
  INVARIANT_SUITES,
  missingIn,
  readInvariantCounts,
} from "./invariantCounts.js";
import { runSuite, type CheckResult, type Suite, type Summary } from "./testSteps.js";

/** One run of checks and suites, and what has come of it so far. */
export class TestRun {
  readonly #started = Date.now();
  readonly #total: Summary = { passed: 0, failed: 0, skipped: 0 };

  heading(title: string): void {
    console.log(`\n${pc.bold(pc.cyan(`== ${title}`))}`);
  }

  /** Counts as one failed test. */
  fail(message: string): void {
    this.#total.failed += 1;
    console.log(pc.red(message));
  }

  report({ command, passed, output }: CheckResult): void {
    this.heading(command);
    console.log(output.trim() || "ok");
    if (!passed) this.fail(`\`${command}\` failed`);
  }

  /** Runs suites one after the other. */
  async lane(...suites: Suite[]): Promise<void> {
    for (const suite of suites) await this.#test(suite);
  }

  /** Prints the counts as the last line and ends the process. */
  finish(): never {
    const { passed, failed, skipped } = this.#total;
    console.log(`\n${String(Math.round((Date.now() - this.#started) / 1000))} s`);
    console.log(
      `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ""}`,
    );
    process.exit(failed > 0 ? 1 : 0);
  }

  async #test(suite: Suite): Promise<void> {
    this.heading(`${suite} tests`);
    if (suite === "solidity") await clearInvariantCounts();
    const summary = await runSuite(suite);
    if (summary === undefined) {
      this.fail(`The ${suite} runner ended without a result`);
      return;
    }
    this.#total.passed += summary.passed;
    this.#total.failed += summary.failed;
    this.#total.skipped += summary.skipped;
    if (summary.passed + summary.failed === 0) this.fail(`The ${suite} runner ran no test`);
    else if (!summary.success && summary.failed === 0) this.fail(`The ${suite} runner failed outside its tests`);
    if (suite === "solidity") await this.#reportInvariants();
  }

  /** Prints how often each action succeeded and each state was met; what never happened is a failure. */
  async #reportInvariants(): Promise<void> {
    const counts = await Promise.all(INVARIANT_SUITES.map(readInvariantCounts));
    console.log(`\n${formatInvariantCounts(counts)}`);
    // Not before FUZZ is set, which the configuration reads.
    const { config } = await import("hardhat");
    const runs = config.test.solidity.profiles["default"]?.invariant?.runs ?? 0;
    if (runs === 0) this.fail("No runs of the invariant suites are configured");
    for (const missing of counts.flatMap((suite) => missingIn(suite, runs))) this.fail(missing);
  }
}
