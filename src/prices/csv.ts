import { CsvError, parse } from "csv-parse/sync";
import { parseDecimal } from "./decimal.js";
import { BadRowError, PriceInputError } from "./errors.js";
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
  /** Where it stands in its file, the header being line 1. */
  readonly line: number;
}

type Price = "open" | "high" | "low" | "close";

/** What the time column may be called, in any case. A file that has several is read by the first of these. */
export const TIME_COLUMNS = ["time", "time_utc", "date_utc", "date", "timestamp", "open_time"] as const;

type Columns = Record<"time" | Price, number>;
interface Row {
  record: string[];
  info: { lines: number };
}

/**
 * Parses a CSV of `time,open,high,low,close`; other columns are ignored. Throws {@link BadRowError} at the first row that
 * is incomplete, unparsable, impossible as a bar, or not later than the one before it.
 */
export function parsePriceCsv(text: string): Bar[] {
  const [header, ...rows] = readRows(text);
  if (header === undefined) throw new BadRowError(1, "the file is empty; expected time,open,high,low,close");
  const columns = findColumns(header);
  const width = header.record.length;
  const bars: Bar[] = [];
  let previous: Bar | undefined;
  for (const row of rows) {
    const bar = parseRow(row, columns, width);
    if (previous !== undefined) requireLater(bar, previous);
    bars.push(bar);
    previous = bar;
  }
  if (bars.length === 0) throw new BadRowError(header.info.lines, "no price follows the header");
  return bars;
}

function readRows(text: string): Row[] {
  try {
    return parse(text, {
      bom: true,
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem = error.message.replace(/ at line \d+/, "");
    throw new BadRowError((error as CsvError & { lines: number }).lines, `not CSV: ${problem}`, { cause: error });
  }
}

function findColumns({ record, info }: Row): Columns {
  const names = record.map((name) => name.toLowerCase());
  const find = (wanted: readonly string[]): number => {
    const name = wanted.find((candidate) => names.includes(candidate));
    if (name === undefined) {
      const what = wanted.length === 1 ? `column "${String(wanted[0])}"` : `time column (${wanted.join(", ")})`;
      throw new BadRowError(info.lines, `no ${what} in the header "${record.join(",")}"`);
    }
    const index = names.indexOf(name);
    if (names.lastIndexOf(name) !== index) throw new BadRowError(info.lines, `two columns are called "${name}"`);
    return index;
  };
  return {
    time: find(TIME_COLUMNS),
    open: find(["open"]),
    high: find(["high"]),
    low: find(["low"]),
    close: find(["close"]),
  };
}

function parseRow({ record, info: { lines: line } }: Row, columns: Columns, width: number): Bar {
  // A decimal comma or an unquoted thousands separator shifts every column after it.
  if (record.slice(width).some((value) => value !== "")) {
    throw new BadRowError(line, `${String(record.length)} values under ${String(width)} columns`);
  }
  const cell = (name: keyof Columns): string => {
    const value = record[columns[name]] ?? "";
    if (value === "") throw new BadRowError(line, `no value for ${name}`);
    return value;
  };
  const price = (name: Price): bigint => {
    const value = located(line, name, () => parseDecimal(cell(name)));
    if (value <= 0n) throw new BadRowError(line, `${name} ${cell(name)} is not positive`);
    return value;
  };
  const time = located(line, "time", () => parseTime(cell("time")));
  const bar = { time, open: price("open"), high: price("high"), low: price("low"), close: price("close"), line };
  if (bar.high < bar.low) throw new BadRowError(line, `high ${cell("high")} is below low ${cell("low")}`);
  for (const name of ["open", "close"] as const) {
    if (bar[name] > bar.high) throw new BadRowError(line, `${name} ${cell(name)} is above high ${cell("high")}`);
    if (bar[name] < bar.low) throw new BadRowError(line, `${name} ${cell(name)} is below low ${cell("low")}`);
  }
  return bar;
}

function requireLater(bar: Bar, previous: Bar): void {
  if (bar.time > previous.time) return;
  const time = formatTime(bar.time);
  const problem =
    bar.time === previous.time
      ? `time ${time} is there twice`
      : `time ${time} is before ${formatTime(previous.time)} on line ${String(previous.line)}; rows must be sorted by time`;
  throw new BadRowError(bar.line, problem);
}

/** Adds line and column to what a parser of single values says. */
function located<T>(line: number, column: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PriceInputError) || error instanceof BadRowError) throw error;
    throw new BadRowError(line, `${column} ${error.message}`, { cause: error });
  }
}
