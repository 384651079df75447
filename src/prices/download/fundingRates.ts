import { z } from "zod";
import { parseFundingCsv } from "../funding.js";
import { formatTime } from "../time.js";
import { FUNDING_PATH } from "./markets.js";
import type { Series } from "./Series.js";

/** {s} Payments are stamped a few milliseconds, at times seconds, after they were due. */
const MINUTE = 60;
const HOUR = 3_600;

const HEADER = "time,funding_rate";

const Rates = z.array(z.object({ fundingTime: z.int(), fundingRate: z.string().regex(/^-?\d+(\.\d+)?$/) }));

/** What longs paid shorts at each funding time of a perpetual, as a part of the notional. */
export function fundingRates(symbol: string): Series {
  return {
    folders: ["perpetual", symbol, "funding"],
    header: HEADER,
    // Every eight hours as a rule, but in a wild market every four or every one.
    spacing: HOUR,
    path: FUNDING_PATH,
    parameters: { symbol },
    parse: (body) => {
      const rows = Rates.parse(body).map(({ fundingTime, fundingRate }) => {
        const time = Math.floor(fundingTime / 1_000 / MINUTE) * MINUTE;
        return { time, line: `${formatTime(time)},${fundingRate}`, end: time };
      });
      if (rows.length > 0) parseFundingCsv([HEADER, ...rows.map(({ line }) => line)].join("\n"));
      return rows;
    },
  };
}
