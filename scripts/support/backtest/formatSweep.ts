import pc from "picocolors";
import { formatTable } from "../../../src/demo/tables.js";
import { describeCosts, describeGaps, describeIntrabar, describePrices } from "../../../src/backtest/describe.js";
import { formatChange, formatFigure, formatPercent } from "../../../src/backtest/report/format.js";
import { AXIS_TITLES, formatAxisValue } from "../../../src/backtest/report/sweepAxes.js";
import type { SweepAxis, SweepCell, SweepResult } from "../../../src/backtest/result.js";
import { wrap } from "./wrap.js";

/** How many of the cells that may be best are listed. */
const LISTED = 5;

/** A sweep as grids, and what it is worth. */
export function formatSweep({ axes, cells, best, confidence }: SweepResult): string {
  const [first] = cells;
  if (first === undefined) return "";
  const { histories, blockDays, shareBest, growth } = confidence;
  const name = ({ values }: SweepCell): string => {
    return axes.map((axis, index) => `${axis.name} ${formatAxisValue(axis.name, values[index] ?? 0)}`).join(", ");
  };
  const gaps = describeGaps(first.settings);
  const ranking = cells
    .map((cell, index) => ({ cell, index, share: shareBest[index] ?? 0 }))
    .sort((a, b) => b.share - a.share)
    .slice(0, LISTED);
  const winner = cells[best];
  const winnerShare = formatPercent(shareBest[best] ?? 0);
  return [
    pc.bold(describePrices(first.settings)),
    ...wrap(describeIntrabar(first.settings)),
    ...wrap(describeCosts(first.settings)),
    ...(gaps === undefined ? [] : wrap(gaps)),
    "",
    pc.bold("NAV at the end, 1 at the start"),
    ...grid(axes, cells, ({ summary }) => formatFigure(summary.finalNav) + (summary.wipedOutAt === null ? "" : " ×")),
    pc.dim(" × was wiped out or liquidated on the way"),
    "",
    pc.bold("How sure that is"),
    ...wrap(
      `${histories.toLocaleString("en")} other histories were put together from blocks of ${String(blockDays)} days of this ` +
        "one, drawn at random, the same for every cell. A cell that is best in few of them was best by luck.",
    ),
    "",
    formatTable(
      pc,
      ["left", "right", "right", "right", "right"],
      [["most often best", "best in", "a year: 1 in 20 below", "middle", "1 in 20 above"]],
      ranking.map(({ cell, index, share }) => [
        name(cell),
        formatPercent(share),
        ...[growth[index]?.low, growth[index]?.median, growth[index]?.high].map((value) => formatChange(value ?? 0)),
      ]),
    ),
    "",
    ...wrap(
      winner === undefined
        ? ""
        : `Best in what really happened: ${name(winner)}, with ${formatFigure(winner.summary.finalNav)}; it was best in ` +
            `${winnerShare} of the other histories.`,
    ),
  ].join("\n");
}

/** Rows are the first axis, columns the second, if there is one. */
function grid(
  axes: readonly SweepAxis[],
  cells: readonly SweepCell[],
  show: (cell: SweepCell) => string,
): readonly string[] {
  const [rows, columns] = axes;
  if (rows === undefined) return [];
  const width = columns?.values.length ?? 1;
  const head = columns?.values.map((value) => formatAxisValue(columns.name, value)) ?? ["NAV"];
  const lines = rows.values.map((value, row) => [
    formatAxisValue(rows.name, value),
    ...cells.slice(row * width, (row + 1) * width).map(show),
  ]);
  const title = columns === undefined ? "" : `Across: ${AXIS_TITLES[columns.name].toLowerCase()}. `;
  return [
    pc.dim(`${title}Down: ${AXIS_TITLES[rows.name].toLowerCase()}.`),
    formatTable(pc, ["left", ...head.map(() => "right" as const)], [["", ...head]], lines),
  ];
}
