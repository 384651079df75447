import { parseDecimal } from "./decimal.js";
import { BadRowError } from "./errors.js";
import { findColumn, readCell, readRows, requireWidth, type Row } from "./rows.js";
import { formatTime, parseTime } from "./time.js";

/** One bar of a price file. */
export interface Bar {
  /** {s} When it opened, UTC. */
  readonly time: number;
  /** {usd/base} WAD, as are the other prices. */
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  /** Where it stands in its file, the first line being 1. */
  readonly line: number;
}

type Price = "open" | "high" | "low" | "close";

/** What the time column may be called, in any case. A file that has several is read by the first of these. */
export const TIME_COLUMNS = ["time", "time_utc", "date_utc", "date", "timestamp", "open_time"] as const;
export const TIME_COLUMN = `time column (${TIME_COLUMNS.join(", ")})`;

type Columns = Record<"time" | Price, number>;

/** What the exchange's own kline files hold, which have no header: the opening time and four prices come first. */
const KLINE_WIDTH = 12;
const KLINE_COLUMNS: Columns = { time: 0, open: 1, high: 2, low: 3, close: 4 };
const NUMBER = /^\d+(?:\.\d*)?$/;

/**
 * Parses a CSV of `time,open,high,low,close`, other columns being ignored, or Binance's klines, which have twelve columns
 * and no header. Throws {@link BadRowError} at the first row that is incomplete, unparsable, impossible as a bar, or not
 * later than the one before it.
 */
export function parsePriceCsv(text: string): Bar[] {
  const rows = readRows(text);
  const header = rows.next().value;
  if (header === undefined) throw new BadRowError(1, "the file is empty; expected time,open,high,low,close");
  const width = header.cells.length;
  const isKlines = width === KLINE_WIDTH && header.cells.every((cell) => NUMBER.test(cell));
  const columns = isKlines ? KLINE_COLUMNS : findColumns(header);
  const bars: Bar[] = isKlines ? [parseBar(header, columns)] : [];
  let previous = bars[0];
  for (const row of rows) {
    requireWidth(row, width);
    const bar = parseBar(row, columns);
    if (previous !== undefined) requireLater(bar, previous);
    bars.push(bar);
    previous = bar;
  }
  if (bars.length === 0) throw new BadRowError(header.line, "no price follows the header");
  return bars;
}

/** Throws unless `row` is of a later time than the one before it. */
export function requireLater(row: { time: number; line: number }, previous: { time: number; line: number }): void {
  if (row.time > previous.time) return;
  const time = formatTime(row.time);
  const problem =
    row.time === previous.time
      ? `time ${time} is there twice`
      : `time ${time} is before ${formatTime(previous.time)} on line ${String(previous.line)}; rows must be sorted by time`;
  throw new BadRowError(row.line, problem);
}

function findColumns(header: Row): Columns {
  const price = (name: Price): number => findColumn(header, [name], `column "${name}"`);
  return {
    time: findColumn(header, TIME_COLUMNS, TIME_COLUMN),
    open: price("open"),
    high: price("high"),
    low: price("low"),
    close: price("close"),
  };
}

function parseBar(row: Row, columns: Columns): Bar {
  const bar = {
    time: readCell(row, columns.time, "time", parseTime),
    open: parsePrice(row, "open", columns.open),
    high: parsePrice(row, "high", columns.high),
    low: parsePrice(row, "low", columns.low),
    close: parsePrice(row, "close", columns.close),
    line: row.line,
  };
  if (bar.high < bar.low) throw impossible(row, columns, "high", "below", "low");
  for (const name of ["open", "close"] as const) {
    if (bar[name] > bar.high) throw impossible(row, columns, name, "above", "high");
    if (bar[name] < bar.low) throw impossible(row, columns, name, "below", "low");
  }
  return bar;
}

function impossible({ cells, line }: Row, columns: Columns, name: Price, is: string, other: Price): BadRowError {
  return new BadRowError(
    line,
    `${name} ${cells[columns[name]] ?? ""} is ${is} ${other} ${cells[columns[other]] ?? ""}`,
  );
}

function parsePrice(row: Row, name: Price, index: number): bigint {
  const value = readCell(row, index, name, parseDecimal);
  if (value <= 0n) throw new BadRowError(row.line, `${name} ${row.cells[index] ?? ""} is not positive`);
  return value;
}
