import { DAY, wad } from "../support/numbers.js";
import {
  COSTS_OFF,
  DEFAULTS,
  MAX_CAPACITY,
  type BandParameters,
  type Market,
  type Options,
} from "../support/options.js";

/** Stands for a policy that answers what it is told. */
export const ANYTHING = "anything";

/** A token beside what its world's options say. */
export interface TokenChoice {
  /** Index of its market. */
  readonly market: number;
  /** {1} Signed WAD. */
  readonly leverage: bigint;
  /** What its policy has of its own, or that it answers anything; not of the first token. */
  readonly policy?: Partial<BandParameters> | typeof ANYTHING;
}

/** One system the sequences are played in; together they cover the corners of the parameters. */
export interface WorldChoice {
  readonly name: string;
  readonly options: Options;
  readonly tokens: readonly TokenChoice[];
  /** {collateral, whole units} What each actor has to begin with. */
  readonly wealth: bigint;
  /** {collateral, whole units} What each of two holders puts into each token but the last at the beginning. */
  readonly opening: bigint;
  /** Whether its collateral can refuse to be sent to somebody. */
  readonly hasBlockList: boolean;
}

/** Three on the first market, two on the second: long, short and fractional. */
const TOKENS: readonly TokenChoice[] = [
  { market: 0, leverage: wad(3) },
  { market: 0, leverage: wad(-3) },
  { market: 0, leverage: wad("1.5"), policy: { cooldown: 600n, upperBand: wad("1.03"), lowerBand: wad("0.95") } },
  { market: 1, leverage: wad(1) },
  { market: 1, leverage: wad(-1) },
];

/** Leverage low enough that a gap takes it beyond the hard band and not to liquidation. */
const TOLD: readonly TokenChoice[] = [
  { market: 0, leverage: wad(3) },
  { market: 0, leverage: wad(-1), policy: ANYTHING },
  { market: 0, leverage: wad(2), policy: ANYTHING },
  { market: 1, leverage: wad("1.5"), policy: ANYTHING },
  { market: 1, leverage: wad("-1.5"), policy: ANYTHING },
];

function world(name: string, options: Partial<Options>, sizes: Partial<WorldChoice> = {}): WorldChoice {
  const market: Partial<Market> = { outageDelay: DAY, ...options.market };
  return {
    name,
    options: { ...DEFAULTS, ...options, market },
    tokens: TOKENS,
    wealth: 2_000_000n,
    opening: 20_000n,
    hasBlockList: false,
    ...sizes,
  };
}

export const WORLDS: readonly WorldChoice[] = [
  world("plain", {}),
  world("no cost, no depth, 18 decimals", {
    ...COSTS_OFF,
    decimals: 18,
    market: { ...COSTS_OFF.market, openInterestCap: 5_000_000n },
  }),
  world("strong skew funding, 8 decimals", {
    decimals: 8,
    market: {
      depth: 20_000_000n,
      openInterestCap: 2_000_000n,
      skewFundingPerSecond: 10n ** 12n,
      maxFundingPerSecond: 5n * 10n ** 11n,
    },
  }),
  world("small pool", { pool: 100_000n }, { opening: 10_000n, wealth: 200_000n }),
  world("small open-interest cap", { market: { openInterestCap: 90_000n } }, { opening: 8_000n, wealth: 300_000n }),
  world("chunks: small trades, shallow market", {
    limits: { capacity: MAX_CAPACITY, maxTrade: 5_000n },
    market: { depth: 3_000_000n, openInterestCap: 300_000n },
  }),
  world(
    "dust, 18 decimals",
    { decimals: 18, pool: 100n, feedDecimals: 18, market: { depth: 1_000n, openInterestCap: 100n } },
    { opening: 1n, wealth: 40n },
  ),
  // A small move is an emergency already, so that many tips are owed to callers who cannot be paid.
  world(
    "a collateral with a block list",
    { policy: { upperBand: wad("1.02"), emergencyBand: wad("1.04") } },
    { hasBlockList: true },
  ),
  world("policies that answer anything", {}, { tokens: TOLD }),
  world("policies that answer anything, a block list", {}, { tokens: TOLD, hasBlockList: true }),
];
