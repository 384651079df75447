import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What everything rests on, in parts that can run side by side. */
type CoreSuite = "solidity" | "libraries" | "parity" | "unit" | "integration";

/** What people start: the keeper among faulty nodes, the page in a browser, commands as processes, backtests. */
type AppSuite = "keeper" | "web" | "commands" | "backtest";

export type Suite = CoreSuite | AppSuite;

export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a runner says of itself: its counts, whether it succeeded as a whole, and what is wrong beyond its tests. */
export interface SuiteResult extends Summary {
  readonly success: boolean;
  readonly complaints: readonly string[];
}

/** A check or a suite of tests, run in a process of its own. */
export interface Step {
  readonly title: string;
  readonly run: () => Promise<StepResult>;
}

/** What a step printed, its tests, and what is wrong with it beyond them. */
export interface StepResult extends Summary {
  readonly output: string;
  readonly complaints: readonly string[];
}

const NO_TESTS: Summary = { passed: 0, failed: 0, skipped: 0 };

/** A shell command that fails or not. */
export function check(command: string): Step {
  return {
    title: command,
    run: async () => {
      const { code, output } = await collect(spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] }));
      return { ...NO_TESTS, output: output || "ok", complaints: code === 0 ? [] : [`\`${command}\` failed`] };
    },
  };
}

/** One test runner. One that dies, finds no test or fails outside its tests is complained of. */
export function suite(name: Suite): Step {
  return {
    title: `${name} tests`,
    run: async () => {
      // The in-process chain gives memory back at every turn, only to ask for it again: a tenth of the time.
      const env = { ...process.env, MIMALLOC_PURGE_DELAY: "-1" };
      const child = fork(fileURLToPath(new URL("runSuite.ts", import.meta.url)), [name], { env, silent: true });
      let result: SuiteResult | undefined;
      child.on("message", (message) => {
        result = message as SuiteResult;
      });
      const { code, output } = await collect(child);
      const complaints = [...(result?.complaints ?? [])];
      if (result === undefined) complaints.push(`The ${name} runner ended without a result`);
      else if (result.passed + result.failed === 0) complaints.push(`The ${name} runner ran no test`);
      else if (result.failed === 0 && !(result.success && code === 0)) {
        complaints.push(`The ${name} runner failed outside its tests`);
      }
      return { ...(result ?? NO_TESTS), output, complaints };
    },
  };
}

/** Keeps what a process prints, so that several can run at once and still be read one by one. */
async function collect(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output.trim() };
}
