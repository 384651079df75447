import { CsvError, parse } from "csv-parse/sync";
import { BadRowError, PriceInputError } from "./errors.js";

/** A row of a file, by its cells; blanks around them are gone. */
export interface Row {
  readonly cells: readonly string[];
  /** Where it begins in its file, the first line being 1. */
  readonly line: number;
}

/** The rows of a CSV but for empty ones, the header included; one at a time, so that they need not be kept. */
export function readRows(text: string): Iterator<Row, undefined> & Iterable<Row> {
  // Without quotes a CSV is lines and commas. Most price files are, and the parser takes a second for years of hours.
  return text.includes('"') ? readQuoted(text) : readPlain(text);
}

/** The place of a column called by one of `names`, of which the first that is there counts; in any case. */
export function findColumn({ cells, line }: Row, names: readonly string[], what: string): number {
  const header = cells.map((name) => name.toLowerCase());
  const name = names.find((candidate) => header.includes(candidate));
  if (name === undefined) throw new BadRowError(line, `no ${what} in the header "${cells.join(",")}"`);
  const index = header.indexOf(name);
  if (header.lastIndexOf(name) !== index) throw new BadRowError(line, `two columns are called "${name}"`);
  return index;
}

/** What `parse` makes of a cell that must not be empty; its error gains line and column. */
export function readCell<T>({ cells, line }: Row, index: number, column: string, parse: (text: string) => T): T {
  const text = cells[index] ?? "";
  if (text === "") throw new BadRowError(line, `no value for ${column}`);
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof PriceInputError)) throw error;
    throw new BadRowError(line, `${column} ${error.message}`, { cause: error });
  }
}

/** Throws where a row has more values than there are columns. */
export function requireWidth({ cells, line }: Row, width: number): void {
  // A decimal comma or an unquoted thousands separator shifts every column after it.
  if (cells.length <= width || cells.slice(width).every((value) => value === "")) return;
  throw new BadRowError(line, `${String(cells.length)} values under ${String(width)} columns`);
}

const BLANK = /\s/;
const LINE_ENDS = /\r\n?/g;

function* readPlain(text: string): Generator<Row, undefined> {
  const lines = text.includes("\r") ? text.replace(LINE_ENDS, "\n") : text;
  let line = 1;
  for (let start = lines.startsWith("\uFEFF") ? 1 : 0; start < lines.length; ++line) {
    const newline = lines.indexOf("\n", start);
    const end = newline < 0 ? lines.length : newline;
    const content = lines.slice(start, end);
    start = end + 1;
    const hasBlanks = BLANK.test(content);
    if (hasBlanks ? content.trim() === "" : content === "") continue;
    const cells = content.split(",");
    yield { cells: hasBlanks ? cells.map((cell) => cell.trim()) : cells, line };
  }
}

function* readQuoted(text: string): Generator<Row, undefined> {
  const options = { bom: true, info: true, trim: true, relax_column_count: true, skip_empty_lines: true };
  try {
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    for (const { record, info } of records) yield { cells: record, line: info.lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem = error.message.replace(/ at line \d+/, "");
    throw new BadRowError((error as CsvError & { lines: number }).lines, `not CSV: ${problem}`, { cause: error });
  }
}
