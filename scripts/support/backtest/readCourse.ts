import path from "node:path";
import { prepareBars } from "../../../src/backtest/bars.js";
import type { Stretch } from "../../../src/backtest/choice.js";
import { type FundingChange, fundingChanges } from "../../../src/backtest/funding.js";
import type { Course } from "../../../src/backtest/run.js";
import {
  type Bar,
  barInterval,
  parseStep,
  parseTimeOption,
  PriceInputError,
  readFundingFile,
  readPriceFile,
  selectBars,
} from "../../../src/prices/index.js";
import { simulateBars } from "../../../src/prices/simulate/index.js";
import { parseDecimal } from "../../../src/sdk/amounts/parseDecimal.js";
import { parseDuration } from "../../../src/sdk/amounts/parseDuration.js";
import { parsePercent } from "../../../src/sdk/amounts/parsePercent.js";
import { parseCount, parsePositive } from "../arguments.js";
import { UsageError } from "../cli.js";
import type { BacktestOptions } from "./options.js";

/** As in the demo. A file of closes alone says nothing of the way between them. */
const USUAL_STEP = "0.5%";

/** The prices and rates asked for, checked, and what to say of them. */
export interface Given {
  readonly course: Course;
  readonly stretch: Stretch;
}

/** Reads or makes up the prices, and reads the funding rates; whatever is wrong with them is said before anything is run. */
export async function readCourse(options: BacktestOptions): Promise<Given> {
  const step = parseStep(options.step ?? (options.intrabar === "close" ? "0" : USUAL_STEP));
  const selection = {
    from: parseTimeOption("--from", options.from),
    to: parseTimeOption("--to", options.to),
  };
  const { source, bars: all } = await readBars(options, selection.from);
  const interval = barInterval(all);
  const bars = selectBars(all, selection);
  const series = named(options.prices, () => prepareBars(bars, interval));
  const from = bars[0]?.time ?? 0;
  const to = (bars.at(-1)?.time ?? 0) + interval;
  const funding = await readFunding(options.funding, from, to);
  const { intrabar } = options;
  return {
    course: { series, funding, intrabar, step },
    stretch: {
      source,
      interval,
      from,
      to,
      bars: bars.length,
      gaps: series.gaps,
      intrabar,
      step,
      hasFunding: options.funding !== undefined,
    },
  };
}

async function readBars(options: BacktestOptions, start: number | undefined): Promise<{ source: string; bars: Bar[] }> {
  const { prices, simulate, seed } = options;
  if (prices !== undefined && simulate !== undefined) {
    throw new UsageError("--prices and --simulate both give the prices: use one of them.");
  }
  if (prices !== undefined) return { source: path.basename(prices), bars: await readPriceFile(prices) };
  if (simulate === undefined) throw new UsageError("There are no prices: use --prices FILE or --simulate gbm.");
  const percent = (text: string, what: string): number => Number(parsePercent(text, 18, what)) / 1e18;
  const jumps = { perYear: Number(parseDecimal(options.jumps, 6, "jumps")) / 1e6, mean: -0.05, deviation: 0.05 };
  const bars = simulateBars({
    volatility: percent(options.volatility, "volatility"),
    drift: percent(options.drift, "drift"),
    jumps: simulate === "jump" ? jumps : undefined,
    interval: parseDuration(options.interval, "interval"),
    start: start ?? Date.UTC(2020, 0, 1) / 1000,
    bars: parseCount(options.bars, "number of bars"),
    startPrice: parsePositive(options.startPrice, 18, "start price"),
    seed: parseCount(seed, "seed"),
  });
  return { source: `simulated, ${simulate}, seed ${seed}`, bars };
}

async function readFunding(file: string | undefined, from: number, to: number): Promise<readonly FundingChange[]> {
  if (file === undefined) return [];
  const rates = await readFundingFile(file);
  return named(file, () => fundingChanges(rates, from, to));
}

/** Says which file an error of prices is about. */
function named<T>(file: string | undefined, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof PriceInputError) || file === undefined) throw error;
    throw new PriceInputError(`${file}: ${error.message}`, { cause: error });
  }
}
