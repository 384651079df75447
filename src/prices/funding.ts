import { requireLater, TIME_COLUMN, TIME_COLUMNS } from "./csv.js";
import { parseDecimal, WAD } from "./decimal.js";
import { BadRowError } from "./errors.js";
import { findColumn, readCell, readRows, requireWidth } from "./rows.js";
import { parseTime } from "./time.js";

/** One payment of funding at the exchange. */
export interface FundingRate {
  /** {s} When it is paid, UTC. */
  readonly time: number;
  /** {1} Of the notional held then, WAD; positive when longs pay. */
  readonly rate: bigint;
  /** Where it stands in its file, the header being line 1. */
  readonly line: number;
}

const FUNDING_TIME_COLUMNS = [...TIME_COLUMNS, "fundingtime", "calc_time"];
const RATE_COLUMNS = ["funding_rate", "fundingrate", "last_funding_rate", "rate"];

/**
 * Parses a CSV of a funding time and a rate; other columns are ignored. Throws {@link BadRowError} at the first row that
 * cannot be used.
 */
export function parseFundingCsv(text: string): FundingRate[] {
  const rows = readRows(text);
  const header = rows.next().value;
  if (header === undefined) throw new BadRowError(1, "the file is empty; expected time,funding_rate");
  const timeColumn = findColumn(header, FUNDING_TIME_COLUMNS, TIME_COLUMN);
  const rateColumn = findColumn(header, RATE_COLUMNS, `rate column (${RATE_COLUMNS.join(", ")})`);
  const rates: FundingRate[] = [];
  let previous: FundingRate | undefined;
  for (const row of rows) {
    requireWidth(row, header.cells.length);
    const rate = {
      time: readCell(row, timeColumn, "time", parseTime),
      rate: readCell(row, rateColumn, "funding rate", parseDecimal),
      line: row.line,
    };
    if (rate.rate >= WAD || rate.rate <= -WAD) {
      throw new BadRowError(
        row.line,
        `funding rate ${row.cells[rateColumn] ?? ""} is not a part of one, such as 0.0001`,
      );
    }
    if (previous !== undefined) requireLater(rate, previous);
    rates.push(rate);
    previous = rate;
  }
  if (rates.length === 0) throw new BadRowError(header.line, "no rate follows the header");
  return rates;
}
