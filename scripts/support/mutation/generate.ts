import { createHash } from "node:crypto";
import path from "node:path";
import { is, type Node, walk } from "./ast.js";
import type { Compiler } from "./compiler.js";
import { Context } from "./context.js";
import { MUTATORS } from "./mutators/index.js";
import type { Edit, Mutant } from "./types.js";

/** Every mutant of one file, in the order of the source; two ways to the same text count once. */
export function generate(compiler: Compiler, file: string): Mutant[] {
  const source = compiler.read(file);
  const trees = compiler.trees(file);
  const unit = trees.find(({ absolutePath }) => absolutePath === file);
  if (unit === undefined) throw new Error(`The compiler gave no syntax tree of ${file}.`);
  const context = new Context(source, unit, trees);
  const seen = new Set([source]);
  const times = new Map<string, number>();
  const mutants: Mutant[] = [];
  for (const edit of editsOf(unit, context)) {
    const text = applyEdit(source, edit);
    if (seen.has(text)) continue;
    seen.add(text);
    const change = firstChange(source, text);
    const key = [file, edit.operator, change.original, change.mutated].join("\n");
    const repeat = times.get(key) ?? 0;
    times.set(key, repeat + 1);
    const hash = createHash("sha256")
      .update(`${key}\n${String(repeat)}`)
      .digest("hex")
      .slice(0, 8);
    mutants.push({ ...edit, ...change, file, id: `${path.basename(file, ".sol")}-${hash}` });
  }
  return mutants;
}

export function applyEdit(source: string, { start, end, text }: Edit): string {
  const bytes = Buffer.from(source);
  return bytes.subarray(0, start).toString() + text + bytes.subarray(end).toString();
}

function editsOf(unit: Node, context: Context): Edit[] {
  const edits: Edit[] = [];
  walk(unit, (node, above) => {
    if (isCode(above)) for (const mutator of MUTATORS) edits.push(...mutator(node, above, context));
  });
  return edits.sort((a, b) => a.start - b.start);
}

/** Code that runs, and constants; not the types, events and errors around it. */
function isCode(above: readonly Node[]): boolean {
  return above.some((node) => is(node, "FunctionDefinition") || (is(node, "VariableDeclaration") && node.constant));
}

/** The first line that differs, by its number from 1, before and after. */
function firstChange(source: string, text: string): { line: number; original: string; mutated: string } {
  const [before, after] = [source.split("\n"), text.split("\n")];
  const index = before.findIndex((line, at) => line !== after[at]);
  return { line: index + 1, original: (before[index] ?? "").trim(), mutated: (after[index] ?? "").trim() };
}
