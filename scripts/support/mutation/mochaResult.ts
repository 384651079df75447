import Mocha from "mocha";
import { writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";

const RESULT_FILE = "mutation-result.json";

/** What one run of the tests said. */
export type TestResult =
  | { readonly status: "passed"; readonly count: number }
  | { readonly status: "failed"; readonly test: string }
  | { readonly status: "timeout" };

/** Leaves the result as a file, for another process. Mocha's own JSON reporter cannot write the bigints tests compare. */
class ResultReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const { passes = 0 } = runner.stats ?? {};
      const [failure] = this.failures;
      const result: TestResult =
        failure === undefined ? { status: "passed", count: passes } : { status: "failed", test: failure.fullTitle() };
      writeFileSync(RESULT_FILE, JSON.stringify(result));
    });
  }
}

export async function forgetResult(root: string): Promise<void> {
  await rm(path.join(root, RESULT_FILE), { force: true });
}

/** Reads what mocha left; undefined if it did not come to its end. */
export async function readResult(root: string): Promise<TestResult | undefined> {
  try {
    return JSON.parse(await readFile(path.join(root, RESULT_FILE), "utf8")) as TestResult;
  } catch {
    return undefined;
  }
}

// As mocha finds a reporter by its file.
export { ResultReporter as "module.exports" };
