import { ZodError } from "zod";
import { PriceInputError } from "../errors.js";
import { BadAnswerError } from "./errors.js";
import type { ExchangeClient } from "./ExchangeClient.js";
import type { Row, SentRow, Series } from "./Series.js";
import type { WindowCache } from "./WindowCache.js";

/** Rows of one request: the most that both markets serve at a moderate weight. */
const PAGE = 1_000;
/** {s} A row is final so long after its end by the server's clock. */
const SETTLING = 2;

/** {s} From, included, to, left out. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface SeriesSource {
  readonly client: ExchangeClient;
  readonly cache: WindowCache;
  /** {s} How far the download has come. */
  readonly onProgress?: ((time: number) => void) | undefined;
}

/**
 * All rows of a range, final ones only. Asks for windows of one page each, cut at the same times whatever the range, and
 * keeps every window that is over: a download that was broken off goes on where it was. Where there is nothing it asks
 * for the next row there is, so that years before a listing cost one request.
 */
export async function downloadSeries(series: Series, { from, to }: Range, source: SeriesSource): Promise<Row[]> {
  const { client, cache, onProgress } = source;
  const length = PAGE * series.spacing;
  const windowOf = (time: number) => Math.floor(time / length) * length;
  const found: Row[] = [];
  let start: number | undefined = windowOf(from);
  while (start !== undefined && start < to) {
    const end: number = start + length;
    const rows: Row[] =
      (await cache.read(start)) ?? (await fetchWindow(series, { from: start, to: end }, client, cache));
    for (const row of rows) if (row.time >= from && row.time < to) found.push(row);
    onProgress?.(Math.min(end, to));
    const next: number | undefined = rows.length > 0 || end >= to ? end : await firstFrom(series, end, client);
    start = next === undefined ? undefined : windowOf(next);
  }
  return found;
}

async function fetchWindow(series: Series, range: Range, client: ExchangeClient, cache: WindowCache): Promise<Row[]> {
  const limits = { startTime: milliseconds(range.from), endTime: milliseconds(range.to, -1), limit: String(PAGE) };
  const { body, time } = await client.get(series.path, { ...series.parameters, ...limits });
  const now = time / 1_000 - SETTLING;
  const sent = read(series, body, client.host);
  requireWithin(sent, range, client.host);
  const rows = sent.filter(({ end }) => end <= now);
  if (range.to <= now && rows.length > 0) await cache.write(range.from, rows);
  return rows;
}

async function firstFrom(series: Series, from: number, client: ExchangeClient): Promise<number | undefined> {
  const limits = { startTime: milliseconds(from), limit: "1" };
  const { body } = await client.get(series.path, { ...series.parameters, ...limits });
  const [row] = read(series, body, client.host);
  if (row !== undefined && row.time < from) throw new BadAnswerError(client.host, "a row before the asked time");
  return row?.time;
}

function read(series: Series, body: unknown, host: string): SentRow[] {
  try {
    return series.parse(body);
  } catch (cause) {
    if (cause instanceof ZodError) {
      const where = cause.issues[0]?.path.join(".") ?? "";
      throw new BadAnswerError(host, where === "" ? "not a list of rows" : `row and column ${where}`, { cause });
    }
    if (cause instanceof PriceInputError) throw new BadAnswerError(host, cause.message, { cause });
    throw cause;
  }
}

function requireWithin(rows: readonly Row[], { from, to }: Range, host: string): void {
  let previous = from - 1;
  for (const { time } of rows) {
    if (time <= previous) throw new BadAnswerError(host, "rows out of order or before the asked time");
    if (time >= to) throw new BadAnswerError(host, "rows after the asked time");
    previous = time;
  }
}

function milliseconds(seconds: number, plus = 0): string {
  return String(seconds * 1_000 + plus);
}
