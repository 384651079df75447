import { type Compiler, CompileError, type ContractName, type Overrides } from "./compiler.js";
import { applyEdit } from "./generate.js";
import type { Lab } from "./lab.js";
import { targetOf } from "./targets.js";
import type { Judged, Mutant, Verdict } from "./types.js";

/** Creation code of every contract without any fault. */
export type Baseline = Readonly<Record<ContractName, string>>;

/** Rebuilds what a mutant changes, stage by stage, and runs the tests until one fails. Leaves the lab as it was. */
export async function judge(
  mutant: Mutant,
  compiler: Compiler,
  lab: Lab,
  baseline: Baseline,
  timeout: number,
): Promise<Judged> {
  const overrides = new Map([[mutant.file, applyEdit(compiler.read(mutant.file), mutant)]]);
  const timings: Record<string, number> = {};
  const timed = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
    const started = Date.now();
    try {
      return await work();
    } finally {
      timings[what] = Date.now() - started;
    }
  };

  const installed: ContractName[] = [];
  const verdict = async (): Promise<Verdict> => {
    for (const { name, contract, tests } of targetOf(mutant.file).stages) {
      const built = await timed(`${name} build`, () => rebuild(compiler, contract, overrides));
      if (built instanceof CompileError) return { status: "invalid", error: built.message };
      if (built === baseline[contract]) continue;
      installed.push(contract);
      await lab.install(contract, built);
      const result = await timed(`${name} tests`, () => lab.run(tests, timeout));
      if (result.status === "failed") return { status: "killed", stage: name, test: result.test };
      if (result.status === "timeout") return { status: "timeout", stage: name };
    }
    return { status: installed.length === 0 ? "equivalent" : "survived" };
  };

  try {
    return { mutant, verdict: await verdict(), timings };
  } finally {
    for (const contract of installed) await lab.install(contract, baseline[contract] ?? "");
  }
}

function rebuild(compiler: Compiler, contract: ContractName, overrides: Overrides): string | CompileError {
  try {
    return compiler.bytecode(contract, overrides);
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
}
