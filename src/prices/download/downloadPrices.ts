import path from "node:path";
import type { Clock } from "../../clock.js";
import { formatTime } from "../time.js";
import { downloadSeries, type Range } from "./downloadSeries.js";
import { DownloadError, NothingThereError, RefusedError, UnknownSymbolError } from "./errors.js";
import { ExchangeClient } from "./ExchangeClient.js";
import { fundingRates } from "./fundingRates.js";
import { barGaps, fundingGaps, type Gap } from "./gaps.js";
import { intervalSeconds } from "./intervals.js";
import { klines } from "./klines.js";
import { APIS, type Market } from "./markets.js";
import type { Row, Series } from "./Series.js";
import { formatRows, WindowCache } from "./WindowCache.js";
import { writeWhole } from "./writeWhole.js";

/** {s} */
const MINUTE = 60;
/** What the exchange says of a symbol it does not know. */
const UNKNOWN_SYMBOL = -1121;

export interface DownloadOptions {
  readonly symbol: string;
  readonly market: Market;
  /** As the exchange writes it: 1h. */
  readonly interval: string;
  /** {s} First bar by its opening time. */
  readonly from: number;
  /** {s} First bar not wanted any more; now, if not given or later than that. */
  readonly to?: number | undefined;
  /** The file to write. */
  readonly out: string;
  /** Whether the perpetual's funding rates are wanted too. They are written beside `out`. */
  readonly funding: boolean;
  /** The folder in which finished stretches are kept. */
  readonly cache: string;
  /** Another server than the exchange's own. */
  readonly url?: string | undefined;
  readonly clock: Clock;
  /** Says after so many {ms} that an answer comes too late; the system's timer unless a test brings its own. */
  readonly deadline?: (ms: number) => AbortSignal;
  /** {1} What is being downloaded, and how much of it is there. */
  readonly onProgress?: ((what: "prices" | "funding", part: number) => void) | undefined;
}

/** A file that was written. */
export interface Downloaded {
  readonly file: string;
  readonly rows: number;
  /** {s} Times of its first and last row. */
  readonly first: number;
  readonly last: number;
  readonly gaps: readonly Gap[];
}

export interface DownloadResult {
  readonly prices: Downloaded;
  readonly funding?: Downloaded | undefined;
  /** Requests sent; none if all was in the cache. */
  readonly requests: number;
}

/**
 * Downloads bars, and funding rates if wanted, into CSV files that a backtest reads. Nothing is written before all of it
 * is there. Throws {@link DownloadError}.
 */
export async function downloadPrices(options: DownloadOptions): Promise<DownloadResult> {
  const { market, interval, out, funding, onProgress } = options;
  const symbol = parseSymbol(options.symbol, market);
  const range = rangeOf(options);
  const seconds = intervalSeconds(interval);

  const bars = klines(symbol, market, interval);
  const prices = await collect(bars, market, range, options, (part) => onProgress?.("prices", part));
  const rates = fundingRates(symbol);
  const payments = funding
    ? await collect(rates, "perpetual", range, options, (part) => onProgress?.("funding", part))
    : undefined;

  // Bars that are not over yet, by whatever clock, are not missing.
  const settled = Math.min(range.to, Math.floor(options.clock.now() / 1_000) - MINUTE);
  const over = { from: range.from, to: settled - (settled % seconds) };
  await writeWhole(out, formatRows(bars.header, prices.rows));
  const written = { prices: describe(out, prices.rows, barGaps(prices.rows, seconds, over)) };
  if (payments === undefined) return { ...written, requests: prices.requests };
  const fundingFile = besideOut(out);
  await writeWhole(fundingFile, formatRows(rates.header, payments.rows));
  return {
    ...written,
    funding: describe(fundingFile, payments.rows, fundingGaps(payments.rows, range)),
    requests: prices.requests + payments.requests,
  };
}

/** Symbols are letters and digits, of any script; what else is typed is no symbol and never becomes part of a path. */
function parseSymbol(text: string, market: Market): string {
  const symbol = text.toUpperCase();
  if (!/^[\p{L}\p{N}_]{1,40}$/u.test(symbol)) throw new UnknownSymbolError(JSON.stringify(text), market);
  return symbol;
}

function rangeOf({ from, to, clock }: DownloadOptions): Range {
  const now = Math.floor(clock.now() / 1_000);
  if (from >= now) throw new DownloadError(`--from ${formatTime(from)} is in the future: use an earlier time`);
  if (to !== undefined && to <= from) {
    throw new DownloadError(`--to ${formatTime(to)} is not after --from ${formatTime(from)}`);
  }
  return { from, to: Math.min(to ?? now, now) };
}

async function collect(
  series: Series,
  market: Market,
  range: Range,
  { url = APIS[market].url, cache, clock, deadline = (ms) => AbortSignal.timeout(ms), symbol }: DownloadOptions,
  onProgress: (part: number) => void,
): Promise<{ rows: Row[]; requests: number }> {
  const client = new ExchangeClient({ url, weightLimit: APIS[market].weightLimit, deadline, clock });
  // Another server may tell another story.
  const folder = path.join(cache, encodeURIComponent(client.host));
  const windows = new WindowCache(folder, series);
  const span = range.to - range.from;
  let rows: Row[];
  try {
    const onTime = (time: number) => onProgress((time - range.from) / span);
    rows = await downloadSeries(series, range, { client, cache: windows, onProgress: onTime });
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== UNKNOWN_SYMBOL) throw error;
    throw new UnknownSymbolError(symbol, market, { cause: error });
  }
  if (rows.length === 0) {
    const what = series.folders.join(" ");
    const when = `from ${formatTime(range.from)} to ${formatTime(range.to)}`;
    throw new NothingThereError(`The exchange has nothing of ${what} ${when}: use another time or symbol`);
  }
  return { rows, requests: client.requests };
}

function describe(file: string, rows: readonly Row[], gaps: readonly Gap[]): Downloaded {
  return { file, rows: rows.length, first: rows[0]?.time ?? 0, last: rows.at(-1)?.time ?? 0, gaps };
}

/** btc.csv: btc-funding.csv. */
function besideOut(out: string): string {
  const { dir, name, ext } = path.parse(out);
  return path.join(dir, `${name}-funding${ext}`);
}
