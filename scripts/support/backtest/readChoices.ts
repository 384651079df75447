import type { Choice } from "../../../src/backtest/choice.js";
import { POLICY_NAMES, type PolicyName } from "../../../src/backtest/result.js";
import type { Parameters } from "../../../src/deploy/parameters.js";
import {
  BandPolicy,
  FeeMath,
  MIN_LOWER_BAND,
  ModelRevert,
  TokenRules,
  type BandParameters,
} from "../../../src/model/index.js";
import { formatDecimal } from "../../../src/sdk/amounts/formatDecimal.js";
import { formatDuration } from "../../../src/sdk/amounts/formatDuration.js";
import { parseDecimal } from "../../../src/sdk/amounts/parseDecimal.js";
import { parseDuration } from "../../../src/sdk/amounts/parseDuration.js";
import { parsePercent } from "../../../src/sdk/amounts/parsePercent.js";
import { parsePositive, parseRatio } from "../arguments.js";
import { UsageError } from "../cli.js";
import type { BacktestOptions } from "./options.js";

const WAD = 10n ** 18n;
const SYMBOL = /^[A-Z0-9]*?[A-Z](?<multiple>\d+(?:\.\d+)?)(?<side>[LS])$/;
/** {1} A token's leverage is in hundredths, WAD. */
const HUNDREDTH = WAD / 100n;
/** {1} The narrowest band a policy may have, WAD. */
const LEAST_UPPER = (101n * WAD) / 100n;
/** What a policy's parameters are called here. */
const FLAGS = {
  period: "--period",
  offset: "--offset",
  lowerBand: "--lower-band",
  upperBand: "--upper-band",
} as const;

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

/** The bands that one number stands for: drift above n and below 2 - n or the least there is, emergency above 2n - 1. */
export function bandsAround(band: bigint): Choice["bands"] {
  const lower = 2n * WAD - band;
  return { lower: lower > MIN_LOWER_BAND ? lower : MIN_LOWER_BAND, upper: band, emergency: 2n * band - WAD };
}

/** A multiple that a token may have. */
export function parseLeverage(text: string): bigint {
  const leverage = parseDecimal(text, 18, "leverage");
  const magnitude = leverage < 0n ? -leverage : leverage;
  if (magnitude === 0n || magnitude > TokenRules.MAX_LEVERAGE || magnitude % HUNDREDTH !== 0n) {
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
  const bands = readBands(options, policy);
  requireAllowed({
    ...policy,
    period: BigInt(period),
    offset: BigInt(offset),
    cooldown: BigInt(policy.cooldown),
    lowerBand: bands.lower,
    upperBand: bands.upper,
    emergencyBand: bands.emergency,
    tipCap: 0n,
  });
  return { period: BigInt(period), offset: BigInt(offset), bands };
}

/** Refuses what no policy may be created with, in the words of the options. */
function requireAllowed(parameters: BandParameters): void {
  try {
    new BandPolicy(parameters);
  } catch (error) {
    if (!(error instanceof ModelRevert)) throw error;
    const [what, , min, max] = error.values as readonly [keyof typeof FLAGS, bigint, bigint, bigint];
    const show = (value: bigint) => (what.endsWith("Band") ? formatDecimal(value, 18) : formatDuration(value));
    throw new UsageError(`Use ${FLAGS[what]} from ${show(min)} to ${show(max)}.`, { cause: error });
  }
}

function readBands(
  { band, lowerBand, upperBand, emergencyBand }: ChoiceOptions,
  policy: Parameters["policy"],
): Choice["bands"] {
  const ratio = (text: string | undefined, what: string, usual: bigint): bigint => {
    return text === undefined ? usual : parseRatio(text, what);
  };
  if (band !== undefined) return bandsAround(parseBand(band));
  return {
    lower: ratio(lowerBand, "lower band", policy.lowerBand),
    upper: ratio(upperBand, "upper band", policy.upperBand),
    emergency: ratio(emergencyBand, "emergency band", policy.emergencyBand),
  };
}

type Costs = Pick<
  Choice,
  "managementPpmPerYear" | "takerFeePpm" | "reserveFeePerSecond" | "depth" | "hasPenalties" | "capital"
>;

const NO_COSTS = { managementPpmPerYear: 0n, takerFeePpm: 0n, reserveFeePerSecond: 0n, depth: 0n, hasPenalties: false };

function readCosts(options: ChoiceOptions, { fees, markets }: Parameters): Costs {
  const capital = parsePositive(options.capital, 0, "capital");
  if (!options.costs) return { ...NO_COSTS, capital };
  const listing = Object.values(markets)[0]?.listing;
  const { managementFee, takerFee, depth } = options;
  const costs = {
    managementPpmPerYear:
      managementFee === undefined ? fees.managementPerYear : parsePercent(managementFee, 6, "management fee"),
    takerFeePpm: takerFee === undefined ? (listing?.takerFee ?? 0n) : parsePercent(takerFee, 6, "taker fee"),
    reserveFeePerSecond: listing?.reserveFeePerYear ?? 0n,
    depth: depth === undefined ? (listing?.depth ?? 0n) : parseDecimal(depth, 0, "depth"),
    hasPenalties: true,
    capital,
  };
  const mostTakerFee = (listing?.maintenanceMargin ?? 0n) - 1n;
  if (costs.managementPpmPerYear < 0n || costs.managementPpmPerYear > FeeMath.MAX_MANAGEMENT_PPM_PER_YEAR) {
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
