import path from "node:path";
import {
  type Bar,
  BadRowError,
  barInterval,
  exactDecimal,
  formatTime,
  parseStep,
  type Path,
  pathOfBars,
  pathPoints,
  parseTimeOption,
  PriceInputError,
  readPriceFile,
  selectBars,
} from "../prices/index.js";
import { demoParameters, MARKET } from "./parameters.js";

/** What a user may ask for, as typed. */
export interface SourceOptions {
  readonly prices?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly step: string;
}

/** The same, understood. */
export interface Source {
  /** {1} WAD */
  readonly step: bigint;
  readonly own?: { readonly source: string; readonly path: Path; readonly missingBars: number } | undefined;
}

/** {s} The chain is deployed a day before the path begins, and a chain knows no time before 1970. */
const EARLIEST = 2 * 86_400;

/** Reads and checks everything the demo is asked for before a chain is started; every error is a {@link PriceInputError}. */
export async function readSource({ prices, from, to, step: stepText }: SourceOptions): Promise<Source> {
  const step = parseStep(stepText);
  if (prices === undefined) {
    if (from !== undefined || to !== undefined) throw new PriceInputError("--from and --to need --prices FILE");
    return { step };
  }
  const selection = { from: parseTimeOption("--from", from), to: parseTimeOption("--to", to) };
  const all = await readPriceFile(prices);
  const bars = selectBars(all, selection);
  await requirePlayable(prices, bars);
  const interval = barInterval(all);
  const own = { source: path.basename(prices), path: pathOfBars(bars, interval), missingBars: missing(bars, interval) };
  requireRoom(own.path, step);
  return { step, own };
}

/** What the demo's chain and oracle would refuse is refused here, where the line is known. */
async function requirePlayable(file: string, bars: readonly Bar[]): Promise<void> {
  const oracle = (await demoParameters()).markets[MARKET]?.oracle;
  for (const { line, time, open, close } of bars) {
    if (time < EARLIEST) throw new BadRowError(line, "the demo's chain needs a time after 2 January 1970", { file });
    for (const price of [open, close]) {
      if (oracle === undefined || (price >= oracle.minPrice && price <= oracle.maxPrice)) continue;
      const range = `${exactDecimal(oracle.minPrice)} to ${exactDecimal(oracle.maxPrice)}`;
      throw new BadRowError(line, `${exactDecimal(price)} is outside what the demo's oracle believes, ${range}`, {
        file,
      });
    }
  }
}

/** {s} Between two updates: a block for the price, one for the keeper, one for a liquidator. */
const LEAST_SPACING = 3;

/** Steps that follow too closely are refused before the chain is started. */
function requireRoom(walked: Path, step: bigint): void {
  let previous = -LEAST_SPACING;
  for (const { time } of pathPoints(walked, step)) {
    if (time - previous < LEAST_SPACING) {
      const spacing = `${String(time - previous)} s after the one before`;
      throw new PriceInputError(`The feed's step at ${formatTime(time)} comes ${spacing}: use a larger --step`);
    }
    previous = time;
  }
}

/** How many bars the file leaves out between its first and last selected one. */
function missing(bars: readonly Bar[], interval: number): number {
  const first = bars[0]?.time ?? 0;
  const last = bars.at(-1)?.time ?? 0;
  return Math.round((last - first) / interval) + 1 - bars.length;
}
