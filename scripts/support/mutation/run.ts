import type { Baseline } from "./judge.js";
import type { Pool } from "./pool.js";
import { stagesOf, type Target } from "./targets.js";
import type { Judged, Mutant } from "./types.js";

/** Thrown when a test fails on the code as it is: nothing can be learnt from mutants then. */
export class RedBaselineError extends Error {
  override readonly name = "RedBaselineError";
}

/** Builds everything without a fault, puts it in place and runs every test that is to judge. */
export async function establishBaseline(
  pool: Pool,
  targets: readonly Target[],
  say: (line: string) => void,
): Promise<void> {
  const stages = stagesOf(targets);
  const contracts = stages.map(({ contract }) => contract);
  const started = Date.now();
  const since = () => `${String(Math.round((Date.now() - started) / 1000))} s`;
  const codes = await pool.map("build", contracts);
  const baseline = Object.fromEntries(contracts.map((contract, index) => [contract, codes[index]])) as Baseline;
  await pool.toAll("prepare", baseline);
  say(`built ${String(contracts.length)} contracts without a fault (${since()})`);

  const suites = [...new Set(stages.flatMap(({ tests }) => tests))];
  const requests = suites.map((suite) => [suite]);
  await pool.map("test", requests, (result, index) => {
    const name = suites[index] ?? "";
    if (result.status === "failed") throw new RedBaselineError(`Without any fault, ${name} fails: "${result.test}".`);
    if (result.status === "timeout") throw new RedBaselineError(`Without any fault, ${name} does not end.`);
    if (result.count === 0) throw new RedBaselineError(`${name} has no test.`);
    say(`${name}: ${String(result.count)} tests pass without a fault (${since()})`);
  });
}

/** Judges every mutant and says how each ended. */
export async function judgeAll(pool: Pool, mutants: readonly Mutant[], say: (line: string) => void): Promise<Judged[]> {
  let done = 0;
  return pool.map("judge", mutants, ({ mutant, verdict, timings }) => {
    done += 1;
    const seconds = Object.values(timings).reduce((sum, time) => sum + time, 0) / 1000;
    const how = verdict.status === "killed" ? `killed by "${verdict.test}"` : verdict.status;
    const count = `${String(done)}/${String(mutants.length)}`;
    say(`${count}  ${mutant.id}  ${mutant.operator}  line ${String(mutant.line)}  ${seconds.toFixed(0)} s  ${how}`);
  });
}
