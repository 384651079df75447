import { type Bar, firstPointTime, type Leg, legPoints } from "../prices/index.js";
import { type BarSeries, legOfBar } from "./bars.js";
import type { FundingChange } from "./funding.js";
import { Fund, type Witness } from "./Fund.js";
import { Recorder, type Recording } from "./Recorder.js";
import type { Intrabar } from "./result.js";
import type { Terms } from "./terms.js";

/** What one fund is led through. */
export interface Course {
  readonly series: BarSeries;
  readonly funding: readonly FundingChange[];
  readonly intrabar: Intrabar;
  /** {1} Largest move of one update of the feed, WAD; 0 for one jump. */
  readonly step: bigint;
}

export interface RunOptions {
  /** Asks the exact arithmetic at every update of the feed, as a keeper on chain does: slow, and never another result. */
  readonly isExhaustive?: boolean;
  readonly witness?: Witness;
}

/**
 * Leads a fund of `terms` through the prices. Only where somebody could have something to do is the contracts' twin asked;
 * everywhere else, {@link calmRange} has shown that nobody has, and a transaction that nobody sends changes nothing.
 */
export function run(terms: Terms, { series, funding, intrabar, step }: Course, options: RunOptions = {}): Recording {
  const { bars, interval, low, high, close } = series;
  const [opening] = bars;
  if (opening === undefined) throw new RangeError("A backtest needs at least one bar");
  const isLong = terms.leverage > 0n;
  const fund = new Fund(terms, { time: opening.time, price: opening.open }, funding, options.witness);
  const recorder = new Recorder(fund, bars.length);
  const legOf = (bar: Bar): Leg => legOfBar(bar, interval, intrabar, isLong);

  let price = opening.open;
  let last = fund.priceNumber;
  for (const [index, bar] of bars.entries()) {
    const end = bar.time + interval;
    const closing = close[index] ?? 0;
    const least = intrabar === "close" ? Math.min(last, closing) : Math.min(last, low[index] ?? 0);
    const most = intrabar === "close" ? Math.max(last, closing) : Math.max(last, high[index] ?? 0);
    const isCalm = options.isExhaustive !== true && fund.isCalm(least, most);
    if (isCalm && fund.nextEvent > end) fund.move(end, bar.close, closing);
    else {
      const next = bars[index + 1];
      const after = next === undefined ? Infinity : firstPointTime(bar.close, legOf(next), step);
      if (isCalm && fund.nextEvent === end) fund.update(end, bar.close, after);
      else {
        const points = legPoints(price, legOf(bar), step);
        for (const [i, point] of points.entries()) {
          fund.update(point.time, point.price, points[i + 1]?.time ?? after, options.isExhaustive);
        }
      }
    }
    recorder.close(bar.time, end);
    price = bar.close;
    last = closing;
  }
  return recorder.finish();
}
