import { type Command, Option } from "commander";
import { INTRABARS } from "../../../src/backtest/result.js";
import type { CommonOptions } from "../cli.js";

/** What a person may ask `npm run backtest` for, as typed. */
export interface BacktestOptions extends CommonOptions {
  prices?: string;
  simulate?: "gbm" | "jump";
  volatility: string;
  drift: string;
  jumps: string;
  seed: string;
  bars: string;
  interval: string;
  startPrice: string;
  funding?: string;
  from?: string;
  to?: string;
  intrabar: (typeof INTRABARS)[number];
  step?: string;
  token?: string[];
  leverage?: string[];
  policy: string[];
  period?: string;
  offset?: string;
  band?: string;
  lowerBand?: string;
  upperBand?: string;
  emergencyBand?: string;
  /** False for `--no-costs`. */
  costs: boolean;
  managementFee?: string;
  takerFee?: string;
  depth?: string;
  capital: string;
  sweep?: string[];
  verifyOnChain?: string;
  out?: string;
}

/** Adds the options; their names are the keys above. */
export function addOptions(program: Command): Command {
  return program
    .option("--prices <file>", "CSV of time,open,high,low,close, or Binance's klines without a header")
    .addOption(new Option("--simulate <model>", "made-up prices instead of a file").choices(["gbm", "jump"]))
    .option("--volatility <percent>", "of --simulate, a year", "60%")
    .option("--drift <percent>", "of --simulate, a year", "0%")
    .option("--jumps <n>", "of --simulate jump, a year, of about -5 % each", "10")
    .option("--seed <n>", "of --simulate, and of a sweep's resampling: the same one gives the same result", "1")
    .option("--bars <n>", "of --simulate", "8760")
    .option("--interval <duration>", "of --simulate: how long a bar lasts", "1h")
    .option("--start-price <usd>", "of --simulate", "10000")
    .option("--funding <file>", "CSV of time,funding_rate; positive when longs pay")
    .option("--from <time>", "first bar, such as 2020-01-01 (UTC)")
    .option("--to <time>", "first bar not to run any more")
    .addOption(
      new Option("--intrabar <order>", "which prices of a bar the feed visits").choices(INTRABARS).default("worst"),
    )
    .option(
      "--step <percent>",
      "largest single move of the feed; 0 for one jump per price (default: 0.5%; 0 with --intrabar close)",
    )
    .option("--token <symbols...>", "such as BTC3L or ETH1.5S; several are compared")
    .option("--leverage <multiples...>", "such as 3 or -1.5, instead of --token")
    .option("--policy <names...>", "daily, threshold, daily+threshold or none; several are compared", [
      "daily+threshold",
    ])
    .option("--period <duration>", "distance of scheduled rebalances (default: 1d)")
    .option("--offset <duration>", "first of them after 00:00 UTC, such as 150m (default: 0s)")
    .option("--band <n>", "drift above n and below 2 - n, emergency above 2n - 1 times target, such as 4/3")
    .option("--lower-band <n>", "drift below n times target (default: 2/3)")
    .option("--upper-band <n>", "drift above n times target (default: 4/3)")
    .option("--emergency-band <n>", "emergency above n times target (default: 5/3)")
    .option("--no-costs", "nothing is charged")
    .option("--management-fee <percent>", "a year (default: 3.65%)")
    .option("--taker-fee <percent>", "of what is traded (default: 0.05%)")
    .option("--depth <usd>", "skew that moves the price by 100 %; 0 for no impact (default: 40000000000)")
    .option("--capital <usd>", "what the fund begins with", "1000000")
    .option("--sweep <axes...>", "a grid of runs: leverage=1..5:0.5 and band=1.1..1.9:0.1, one or both")
    .option("--verify-on-chain <n>", "replay n stretches on a chain in this process and demand equality")
    .option("--out <folder>", "write path, charts and report there");
}
