import { readFile } from "node:fs/promises";
import type { Judged, Mutant, Operator } from "./types.js";

/** Why no test can or should tell a mutant from the original. */
export interface Explanation {
  readonly file: string;
  readonly operator: Operator;
  /** The line before and after, trimmed. */
  readonly original: string;
  readonly mutated: string;
  readonly why: string;
}

export const EXPLANATIONS_FILE = "test/mutation/survivors.json";

export async function readExplanations(): Promise<Explanation[]> {
  return JSON.parse(await readFile(EXPLANATIONS_FILE, "utf8")) as Explanation[];
}

export function explanationOf(mutant: Mutant, explanations: readonly Explanation[]): Explanation | undefined {
  return explanations.find(
    ({ file, operator, original, mutated }) =>
      file === mutant.file &&
      operator === mutant.operator &&
      original === mutant.original &&
      mutated === mutant.mutated,
  );
}

/** Explanations of mutants that a test noticed after all: to be deleted. */
export function outdated(judged: readonly Judged[], explanations: readonly Explanation[]): Explanation[] {
  return judged
    .filter(({ verdict }) => verdict.status === "killed" || verdict.status === "timeout")
    .map(({ mutant }) => explanationOf(mutant, explanations))
    .filter((explanation) => explanation !== undefined);
}
