/** `npm run bench`: what one look of the keeper costs, by the number of tokens, and a backtest, by the number of bars. */
import Table from "cli-table3";
import { termsOf } from "../src/backtest/choice.js";
import { measureBacktest } from "../src/bench/measureBacktest.js";
import { readChoices } from "./support/backtest/readChoices.js";
import { build } from "./support/build.js";
import { command, output, run, type CommonOptions } from "./support/cli.js";
import { localParameters } from "./support/localParameters.js";

const SIZES = [1, 10, 100, 500];
const BARS = [5_000, 55_000, 550_000];

const program = command(
  "bench",
  "Measure the keeper's look at 1, 10, 100 and 500 tokens against a local node, and the backtest over 5k, 55k and 550k bars.",
).option("--backtest", "measure the backtest alone");

await run(program, async () => {
  const options = program.opts<CommonOptions & { backtest?: true }>();
  const say = (sentence: string): void => console.error(`${sentence} ...`);
  say("Backtests of 5k, 55k and 550k hourly bars");
  const parameters = await localParameters();
  const [choice] = readChoices({ policy: ["daily+threshold"], costs: true, capital: "1000000" }, parameters);
  const backtests = choice === undefined ? [] : measureBacktest(termsOf(parameters, choice), BARS);
  if (options.backtest !== true) await build();
  const keeper =
    options.backtest === true ? [] : await (await import("../src/bench/measureTicks.js")).measureTicks(SIZES, say);
  output(options, { backtests, keeper }, () => {
    const bars = table(["hourly bars", "ms", "plain loop over numbers, ms", "ratio"]);
    for (const { bars: count, milliseconds, loopMilliseconds } of backtests) {
      const ratio = milliseconds / loopMilliseconds;
      bars.push([count, milliseconds.toFixed(0), loopMilliseconds.toFixed(1), ratio.toFixed(1)]);
    }
    const looks = table(["tokens", "calls per look", "HTTP requests", "ms per look"]);
    for (const { tokens, calls, exchanges, milliseconds } of keeper) {
      looks.push([tokens, calls, exchanges, milliseconds.toFixed(1)]);
    }
    const note = "A call reads a page of tokens; all pages of a look are one HTTP request, the newest block another.";
    return [bars.toString(), ...(keeper.length === 0 ? [] : [looks.toString(), note])].join("\n");
  });
});

function table(head: string[]): Table.Table {
  return new Table({ head, colAligns: head.map(() => "right" as const), style: { head: [] } });
}
