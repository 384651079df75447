import { describeCosts, describeGaps, describeIntrabar, describePolicy, describePrices } from "../../describe.js";
import type { BacktestResult, Incident, RebalanceEvent } from "../../result.js";
import { explain } from "../explain.js";
import {
  formatChange,
  formatDay,
  formatDollars,
  formatFigure,
  formatLeverage,
  formatMinute,
  formatPercent,
} from "../format.js";
import { keyFigures } from "../keyFigures.js";
import { card, figure, footer, paragraphs, table } from "./elements.js";
import { html, type Html } from "./html.js";
import { page } from "./page.js";

/** The charts of a run, as SVG. */
export interface RunCharts {
  readonly nav: string;
  readonly leverage: string;
  readonly drawdown: string;
  readonly attribution: string;
}

/** Rebalances a page lists. */
const LISTED = 40;

/** The report of one run. */
export function runPage(result: BacktestResult, charts: RunCharts, disclosure: string): string {
  const { label, settings, summary, incidents, rebalances } = result;
  const figures = keyFigures(result).map(({ name, value, meaning }) => [name, value, meaning]);
  const columns = [{ title: "" }, { title: "", kind: "figure" }, { title: "", kind: "words" }] as const;
  const gaps = describeGaps(settings);
  const multiple = formatLeverage(settings.leverage);
  return page(`Backtest: ${label}`, [
    html`<h1>${label}</h1>
      <p class="lead">Backtest of a leveraged token with the contracts' own arithmetic: ${describePrices(settings)}.</p>
      <div class="cards">
        ${card(formatFigure(summary.finalNav), `is what 1 in ${settings.token} became (${formatChange(summary.totalReturn)})`)}
        ${card(formatFigure(1 + summary.underlyingReturn), `is what 1 in the underlying became (${formatChange(summary.underlyingReturn)})`)}
        ${card(formatFigure(1 + summary.multipleReturn), `would be 1 with ${multiple} the underlying's whole return`)}
      </div>
      ${incidents.slice(0, 1).map(warning)}
      <p class="note"><strong>What is assumed.</strong> ${describeIntrabar(settings)} ${gaps}</p>
      ${figure(charts.nav)}
      <h2>Why was the return not simply ${multiple} the underlying's?</h2>
      ${paragraphs(explain(result))} ${attributionTable(result)} ${figure(charts.attribution)}
      <h2>Key figures</h2>
      ${table(columns, figures)}
      <h2>Leverage and drawdown</h2>
      ${figure(charts.leverage)} ${figure(charts.drawdown)}
      <h2>Rebalances</h2>
      ${rebalanceTable(rebalances)} ${incidentTable(incidents)}
      <h2>What was run</h2>
      ${settingsTable(result)} ${footer(disclosure)}`,
  ]);
}

function warning({ kind, bar, nav }: Incident): Html {
  const what =
    kind === "Settled"
      ? "the equity was gone and the token was settled for good"
      : `the exchange liquidated the position, and ${formatFigure(nav)} of every 1 was left`;
  return html`<p class="warning"><strong>Wiped out.</strong> In the bar of ${formatMinute(bar)} UTC ${what}.</p>`;
}

function attributionTable({ settings, summary: { attribution } }: BacktestResult): Html {
  const leverage = formatLeverage(settings.leverage);
  const rows = [
    [`Underlying, ${leverage}`, attribution.underlying, `${leverage} the underlying's return over the whole time.`],
    ["Compounding", attribution.compounding, "What resetting the leverage made of the way the price took."],
    [
      "Funding",
      attribution.funding,
      "Paid to, or received from, the other side of the perpetual; and the exchange's fee on what it reserves.",
    ],
    ["Trading", attribution.trading, "Taker fees, market impact, tips to keepers and penalties of a liquidation."],
    ["Fees", attribution.fees, "The management fee."],
    ["Total", attribution.total, "What the token made."],
  ] as const;
  return table(
    [{ title: "Part" }, { title: "Of what was invested", kind: "figure" }, { title: "", kind: "words" }],
    rows.map(([part, value, meaning]) => [part, formatChange(value), meaning]),
    true,
  );
}

function rebalanceTable(rebalances: readonly RebalanceEvent[]): Html {
  if (rebalances.length === 0) return html`<p>There was none.</p>`;
  const largest = [...rebalances].sort((a, b) => Math.abs(b.notional) - Math.abs(a.notional)).slice(0, LISTED);
  const listed = new Set(largest);
  const rows = rebalances
    .filter((event) => listed.has(event))
    .map((event) => [
      ...[formatMinute(event.time), event.complete ? event.reason : `${event.reason} (in part)`],
      ...[formatFigure(event.price), formatLeverage(event.leverageBefore), formatLeverage(event.leverageAfter)],
      `${event.notional < 0 ? "sold" : "bought"} ${formatDollars(Math.abs(event.notional))}`,
      ...[formatDollars(event.takerFee + event.impact + event.tip), formatFigure(event.nav)],
    ]);
  const note =
    rebalances.length > LISTED
      ? `The ${String(LISTED)} largest of ${rebalances.length.toLocaleString("en")}; all of them are in rebalances.csv beside this page.`
      : "All of them.";
  const columns = [
    ...[{ title: "Time (UTC)" }, { title: "Reason" }, { title: "Price", kind: "figure" }],
    ...[
      { title: "Leverage before", kind: "figure" },
      { title: "after", kind: "figure" },
    ],
    ...[
      { title: "Traded", kind: "figure" },
      { title: "Cost", kind: "figure" },
      { title: "NAV after", kind: "figure" },
    ],
  ] as const;
  return html`<p>${note}</p>
    ${table(columns, rows)}`;
}

function incidentTable(incidents: readonly Incident[]): Html {
  if (incidents.length === 0) return html``;
  const columns = [
    ...[{ title: "Time (UTC)" }, { title: "What" }, { title: "Price", kind: "figure" }],
    ...[
      { title: "Leverage before", kind: "figure" },
      { title: "NAV after", kind: "figure" },
    ],
  ] as const;
  const rows = incidents.map(({ time, kind, price, leverageBefore, nav }) => [
    ...[formatMinute(time), kind, formatFigure(price), formatLeverage(leverageBefore), formatFigure(nav)],
  ]);
  return html`<h2>Liquidated or settled</h2>
    ${table(columns, rows)}`;
}

function settingsTable({ settings, summary }: BacktestResult): Html {
  const { takerFee, impact, tips, liquidation, managementFee, funding, reserve } = summary.costs;
  const paid = [
    ...[`management fee ${formatPercent(managementFee)}`, `taker fee ${formatPercent(takerFee)}`],
    ...[`impact ${formatPercent(impact)}`, `tips ${formatPercent(tips)}`, `funding ${formatPercent(funding)}`],
    ...(reserve === 0 ? [] : [`fee on the reserve ${formatPercent(reserve)}`]),
    ...(liquidation === 0 ? [] : [`liquidation ${formatPercent(liquidation)}`]),
  ];
  return table(
    [{ title: "" }, { title: "", kind: "words" }],
    [
      ["Token", `${settings.token}, target leverage ${formatLeverage(settings.leverage)}`],
      ["Prices", describePrices(settings)],
      ["Rebalanced", `${settings.policy}: ${describePolicy(settings)}`],
      ["Charged", describeCosts(settings)],
      ["Paid", `Of what was invested: ${paid.join(", ")}.`],
      ["Within a bar", describeIntrabar(settings)],
      ["Missing bars", describeGaps(settings) ?? "None."],
      ["From, to", `${formatDay(settings.from)}, ${formatDay(settings.to)}`],
    ],
  );
}
