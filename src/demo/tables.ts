import Table from "cli-table3";
import type pc from "picocolors";
import { stripVTControlCharacters } from "node:util";

export type Colors = ReturnType<typeof pc.createColors>;
export type Align = "left" | "right";
export type Cell = string | Table.CellOptions;

/**
 * Rows of text as a table without a frame: aligned columns, a rule under the head, and nothing else in the way. A tight one has one blank between columns instead of two.
 */
export function formatTable(
  c: Colors,
  aligns: readonly Align[],
  head: readonly Cell[][],
  rows: readonly Cell[][],
  { isTight = false } = {},
): string {
  const table = new Table({
    colAligns: [...aligns],
    style: { head: [], border: [], "padding-left": 1, "padding-right": isTight ? 0 : 1, compact: true },
    chars: {
      ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", middle: "" },
      ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
      ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "" },
    },
  });
  const dim = (cell: Cell): Cell => (typeof cell === "string" ? c.dim(cell) : cell);
  table.push(...head.map((cells) => cells.map(dim)), ...rows.map((cells) => [...cells]));
  const lines = table.toString().split("\n");
  const width = Math.max(...lines.map((line) => stripVTControlCharacters(line).trimEnd().length));
  lines.splice(head.length, 0, c.dim("─".repeat(width)));
  return lines.map(trimLine).join("\n");
}

/** Blanks at the end of a line make a narrow terminal wrap it. */
function trimLine(line: string): string {
  return line.trimEnd();
}
