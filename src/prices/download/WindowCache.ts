import { readFile } from "node:fs/promises";
import path from "node:path";
import { PriceInputError } from "../errors.js";
import { formatTime, parseTime } from "../time.js";
import type { Row, Series } from "./Series.js";
import { writeWhole } from "./writeWhole.js";

/** Stretches of a series, each a file, that are over and will never change. */
export class WindowCache {
  readonly #folder: string;
  readonly #header: string;

  constructor(folder: string, series: Series) {
    this.#folder = path.join(folder, ...series.folders);
    this.#header = series.header;
  }

  /** The rows of the window that begins at `start` {s}; none if it is not there, or damaged. */
  async read(start: number): Promise<Row[] | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file(start), "utf8");
    } catch {
      return undefined;
    }
    // Ends with a line end, or something cut it off.
    const [header, ...lines] = text.split("\n");
    if (header !== this.#header || lines.pop() !== "") return undefined;
    const columns = this.#header.split(",").length;
    if (lines.some((line) => line.split(",").length !== columns)) return undefined;
    try {
      return lines.map((line) => ({ time: parseTime(line.slice(0, line.indexOf(","))), line }));
    } catch (error) {
      if (!(error instanceof PriceInputError)) throw error;
      return undefined;
    }
  }

  async write(start: number, rows: readonly Row[]): Promise<void> {
    await writeWhole(this.#file(start), formatRows(this.#header, rows));
  }

  #file(start: number): string {
    return path.join(this.#folder, `${formatTime(start).replaceAll(":", "-")}.csv`);
  }
}

/** A file of rows. */
export function formatRows(header: string, rows: readonly Row[]): string {
  return [header, ...rows.map(({ line }) => line), ""].join("\n");
}
