import { describeCosts, describeGaps, describeIntrabar, describePrices } from "../../describe.js";
import type { SweepAxis, SweepCell, SweepResult } from "../../result.js";
import { formatChange, formatFigure, formatMinute, formatPercent, formatWholePercent } from "../format.js";
import { AXIS_NAMES, formatAxisValue } from "../sweepAxes.js";
import { figure, footer, paragraphs, table } from "./elements.js";
import { html } from "./html.js";
import { page } from "./page.js";

/** Cells a page lists. */
const LISTED = 25;

/** The report of a sweep. Throws RangeError if it has no cell. */
export function sweepPage(sweep: SweepResult, charts: readonly string[], disclosure: string): string {
  const { axes, cells, confidence } = sweep;
  const best = cells[sweep.best];
  if (best === undefined) throw new RangeError("A sweep has cells");
  const { settings } = best;
  const ranked = cells
    .map((cell, index) => ({ cell, share: confidence.shareBest[index] ?? 0, growth: confidence.growth[index] }))
    .sort((a, b) => b.cell.summary.finalNav - a.cell.summary.finalNav);
  const rows = ranked
    .slice(0, LISTED)
    .map(({ cell: { values, summary }, share, growth }) => [
      ...axes.map(({ name }, axis) => formatAxisValue(name, values[axis] ?? NaN)),
      ...[formatFigure(summary.finalNav), formatChange(summary.cagr), formatPercent(summary.maxDrawdown.value)],
      summary.wipedOutAt === null ? "" : formatMinute(summary.wipedOutAt),
      formatWholePercent(Number(share.toFixed(3))),
      growth === undefined ? "" : `${formatChange(growth.low)} to ${formatChange(growth.high)}`,
    ]);
  const figures = (titles: readonly string[]) => titles.map((title) => ({ title, kind: "figure" as const }));
  const columns = [
    ...figures([...axes.map(({ name }) => AXIS_NAMES[name]), "NAV from 1", "A year", "Drawdown"]),
    { title: "Wiped out (UTC)" },
    ...figures(["Best in", "A year, nine times in ten"]),
  ];
  const more =
    cells.length > LISTED ? `The ${String(LISTED)} highest of ${String(cells.length)}; all are in sweep.csv. ` : "";
  return page("Backtest: sweep", [
    html`<h1>Which multiple and band would have been best?</h1>
      <p class="lead">
        ${String(cells.length)} backtests with the contracts' own arithmetic: ${describePrices(settings)}.
      </p>
      ${paragraphs(verdict(sweep, best))}
      <p class="note">
        <strong>What is assumed.</strong> ${describeIntrabar(settings)} ${describeCosts(settings)}
        ${describeGaps(settings)}
      </p>
      ${charts.map(figure)}
      <h2>The cells</h2>
      <p>${more}"Best in" is the share of resampled histories in which the cell ended highest.</p>
      ${table(columns, rows)} ${footer(disclosure)}`,
  ]);
}

/** Which was best, and how sure that is, in plain words. */
function verdict({ axes, cells, best: index, confidence }: SweepResult, best: SweepCell): string[] {
  const { histories, blockDays, seed, shareBest, growth } = confidence;
  const share = shareBest[index] ?? 0;
  const likeliest = shareBest.indexOf(Math.max(...shareBest));
  const other = cells[likeliest];
  const range = growth[index];
  const named = (cell: SweepCell) => axes.map((axis, i) => nameValue(axis, cell.values[i] ?? NaN)).join(" and ");
  const sure =
    share >= 0.9 ? "That is a clear result." : share >= 0.5 ? "That is likely, not sure." : "That is far from sure.";
  return [
    `In this history ${named(best)} ended highest: 1 became ${formatFigure(best.summary.finalNav)}.`,
    `How sure is that? ${histories.toLocaleString("en")} other histories were put together from blocks of ${String(blockDays)} days of ` +
      `this one (seed ${String(seed)}). The same cell ended highest in ${formatWholePercent(Number(share.toFixed(3)))} of them. ${sure}` +
      (other === undefined || likeliest === index
        ? ""
        : ` Most often highest was ${named(other)}, in ${formatWholePercent(Number((shareBest[likeliest] ?? 0).toFixed(3)))}.`),
    range === undefined
      ? ""
      : `In nine tenths of them it grew by ${formatChange(range.low)} to ${formatChange(range.high)} a year.`,
  ].filter((text) => text !== "");
}

function nameValue({ name }: SweepAxis, value: number): string {
  return name === "leverage"
    ? `a target of ${formatAxisValue(name, value)}`
    : `a band of ${formatAxisValue(name, value)}`;
}
