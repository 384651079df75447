import { z } from "zod";
import {
  account,
  address,
  decimal,
  dollars,
  duration,
  hourlyRate,
  leverage,
  percent,
  ppm,
  ratio,
  wad,
  wholeUnits,
  yearlyRate,
} from "./values.js";

const governance = z.strictObject({
  /** What the governor announces takes effect this much later. */
  delay: duration,
  governor: account,
  guardian: account,
  /** Who may play scenarios on a mock venue. */
  scenario: account,
  feeCollector: account,
});

const mockCollateral = z.strictObject({ name: z.string(), symbol: z.string(), decimals: z.int().min(6).max(18) });

const mockVenue = z.strictObject({
  /** {collateral} Both paid by the deployer, which mints it where the collateral is a mock. */
  liquidity: decimal,
  insurance: decimal,
});

const mockFeed = z.strictObject({
  description: z.string(),
  decimals: z.int().min(0).max(18),
  /** {usd/base} */
  price: decimal,
});

const oracle = z.strictObject({
  feed: z.union([address, z.strictObject({ mock: mockFeed })]),
  maxAge: duration,
  minPrice: wad,
  maxPrice: wad,
  deviationThreshold: percent,
  sequencerFeed: address.nullable(),
  gracePeriod: duration,
});

/** How a market is listed at a mock venue. Margins, fees and rewards on notional. */
const listing = z.strictObject({
  takerFee: ppm,
  initialMargin: ppm,
  maintenanceMargin: ppm,
  liquidationPenalty: ppm,
  liquidationReward: ppm,
  /** {collateral} */
  liquidationRewardCap: decimal,
  depth: dollars,
  openInterestCap: dollars,
  baseFundingPerHour: hourlyRate,
  skewFundingPerHour: hourlyRate,
  maxFundingPerHour: hourlyRate,
  /** Of what the pool has set aside for an account. */
  reserveFeePerYear: yearlyRate,
  outageDelay: duration,
});

/** What a mock venue lists; a real one knows its own markets and oracles. */
const market = z.strictObject({ oracle: oracle.optional(), listing: listing.optional() });

const policy = z.strictObject({
  period: duration,
  offset: duration,
  cooldown: duration,
  lowerBand: ratio,
  upperBand: ratio,
  emergencyBand: ratio,
  maxSlippage: percent,
  emergencySlippage: percent,
  tipRate: percent,
  /** {collateral} */
  tipCap: decimal,
});

const fees = z.strictObject({ managementPerYear: ppm, mint: ppm, redeem: ppm });

const limits = z.strictObject({ capacity: wholeUnits, maxTrade: dollars });

const token = z.strictObject({
  market: z.string(),
  leverage,
  /** {collateral} Price of one whole token at the first mint. */
  initialNav: decimal,
});

export const parametersSchema = z
  .strictObject({
    governance,
    collateral: z.union([address, z.strictObject({ mock: mockCollateral })]),
    venue: z.union([address, z.strictObject({ mock: mockVenue })]),
    markets: z.record(z.string().regex(/^[A-Z0-9]{1,11}$/, "is not a short name such as BTC"), market),
    policy,
    fees,
    limits,
    tokens: z.array(token),
  })
  .superRefine(({ venue, markets, tokens }, ctx) => {
    for (const [name, { oracle, listing }] of Object.entries(markets)) {
      for (const [key, value] of Object.entries({ oracle, listing })) {
        const path = ["markets", name, key];
        if (typeof venue === "string" && value !== undefined) {
          ctx.addIssue({ code: "custom", path, message: "belongs to a mock venue: a real one has its own" });
        }
        if (typeof venue !== "string" && value === undefined) {
          ctx.addIssue({ code: "custom", path, message: "is missing: a mock venue needs it" });
        }
      }
    }
    tokens.forEach((token, index) => {
      if (token.market in markets) return;
      ctx.addIssue({
        code: "custom",
        path: ["tokens", index, "market"],
        message: `"${token.market}" is not among the markets (${Object.keys(markets).join(", ")})`,
      });
    });
  });

/** What an environment decides, in units of the chain; text where the unit is the collateral's, whose decimals are not known yet. */
export type Parameters = z.infer<typeof parametersSchema>;
/** The same as written in a file. */
export type ParametersFile = z.input<typeof parametersSchema>;

export type MarketParameters = Parameters["markets"][string];
export type TokenParameters = Parameters["tokens"][number];

/** A parameters file that cannot be used; the message names the first key that is wrong. */
export class InvalidParametersError extends Error {
  override readonly name = "InvalidParametersError";

  constructor(
    readonly source: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${source}: ${problem}`, options);
  }
}

/** Checks parameters as read from a file; `source` says where they came from. */
export function parseParameters(data: unknown, source: string): Parameters {
  const parsed = parametersSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InvalidParametersError(source, describe(parsed.error.issues[0]), { cause: parsed.error });
}

/** `key: problem`. Of a union that failed, the branch that came furthest is the one that was meant. */
function describe(issue: z.core.$ZodIssue | undefined, parents: readonly PropertyKey[] = []): string {
  if (issue === undefined) return "is not valid";
  const path = [...parents, ...issue.path];
  if (issue.code === "invalid_union" && issue.message === "Invalid input") {
    const [inner] = issue.errors.flatMap((branch) => branch.slice(0, 1)).sort((a, b) => b.path.length - a.path.length);
    if (inner !== undefined) return describe(inner, path);
  }
  if (issue.code === "unrecognized_keys") path.push(...issue.keys.slice(0, 1));
  const problem = issue.code === "unrecognized_keys" ? "is not a parameter" : issue.message;
  return `\`${path.join(".")}\` ${problem}`;
}
