import type { Bar } from "../csv.js";
import { SimulationOutOfRangeError } from "./errors.js";
import { LogPrice } from "./LogPrice.js";
import type { SimulationOptions } from "./options.js";
import { requireSimulable } from "./requireSimulable.js";
import { roundPrice } from "./roundPrice.js";

const LOG_LOWEST = Math.log(1e-9);
const LOG_HIGHEST = Math.log(1e12);

/**
 * Bars of a made-up market: geometric Brownian motion, with Merton's jumps if asked for. Each opens where the one before
 * closed. The same options give the same bars on every machine: Node computes logarithms and exponentials in software.
 * Throws {@link BadSimulationError} for settings that describe no market, {@link SimulationOutOfRangeError} for ones that
 * lead out of every price range.
 *
 * Merton, "Option pricing when underlying stock returns are discontinuous", 1976.
 */
export function simulateBars(options: SimulationOptions): Bar[] {
  requireSimulable(options);
  const { start, interval, bars: count, startPrice } = options;
  const path = new LogPrice(options, Math.log(Number(startPrice) / 1e18));
  const bars: Bar[] = [];
  let open = startPrice;
  for (let index = 0; index < count; index++) {
    path.next();
    if (path.low < LOG_LOWEST || path.high > LOG_HIGHEST) throw new SimulationOutOfRangeError(index + 1);
    const close = roundPrice(Math.exp(path.close));
    const high = highest(open, close, roundPrice(Math.exp(path.high)));
    const low = lowest(open, close, roundPrice(Math.exp(path.low)));
    // As if it stood in a file below a header.
    bars.push({ time: start + index * interval, open, high, low, close, line: index + 2 });
    open = close;
  }
  return bars;
}

/** A start price with more digits than are kept may lie beyond a rounded extreme. */
function highest(open: bigint, close: bigint, high: bigint): bigint {
  const end = open > close ? open : close;
  return high > end ? high : end;
}

function lowest(open: bigint, close: bigint, low: bigint): bigint {
  const end = open < close ? open : close;
  return low < end ? low : end;
}
