import { availableParallelism } from "node:os";
import pc from "picocolors";
import { compilerWarnings } from "./compilerWarnings.js";
import { check, type Step, type Summary } from "./testSteps.js";

/** One run of checks and suites, and what has come of it so far. */
export class TestRun {
  readonly #started = Date.now();
  readonly #total: Summary = { passed: 0, failed: 0, skipped: 0 };

  get hasFailed(): boolean {
    return this.#total.failed > 0;
  }

  /** Counts as one failed test. */
  fail(message: string): void {
    this.#total.failed += 1;
    console.log(pc.red(message));
  }

  /**
   * Takes steps in their order; each is shown as a whole when it has ended. One more at a time than there are cores: a
   * step that drives a chain in its own process waits for it now and then.
   */
  async take(...steps: Step[]): Promise<void> {
    const waiting = [...steps];
    const takeNext = async (): Promise<void> => {
      const step = waiting.shift();
      if (step === undefined) return;
      await this.#takeOne(step);
      await takeNext();
    };
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, takeNext));
  }

  async #takeOne({ title, run }: Step): Promise<void> {
    console.log(pc.dim(`-- ${title} ...`));
    const started = Date.now();
    const { passed, failed, skipped, output, complaints } = await run();
    console.log(`\n${pc.bold(pc.cyan(`== ${title}`))} (${secondsSince(started)} s)\n${output}`);
    this.#total.passed += passed;
    this.#total.failed += failed;
    this.#total.skipped += skipped;
    complaints.forEach((complaint) => this.fail(complaint));
  }

  /** Builds; ends the process where that fails. A warning of the compiler is an error. */
  async build(): Promise<void> {
    await this.take(check("npm run --silent build"));
    if (this.hasFailed) this.finish();
    const warnings = await compilerWarnings();
    if (warnings.length > 0) this.fail(`Compiler warnings are errors:\n\n${warnings.join("\n")}`);
  }

  /** Prints the counts as the last line and ends the process. */
  finish(): never {
    const { passed, failed, skipped } = this.#total;
    console.log(`\n${secondsSince(this.#started)} s`);
    console.log(
      `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ""}`,
    );
    process.exit(failed > 0 ? 1 : 0);
  }
}

function secondsSince(started: number): string {
  return String(Math.round((Date.now() - started) / 1000));
}
