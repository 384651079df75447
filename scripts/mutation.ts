/**
 * `npm run test:mutation`: puts one fault at a time into the arithmetic, and looks whether a test notices.
 *
 * A fault that does not compile, or that changes no byte of the code, counts for nothing. Exits 1 when fewer than the
 * minimum are noticed, explained survivors included. Everything is written to `mutation/report.json`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { build } from "./support/build.js";
import { command, output, run, UsageError } from "./support/cli.js";
import { Compiler } from "./support/mutation/compiler.js";
import { readExplanations } from "./support/mutation/explanations.js";
import { applyEdit, generate } from "./support/mutation/generate.js";
import { Pool } from "./support/mutation/pool.js";
import { formatReport, makeReport } from "./support/mutation/report.js";
import { establishBaseline, judgeAll } from "./support/mutation/run.js";
import { type Sample, sample } from "./support/mutation/sample.js";
import { TARGETS, targetOf } from "./support/mutation/targets.js";
import type { Mutant } from "./support/mutation/types.js";

interface Options {
  json?: true;
  all?: true;
  list?: true;
  sample: string;
  seed: string;
  jobs: string;
  min: string;
  file: string[];
  mutant: string[];
}

const collect = (value: string, values: string[]) => [...values, value];
const program = command("test:mutation", "Whether a test notices each of many small faults in the arithmetic")
  .option("--sample <count>", "how many faults, stratified by file and kind", "220")
  .option("--seed <number>", "which ones", "20200312")
  .option("--all", "every fault there is: takes hours")
  .option("--file <path>", "only faults in this file; may be repeated", collect, [])
  .option("--mutant <id>", "only this fault, as a report names it; may be repeated", collect, [])
  .option("--list", "show the faults and judge none")
  .option("--jobs <count>", "processes at a time", "2")
  .option("--min <percent>", "least score", "90");

function whole(text: string, what: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${what} "${text}" is not a whole number: use one.`);
  return Number(text);
}

function choose(all: readonly Mutant[], options: Options, isValid: (mutant: Mutant) => boolean): Sample {
  if (options.mutant.length > 0) {
    const unknown = options.mutant.filter((id) => !all.some((mutant) => mutant.id === id));
    if (unknown.length > 0) throw new UsageError(`There is no mutant ${unknown.join(", ")}: see --list.`);
    return { mutants: all.filter(({ id }) => options.mutant.includes(id)), invalid: [] };
  }
  const size = options.all === true ? all.length : whole(options.sample, "sample");
  return sample(all, size, whole(options.seed, "seed"), isValid);
}

await run(program, async () => {
  const options = program.opts<Options>();
  const started = Date.now();
  const say = (line: string) => console.error(line);
  const compiler = new Compiler(new URL("../", import.meta.url));
  const explanations = await readExplanations();
  const targets = options.file.length === 0 ? TARGETS : options.file.map(targetOf);
  const all = targets.flatMap(({ file }) => generate(compiler, file));
  const isValid = (mutant: Mutant) => {
    const text = applyEdit(compiler.read(mutant.file), mutant);
    return compiler.error(mutant.file, new Map([[mutant.file, text]])) === undefined;
  };
  const { mutants, invalid } = choose(all, options, isValid);
  if (options.list === true) {
    output(options, mutants, () =>
      mutants.map((m) => `${m.id}  ${m.operator}  ${m.original} -> ${m.mutated}`).join("\n"),
    );
    return;
  }

  await build();
  const pool = await Pool.open(whole(options.jobs, "jobs"));
  try {
    const touched = [...new Set(mutants.map(({ file }) => file))].map(targetOf);
    await establishBaseline(pool, touched, say);
    const judged = await judgeAll(pool, mutants, say);
    const seconds = (Date.now() - started) / 1000;
    const facts = { seed: whole(options.seed, "seed"), generated: all.length, rejected: invalid, judged, seconds };
    const report = makeReport(facts, explanations);
    await mkdir("mutation", { recursive: true });
    await writeFile("mutation/report.json", `${JSON.stringify(report, null, 2)}\n`);
    output(options, report, () => formatReport(report, compiler, explanations));
    const least = whole(options.min, "min");
    if (report.score < least)
      throw new Error(`The mutation score is ${report.score.toFixed(1)} %, below ${options.min} %.`);
  } finally {
    await pool.close();
  }
});
