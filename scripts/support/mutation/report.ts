import Table from "cli-table3";
import type { Compiler } from "./compiler.js";
import { unifiedDiff } from "./diff.js";
import { type Explanation, explanationOf, outdated } from "./explanations.js";
import { score, tally } from "./score.js";
import type { Judged, Mutant } from "./types.js";

/** Everything one run found, for a program to read. */
export interface Report {
  readonly seed: number;
  /** Mutants there are in all, of the files asked for. */
  readonly generated: number;
  /** Drawn, but not valid Solidity: replaced and not counted. */
  readonly rejected: readonly Mutant[];
  readonly judged: readonly Judged[];
  /** {1e-2} Every survivor counted. */
  readonly score: number;
  /** {1e-2} Explained survivors left out. */
  readonly adjustedScore: number;
  /** {s} */
  readonly seconds: number;
}

type Row = [string, ...string[]];

/** One table by `key`, with a sum. */
function table(title: string, judged: readonly Judged[], key: (mutant: Mutant) => string): string {
  const head = [title, "killed", "timeout", "survived", "score", "equivalent", "does not compile"];
  const result = new Table({ head, colAligns: ["left"], style: { head: [], compact: true } });
  const row = (name: string, part: readonly Judged[]): Row => {
    const counts = tally(part);
    const { killed, timeout, survived, equivalent, invalid } = counts;
    const numbers = [killed, timeout, survived, `${score(counts).toFixed(1)} %`, equivalent, invalid];
    return [name, ...numbers.map(String)];
  };
  const names = [...new Set(judged.map(({ mutant }) => key(mutant)))];
  for (const name of names) {
    result.push(
      row(
        name,
        judged.filter(({ mutant }) => key(mutant) === name),
      ),
    );
  }
  result.push(row("total", judged));
  return result.toString();
}

function survivor({ mutant }: Judged, compiler: Compiler, explanations: readonly Explanation[]): string {
  const why = explanationOf(mutant, explanations)?.why ?? "NOT EXPLAINED";
  const title = `${mutant.id}  ${mutant.operator}  ${mutant.file}:${String(mutant.line)}`;
  return [title, `  ${why}`, unifiedDiff(compiler.read(mutant.file), mutant)].join("\n");
}

export function formatReport(report: Report, compiler: Compiler, explanations: readonly Explanation[]): string {
  const { judged, generated, rejected, seed, seconds } = report;
  const survivors = judged.filter(({ verdict }) => verdict.status === "survived");
  const stale = outdated(judged, explanations);
  return [
    table("file", judged, ({ file }) => file),
    table("operator", judged, ({ operator }) => operator),
    survivors.length === 0 ? "No survivors." : `Survivors:\n`,
    ...survivors.map((each) => `${survivor(each, compiler, explanations)}\n`),
    ...stale.map(({ file, original, mutated }) => `Explained but killed: ${file}: ${original} -> ${mutated}`),
    `${String(judged.length)} of ${String(generated)} mutants, seed ${String(seed)}; ` +
      `${String(rejected.length)} more were drawn that do not compile; ${String(Math.round(seconds / 60))} minutes.`,
    `Mutation score ${report.score.toFixed(1)} %; ${report.adjustedScore.toFixed(1)} % without explained survivors.`,
  ].join("\n");
}

export function makeReport(
  facts: Pick<Report, "seed" | "generated" | "rejected" | "judged" | "seconds">,
  explanations: readonly Explanation[],
): Report {
  const open = facts.judged.filter(
    ({ mutant, verdict }) => verdict.status !== "survived" || explanationOf(mutant, explanations) === undefined,
  );
  return { ...facts, score: score(tally(facts.judged)), adjustedScore: score(tally(open)) };
}
