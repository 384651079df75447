/** `npm run prices`: downloads bars, and funding rates, that `npm run backtest` reads. */
import { SingleBar } from "cli-progress";
import { Option } from "commander";
import envPaths from "env-paths";
import path from "node:path";
import { systemClock } from "../src/clock.js";
import { downloadPrices, type Downloaded, type Gap, type Market, MARKETS } from "../src/prices/download/index.js";
import { formatTime, parseTimeOption } from "../src/prices/index.js";
import { command, type CommonOptions, output, run, UsageError } from "./support/cli.js";

interface Options extends CommonOptions {
  symbol: string;
  interval: string;
  from: string;
  to?: string;
  market: Market;
  funding?: true;
  out?: string;
  cache: string;
  url?: string;
}

/** How many gaps are listed one by one. */
const LISTED = 12;

const program = command(
  "prices",
  "Downloads bars from Binance's public HTTP API into a CSV file. What was fetched is kept in a cache: run the same again " +
    "to go on after an interruption, or to add what has come since.",
)
  .requiredOption("--symbol <symbol>", "what is traded, such as BTCUSDT")
  .requiredOption("--from <time>", "first bar, such as 2020-01-01 (UTC)")
  .option("--to <time>", "first bar not wanted any more (default: now)")
  .option("--interval <interval>", "how long a bar lasts: 1m to 1w", "1h")
  .addOption(new Option("--market <market>", "which market").choices(MARKETS).default("perpetual"))
  .option("--funding", "write the perpetual's funding rates, too, to a second file")
  .option("--out <file>", "the file to write (default: out/SYMBOL-MARKET-INTERVAL.csv)")
  .option("--cache <folder>", "where finished stretches are kept", envPaths("leveraged-tokens", { suffix: "" }).cache)
  .option("--url <url>", "another server with the same API, such as https://data-api.binance.vision for spot");

await run(program, async () => {
  const options = program.opts<Options>();
  const { symbol, interval, market, from, to, funding = false, cache, url } = options;
  const out = options.out ?? path.join("out", `${symbol.toUpperCase()}-${market}-${interval}.csv`);
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UsageError(`--url "${url}" is no address: write it like https://api.binance.com.`);
  }
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: "  {what} {bar} {percentage} %", hideCursor: true })
    : null;
  bar?.start(1, 0, { what: "prices" });
  const result = await downloadPrices({
    ...{ symbol, interval, market, funding, out, cache, url, clock: systemClock },
    from: parseTimeOption("--from", from),
    to: parseTimeOption("--to", to),
    onProgress: (what, part) => bar?.update(part, { what }),
  }).finally(() => bar?.stop());
  output(options, result, () => {
    const { prices, funding: rates, requests } = result;
    const files = [`--prices ${prices.file}`, ...(rates === undefined ? [] : [`--funding ${rates.file}`])];
    return [
      ...report("bars", prices),
      ...(rates === undefined ? [] : report("funding rates", rates)),
      requests === 0 ? "All of it was in the cache." : `${String(requests)} requests; the rest was in the cache.`,
      `Next: npm run backtest -- ${files.join(" ")}`,
    ].join("\n");
  });
});

function report(what: string, { file, rows, first, last, gaps }: Downloaded): string[] {
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  const more = gaps.length - LISTED;
  return [
    `${file}: ${rows.toLocaleString("en")} ${what} from ${formatTime(first)} to ${formatTime(last)}`,
    gaps.length === 0 ? "  no gaps" : `  ${String(missing)} missing in ${String(gaps.length)} gaps:`,
    ...gaps.slice(0, LISTED).map(formatGap),
    ...(more > 0 ? [`    and ${String(more)} more gaps: --json lists all`] : []),
  ];
}

function formatGap({ from, to, missing }: Gap): string {
  return `    ${formatTime(from)} to ${formatTime(to)}: ${String(missing)}`;
}
