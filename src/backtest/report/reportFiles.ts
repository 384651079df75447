import type { BacktestResult, SweepResult } from "../result.js";
import { attributionChart } from "./charts/attributionChart.js";
import { comparisonChart } from "./charts/comparisonChart.js";
import { drawdownChart } from "./charts/drawdownChart.js";
import { renderSvg } from "./charts/echarts.js";
import { leverageChart } from "./charts/leverageChart.js";
import { navChart } from "./charts/navChart.js";
import { renderPng } from "./charts/renderPng.js";
import { sweepCharts } from "./charts/sweepCharts.js";
import { comparisonPage } from "./html/comparisonPage.js";
import { runPage } from "./html/runPage.js";
import { sweepPage } from "./html/sweepPage.js";
import { pathCsv, rebalancesCsv, sweepCsv } from "./tables.js";

/** What a report is of: one run, several over the same prices, or a sweep. */
export type Subject = { readonly runs: readonly BacktestResult[] } | { readonly sweep: SweepResult };

/** A file of a report by its path within it, with / between folders. */
export type ReportFile = readonly [path: string, content: string | Uint8Array];

export const REPORT = "report.html";

/** The files of a report, one after the other. `disclosure` is the risk every page ends with. */
export function* reportFiles(subject: Subject, disclosure: string): Generator<ReportFile> {
  if ("sweep" in subject) yield* sweepFiles(subject.sweep, disclosure);
  else if (subject.runs.length > 1) yield* comparisonFiles(subject.runs, disclosure);
  else for (const result of subject.runs) yield* runFiles(result, disclosure);
}

function* runFiles(result: BacktestResult, disclosure: string): Generator<ReportFile> {
  const charts = {
    nav: renderSvg(navChart(result), "nav"),
    leverage: renderSvg(leverageChart(result), "leverage"),
    drawdown: renderSvg(drawdownChart(result), "drawdown"),
    attribution: renderSvg(attributionChart(result), "attribution"),
  };
  yield [REPORT, runPage(result, charts, disclosure)];
  yield ["path.csv", pathCsv(result)];
  yield ["rebalances.csv", rebalancesCsv(result)];
  yield* chartFiles(charts);
}

function* comparisonFiles(results: readonly BacktestResult[], disclosure: string): Generator<ReportFile> {
  const runs = results.map((result, index) => ({ result, folder: folderOf(result, index, results) }));
  const comparison = renderSvg(comparisonChart(results), "comparison");
  yield [REPORT, comparisonPage(runs, comparison, disclosure)];
  yield* chartFiles({ comparison });
  for (const { result, folder } of runs) {
    for (const [path, content] of runFiles(result, disclosure)) yield [`${folder}/${path}`, content];
  }
}

function* sweepFiles(sweep: SweepResult, disclosure: string): Generator<ReportFile> {
  const charts = Object.fromEntries(
    Object.entries(sweepCharts(sweep)).map(([name, chart]) => [name, renderSvg(chart, name)]),
  );
  yield [REPORT, sweepPage(sweep, Object.values(charts), disclosure)];
  yield ["sweep.csv", sweepCsv(sweep)];
  yield* chartFiles(charts);
}

/** Each chart both ways. */
function* chartFiles(charts: Readonly<Record<string, string>>): Generator<ReportFile> {
  for (const [name, svg] of Object.entries(charts)) {
    yield [`${name}.svg`, svg];
    yield [`${name}.png`, renderPng(svg)];
  }
}

/** The run's label as a folder's name; numbered where it would not be the only one. */
function folderOf({ label }: BacktestResult, index: number, all: readonly BacktestResult[]): string {
  const plain = (text: string) => text.replaceAll(/[^A-Za-z0-9.+-]+/g, "-");
  const isTaken = all.filter((other) => plain(other.label) === plain(label)).length > 1;
  return isTaken ? `${plain(label)}-${String(index + 1)}` : plain(label);
}
