/**
 * `npm run bench`: what one look of the keeper costs, by the number of tokens; a backtest, by the number of bars; and how
 * long the page has people wait.
 */
import Table from "cli-table3";
import { Option } from "commander";
import { termsOf } from "../src/backtest/choice.js";
import { findBrowser } from "../src/bench/browser.js";
import { measureBacktest, type BacktestFigures } from "../src/bench/measureBacktest.js";
import type { PageFigures, Waiting } from "../src/bench/measurePage.js";
import type { TickFigures } from "../src/bench/measureTicks.js";
import { readChoices } from "./support/backtest/readChoices.js";
import { build } from "./support/build.js";
import { command, output, run, UsageError, type CommonOptions } from "./support/cli.js";
import { localParameters } from "./support/localParameters.js";

const SIZES = [1, 10, 100, 500];
const BARS = [5_000, 55_000, 550_000];

const program = command(
  "bench",
  "Measure the keeper's look at 1, 10, 100 and 500 tokens, the backtest over 5k, 55k and 550k bars, and the page in a browser.",
).addOption(new Option("--only <part>", "measure one of them alone").choices(["backtest", "keeper", "page"]));

await run(program, async () => {
  const options = program.opts<CommonOptions & { only?: string }>();
  const isAsked = (part: string): boolean => options.only === undefined || options.only === part;
  const say = (sentence: string): void => console.error(`${sentence} ...`);
  const backtests = isAsked("backtest") ? await benchBacktest(say) : [];
  if (options.only !== "backtest") await build();
  const keeper = isAsked("keeper") ? await (await import("../src/bench/measureTicks.js")).measureTicks(SIZES, say) : [];
  const page = isAsked("page") ? await benchPage(say, options.only === "page") : undefined;
  output(options, { backtests, keeper, page }, () =>
    [
      ...(backtests.length === 0 ? [] : [backtestTable(backtests)]),
      ...(keeper.length === 0 ? [] : [keeperTable(keeper)]),
      ...(page === undefined ? [] : [pageTable(page)]),
    ].join("\n"),
  );
});

async function benchBacktest(say: (sentence: string) => void): Promise<BacktestFigures[]> {
  say("Backtests of 5k, 55k and 550k hourly bars");
  const parameters = await localParameters();
  const [choice] = readChoices({ policy: ["daily+threshold"], costs: true, capital: "1000000" }, parameters);
  return choice === undefined ? [] : measureBacktest(termsOf(parameters, choice), BARS);
}

async function benchPage(say: (sentence: string) => void, isAskedFor: boolean): Promise<PageFigures | undefined> {
  const browser = findBrowser();
  if (browser === undefined) {
    const missing = "No browser was found to measure the page in: install Chromium, or name one in CHROMIUM_PATH";
    if (isAskedFor) throw new UsageError(`${missing}.`);
    say(missing);
    return undefined;
  }
  say("The page");
  return (await import("../src/bench/measurePage.js")).measurePage(browser);
}

function backtestTable(figures: readonly BacktestFigures[]): string {
  const bars = table(["hourly bars", "ms", "plain loop over numbers, ms", "ratio"]);
  for (const { bars: count, milliseconds, loopMilliseconds } of figures) {
    const ratio = milliseconds / loopMilliseconds;
    bars.push([count, milliseconds.toFixed(0), loopMilliseconds.toFixed(1), ratio.toFixed(1)]);
  }
  return bars.toString();
}

function keeperTable(figures: readonly TickFigures[]): string {
  const looks = table(["tokens", "calls per look", "HTTP requests", "ms per look"]);
  for (const { tokens, calls, exchanges, milliseconds } of figures) {
    looks.push([tokens, calls, exchanges, milliseconds.toFixed(1)]);
  }
  const note = "A call reads a page of tokens; all pages of a look are one HTTP request, the newest block another.";
  return `${looks.toString()}\n${note}`;
}

function pageTable({ firstVisit, laterVisit, event }: PageFigures): string {
  const waits = table(["the page", "ms", "at worst"]);
  const row = (what: string, { mean, worst }: Waiting) => waits.push([what, mean.toFixed(0), worst.toFixed(0)]);
  row("tokens to click, first visit", firstVisit);
  row("tokens to click, later visit", laterVisit);
  row("a transaction shown", event);
  return waits.toString();
}

function table(head: string[]): Table.Table {
  return new Table({ head, colAligns: head.map(() => "right" as const), style: { head: [] } });
}
