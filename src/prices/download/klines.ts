import { z } from "zod";
import { parsePriceCsv } from "../csv.js";
import { formatTime } from "../time.js";
import { intervalSeconds } from "./intervals.js";
import { APIS, type Market } from "./markets.js";
import type { Series } from "./Series.js";

const HEADER = "time,open,high,low,close,volume";

const Decimal = z.string().regex(/^\d+(\.\d+)?$/);
/** Open time {ms}, open, high, low, close, volume {base}, close time {ms}; what else a row holds is not used. */
const Klines = z.array(z.tuple([z.int(), Decimal, Decimal, Decimal, Decimal, Decimal, z.int()]).rest(z.unknown()));

/** Bars of a market. */
export function klines(symbol: string, market: Market, interval: string): Series {
  return {
    folders: [market, symbol, interval],
    header: HEADER,
    spacing: intervalSeconds(interval),
    path: APIS[market].klines,
    parameters: { symbol, interval },
    parse: (body) => {
      const rows = Klines.parse(body).map(([open, ...values]) => {
        const time = Math.floor(open / 1_000);
        const closed = values[5];
        return {
          time,
          line: [formatTime(time), ...values.slice(0, 5)].join(","),
          end: Math.floor(closed / 1_000) + 1,
        };
      });
      // What a backtest would refuse later is refused while it can be said where it comes from.
      if (rows.length > 0) parsePriceCsv([HEADER, ...rows.map(({ line }) => line)].join("\n"));
      return rows;
    },
  };
}
