import type { BacktestResult, SweepResult } from "../result.js";
import { attributionChart } from "./charts/attributionChart.js";
import { comparisonChart } from "./charts/comparisonChart.js";
import { drawdownChart } from "./charts/drawdownChart.js";
import { type Chart, renderSvg } from "./charts/echarts.js";
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
  const nav = yield* chartFiles("nav", navChart(result));
  const leverage = yield* chartFiles("leverage", leverageChart(result));
  const drawdown = yield* chartFiles("drawdown", drawdownChart(result));
  const attribution = yield* chartFiles("attribution", attributionChart(result));
  yield [REPORT, runPage(result, { nav, leverage, drawdown, attribution }, disclosure)];
  yield ["path.csv", pathCsv(result)];
  yield ["rebalances.csv", rebalancesCsv(result)];
}

function* comparisonFiles(results: readonly BacktestResult[], disclosure: string): Generator<ReportFile> {
  const runs = results.map((result, index) => ({ result, folder: folderOf(result, index, results) }));
  const chart = yield* chartFiles("comparison", comparisonChart(results));
  yield [REPORT, comparisonPage(runs, chart, disclosure)];
  for (const { result, folder } of runs) {
    for (const [path, content] of runFiles(result, disclosure)) yield [`${folder}/${path}`, content];
  }
}

function* sweepFiles(sweep: SweepResult, disclosure: string): Generator<ReportFile> {
  const charts: string[] = [];
  for (const [name, chart] of Object.entries(sweepCharts(sweep))) charts.push(yield* chartFiles(name, chart));
  yield [REPORT, sweepPage(sweep, charts, disclosure)];
  yield ["sweep.csv", sweepCsv(sweep)];
}

/** A chart both ways; returns the SVG. */
function* chartFiles(name: string, chart: Chart): Generator<ReportFile, string> {
  const svg = renderSvg(chart, name);
  yield [`${name}.svg`, svg];
  yield [`${name}.png`, renderPng(svg)];
  return svg;
}

/** The run's label as a folder's name; numbered where it would not be the only one. */
function folderOf({ label }: BacktestResult, index: number, all: readonly BacktestResult[]): string {
  const plain = (text: string) => text.replaceAll(/[^A-Za-z0-9.+-]+/g, "-");
  const isTaken = all.filter((other) => plain(other.label) === plain(label)).length > 1;
  return isTaken ? `${plain(label)}-${String(index + 1)}` : plain(label);
}
