import type { Choice } from "../../../src/backtest/choice.js";
import { POLICY_NAMES, type PolicyName } from "../../../src/backtest/result.js";
import type { Parameters } from "../../../src/deploy/parameters.js";
import { parseDecimal } from "../../../src/sdk/amounts/parseDecimal.js";
import { parseDuration } from "../../../src/sdk/amounts/parseDuration.js";
import { parsePercent } from "../../../src/sdk/amounts/parsePercent.js";
import { parsePositive, parseRatio } from "../arguments.js";
import { UsageError } from "../cli.js";
import type { BacktestOptions } from "./options.js";

const WAD = 10n ** 18n;
const SYMBOL = /^[A-Z0-9]*?[A-Z](?<multiple>\d+(?:\.\d+)?)(?<side>[LS])$/;
/** {1} What a token may be created with: up to five, in hundredths. */
const MOST_LEVERAGE = 5n * WAD;
const HUNDREDTH = WAD / 100n;
/** {1e-6} */
const MOST_MANAGEMENT_FEE = 100_000n;
/** {s} What the factory lets a period be. */
const HOUR = 3600;
const MOST_PERIOD = 30 * 24 * HOUR;
/** {1} And the bands. */
const MOST_LOWER = (99n * WAD) / 100n;
const LEAST_UPPER = (101n * WAD) / 100n;

/** What the choices are made of; the rest of the options says what they are run on. */
export type ChoiceOptions = Pick<
  BacktestOptions,
  | "token"
  | "leverage"
  | "policy"
  | "period"
  | "offset"
  | "band"
  | "lowerBand"
  | "upperBand"
  | "emergencyBand"
  | "costs"
  | "managementFee"
  | "takerFee"
  | "depth"
  | "capital"
>;

/** Every token with every policy that was asked for. */
export function readChoices(options: ChoiceOptions, parameters: Parameters): Choice[] {
  const tokens = readTokens(options);
  const policies = readPolicies(options);
  const shared = { ...readPolicy(options, parameters), ...readCosts(options, parameters) };
  return tokens.flatMap((token) => policies.map((policy) => ({ ...token, policy, ...shared })));
}

/** The bands that one number stands for: drift above n and below 2 - n, emergency above 2n - 1. */
export function bandsAround(band: bigint): Choice["bands"] {
  const lower = 2n * WAD - band;
  return { lower: lower > 0n ? lower : 0n, upper: band, emergency: 2n * band - WAD };
}

/** A multiple that a token may have. */
export function parseLeverage(text: string): bigint {
  const leverage = parseDecimal(text, 18, "leverage");
  const magnitude = leverage < 0n ? -leverage : leverage;
  if (magnitude === 0n || magnitude > MOST_LEVERAGE || magnitude % HUNDREDTH !== 0n) {
    throw new UsageError(`The leverage "${text}" is no token's: use -5 to 5 in hundredths, but not 0.`);
  }
  return leverage;
}

export function parseBand(text: string): bigint {
  const band = parseRatio(text, "band");
  if (band < LEAST_UPPER) throw new UsageError(`The band "${text}" is too narrow: use one from 1.01 on.`);
  return band;
}

function readTokens({ token, leverage }: ChoiceOptions): Pick<Choice, "token" | "leverage">[] {
  if (token !== undefined) return unique(token).map((symbol) => ({ token: symbol, leverage: parseSymbol(symbol) }));
  return unique(leverage ?? ["3"]).map((text) => ({ token: `${text}x`, leverage: parseLeverage(text) }));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.split(",")))];
}

function parseSymbol(symbol: string): bigint {
  const { multiple, side } = SYMBOL.exec(symbol)?.groups ?? {};
  if (multiple === undefined) {
    throw new UsageError(`"${symbol}" is no token's symbol: write it like BTC3L, BTC3S or ETH1.5L.`);
  }
  return parseLeverage(side === "S" ? `-${multiple}` : multiple);
}

/** The policies named, each once. */
export function readPolicies({ policy }: ChoiceOptions): PolicyName[] {
  return unique(policy).map(parsePolicy);
}

function parsePolicy(name: string): PolicyName {
  const policy = POLICY_NAMES.find((candidate) => candidate === name);
  if (policy === undefined) throw new UsageError(`"${name}" is no policy: use one of ${POLICY_NAMES.join(", ")}.`);
  return policy;
}

function readPolicy(options: ChoiceOptions, { policy }: Parameters): Pick<Choice, "period" | "offset" | "bands"> {
  const period = options.period === undefined ? policy.period : parseDuration(options.period, "period");
  const offset = options.offset === undefined ? policy.offset : parseDuration(options.offset, "offset");
  if (period < HOUR || period > MOST_PERIOD) {
    throw new UsageError(`The period "${String(options.period)}" is not from 1h to 30d: use one that is.`);
  }
  if (offset >= period) {
    throw new UsageError(`The offset "${String(options.offset)}" is not shorter than the period: use one that is.`);
  }
  return { period: BigInt(period), offset: BigInt(offset), bands: readBands(options, policy) };
}

function readBands(
  { band, lowerBand, upperBand, emergencyBand }: ChoiceOptions,
  policy: Parameters["policy"],
): Choice["bands"] {
  const ratio = (text: string | undefined, what: string, usual: bigint): bigint => {
    return text === undefined ? usual : parseRatio(text, what);
  };
  const bands =
    band !== undefined
      ? bandsAround(parseBand(band))
      : {
          lower: ratio(lowerBand, "lower band", policy.lowerBand),
          upper: ratio(upperBand, "upper band", policy.upperBand),
          emergency: ratio(emergencyBand, "emergency band", policy.emergencyBand),
        };
  if (bands.lower < 0n || bands.lower > MOST_LOWER) throw new UsageError("Use a --lower-band from 0 to 0.99.");
  if (bands.upper < LEAST_UPPER) throw new UsageError("Use an --upper-band from 1.01 on.");
  if (bands.emergency < bands.upper) throw new UsageError("Use an --emergency-band that is not below the upper band.");
  return bands;
}

type Costs = Pick<Choice, "managementPpmPerYear" | "takerFeePpm" | "depth" | "hasPenalties" | "capital">;

function readCosts(options: ChoiceOptions, { fees, markets }: Parameters): Costs {
  const capital = parsePositive(options.capital, 0, "capital");
  if (!options.costs) return { managementPpmPerYear: 0n, takerFeePpm: 0n, depth: 0n, hasPenalties: false, capital };
  const listing = Object.values(markets)[0]?.listing;
  const { managementFee, takerFee, depth } = options;
  const costs = {
    managementPpmPerYear:
      managementFee === undefined ? fees.managementPerYear : parsePercent(managementFee, 6, "management fee"),
    takerFeePpm: takerFee === undefined ? (listing?.takerFee ?? 0n) : parsePercent(takerFee, 6, "taker fee"),
    depth: depth === undefined ? (listing?.depth ?? 0n) : parseDecimal(depth, 0, "depth"),
    hasPenalties: true,
    capital,
  };
  const mostTakerFee = (listing?.maintenanceMargin ?? 0n) - 1n;
  if (costs.managementPpmPerYear < 0n || costs.managementPpmPerYear > MOST_MANAGEMENT_FEE) {
    throw new UsageError("The contract charges from 0% to 10% a year: use such a --management-fee.");
  }
  if (costs.takerFeePpm < 0n || costs.takerFeePpm > mostTakerFee) {
    throw new UsageError(
      "A taker fee is from 0% up to the venue's maintenance margin of 5%: use a smaller --taker-fee.",
    );
  }
  if (costs.depth < 0n) throw new UsageError("Use a --depth from 0, which stands for no impact, on.");
  return costs;
}
