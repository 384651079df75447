import { describeCosts, describeGaps, describeIntrabar, describePolicy, describePrices } from "../../describe.js";
import type { BacktestResult } from "../../result.js";
import { formatChange, formatFigure, formatMinute, formatPercent } from "../format.js";
import { figure, footer, table } from "./elements.js";
import { html } from "./html.js";
import { page } from "./page.js";

/** A run of a comparison, and the folder its own report is in. */
export interface ComparedRun {
  readonly result: BacktestResult;
  readonly folder: string;
}

/** The report of several runs over the same prices. Throws RangeError for none. */
export function comparisonPage(runs: readonly ComparedRun[], chart: string, disclosure: string): string {
  const [first] = runs;
  if (first === undefined) throw new RangeError("Nothing to compare");
  const { settings } = first.result;
  const outcome = runs.map(({ result: { label, summary }, folder }) => [
    html`<a href="${encodeURIComponent(folder)}/report.html">${label}</a>`,
    ...[formatFigure(summary.finalNav), formatChange(summary.totalReturn), formatChange(summary.cagr)],
    summary.volatility === null ? "" : formatPercent(summary.volatility),
    ...[formatPercent(summary.maxDrawdown.value), count(summary.rebalances).toLocaleString("en")],
    summary.wipedOutAt === null ? "" : formatMinute(summary.wipedOutAt),
  ]);
  const parts = runs.map(({ result: { label, summary } }) => {
    const { underlying, compounding, funding, trading, fees, total } = summary.attribution;
    return [label, ...[underlying, compounding, funding, trading, fees, total].map(formatChange)];
  });
  const rules = runs.map(({ result }) => [
    result.label,
    describePolicy(result.settings),
    describeCosts(result.settings),
  ]);
  const figures = (titles: readonly string[]) => titles.map((title) => ({ title, kind: "figure" as const }));
  return page("Backtest: comparison", [
    html`<h1>${String(runs.length)} backtests over the same prices</h1>
      <p class="lead">Backtest with the contracts' own arithmetic: ${describePrices(settings)}.</p>
      <p class="note"><strong>What is assumed.</strong> ${describeIntrabar(settings)} ${describeGaps(settings)}</p>
      ${figure(chart)}
      <h2>What became of them</h2>
      ${table(
        [
          ...[{ title: "" }, ...figures(["NAV from 1", "Return", "A year", "Volatility", "Drawdown", "Rebalances"])],
          { title: "Wiped out (UTC)" },
        ],
        outcome,
      )}
      <h2>Where it came from</h2>
      <p>Parts of what was invested. They add up to the return.</p>
      ${table([{ title: "" }, ...figures(["Underlying", "Compounding", "Funding", "Trading", "Fees", "Total"])], parts)}
      <h2>What was run</h2>
      ${table([{ title: "" }, { title: "Rebalanced", kind: "words" }, { title: "Charged", kind: "words" }], rules)}
      ${footer(disclosure)}`,
  ]);
}

function count(rebalances: Readonly<Record<string, number>>): number {
  return Object.values(rebalances).reduce((sum, part) => sum + part, 0);
}
