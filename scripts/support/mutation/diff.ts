import { applyEdit } from "./generate.js";
import type { Mutant } from "./types.js";

/** The mutant as a unified diff with one line of context. */
export function unifiedDiff(source: string, mutant: Mutant): string {
  const [before, after] = [source.split("\n"), applyEdit(source, mutant).split("\n")];
  const first = mutant.line - 1;
  let same = 0;
  while (same < Math.min(before.length, after.length) - first - 1 && before.at(-1 - same) === after.at(-1 - same))
    ++same;
  const [removed, added] = [before.slice(first, before.length - same), after.slice(first, after.length - same)];
  const head = before.slice(Math.max(0, first - 1), first);
  const tail = before.slice(before.length - same, before.length - same + 1);
  const size = (lines: number) => String(lines + head.length + tail.length);
  const start = String(first + 1 - head.length);
  return [
    `--- a/${mutant.file}`,
    `+++ b/${mutant.file}`,
    `@@ -${start},${size(removed.length)} +${start},${size(added.length)} @@`,
    ...head.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...tail.map((line) => ` ${line}`),
  ].join("\n");
}
