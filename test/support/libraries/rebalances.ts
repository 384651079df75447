import fc, { type Arbitrary } from "fast-check";
import { abs, DAY, HOUR, min, WAD, wad } from "../numbers.js";
import { policyOf, type BandParameters } from "../options.js";
import { amount, logUniform, target } from "./arbitrary.js";
import { fund, notionalOf, type Fund } from "./fund.js";
import { ratio, type Rational } from "./rational.js";

/** What bounds a trade and how far the last rebalance came, in the contracts' order. */
export interface Context {
  readonly maxTrade: bigint;
  readonly maxLong: bigint;
  readonly maxShort: bigint;
  readonly minReduction: bigint;
  readonly maxReduction: bigint;
  readonly remainingProfit: bigint;
  readonly remainingProfitIfMarked: bigint;
  readonly tipsLeft: bigint;
  readonly priceUpdatedAt: bigint;
  readonly rebalancedAt: bigint;
  readonly blockedSince: bigint;
  readonly unfinished: boolean;
  readonly timestamp: bigint;
}

/** Everything a decision is made from. */
export interface Case {
  readonly fund: Fund;
  readonly target: bigint;
  readonly bands: BandParameters;
  readonly context: Context;
}

/** What the contracts call a decision. */
export interface Decision {
  readonly action: bigint;
  readonly reason: bigint;
  readonly blocker: bigint;
  readonly complete: boolean;
  readonly sizeDelta: bigint;
  readonly maxCost: bigint;
  readonly tip: bigint;
  readonly dueAt: bigint;
}

/** 12 March 2020, 10:00 UTC. */
export const NOW = 1_584_007_200n;
export const UNLIMITED = 2n ** 128n - 1n;

/** {1} Signed real leverage in the reals. */
export function realLeverage(fund: Fund): Rational {
  return notionalOf(fund).div(fund.equity);
}

/** Of the default policy; each part may differ as far as a policy's creation allows. */
const bands: Arbitrary<BandParameters> = fc
  .record({
    period: fc.oneof(fc.constant(DAY), amount(HOUR, 30n * DAY)),
    offset: amount(0n, HOUR - 1n),
    cooldown: amount(1n, HOUR, 60n),
    lowerBand: fc.oneof(fc.constant(wad(2) / 3n), amount(0n, wad("0.99"))),
    upperBand: fc.oneof(fc.constant(wad(4) / 3n), amount(wad("1.01"), wad("1.5"))),
    further: fc.oneof(fc.constant(wad(1) / 3n), amount(0n, wad("0.5"))),
    maxSlippage: fc.oneof(fc.constant(wad("0.01")), amount(0n, wad("0.05"))),
    wider: fc.oneof({ weight: 3, arbitrary: amount(0n, wad("0.02")) }, { weight: 1, arbitrary: fc.constant(WAD) }),
    tipRate: fc.oneof(fc.constant(wad("0.003")), amount(0n, wad("0.01"))),
  })
  .map(({ further, wider, ...parts }) => ({
    ...policyOf(parts, 1n),
    emergencyBand: parts.upperBand + further,
    emergencySlippage: min(parts.maxSlippage + wider, wad("0.05")),
  }));

/** {1} Real leverage over target, WAD: on it, within the band, at the bands, in an emergency, and far off or flat. */
const drift = fc.oneof(
  { weight: 5, arbitrary: fc.bigInt(wad("0.4"), wad("1.4")) },
  { weight: 3, arbitrary: fc.bigInt(wad("1.3"), wad("3")) },
  { weight: 1, arbitrary: logUniform(wad("0.001"), wad("60")) },
  { weight: 1, arbitrary: logUniform(1n, wad("0.001")).map((off) => WAD + off) },
  { weight: 1, arbitrary: fc.constantFrom(0n, WAD, -WAD / 2n) },
);

/** {1} A bound as a part of equity, WAD: often none, often one that cuts. */
const bound = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: logUniform(wad("0.00001"), wad("10")) },
  { weight: 1, arbitrary: logUniform(wad("0.01"), wad("2")) },
);

/** Mostly a fund that has something to do and to which one or the other bound may apply. */
export const rebalance: Arbitrary<Case> = fc
  .record({
    fund,
    target,
    drift,
    bands,
    bounds: fc.tuple(bound, bound, bound, bound),
    least: fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: amount(1n, WAD) }),
    remainingProfit: amount(0n, 10n ** 24n),
    remainingProfitIfMarked: amount(0n, 10n ** 24n),
    tipsLeft: fc.oneof(
      { weight: 3, arbitrary: fc.constant(WAD / 50n) },
      { weight: 1, arbitrary: amount(0n, WAD / 50n) },
    ),
    tipCap: fc.oneof(fc.constant(undefined), amount(0n, 10n ** 9n)),
    sinceRebalance: fc.oneof(amount(0n, 3n * DAY, 60n), amount(0n, HOUR)),
    unfinished: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    priceAge: fc.oneof(amount(0n, HOUR, 600n, 1_800n), amount(0n, 26n * HOUR)),
    blockedFor: fc.oneof(fc.constant(undefined), amount(0n, HOUR, 600n, 1_800n)),
  })
  .map((given) => {
    const { fund, target, drift, bands, bounds, least, tipCap, remainingProfit, remainingProfitIfMarked } = given;
    const partOf = (part: bigint | undefined) => (part === undefined ? UNLIMITED : (fund.equity * part) / WAD);
    const room = (part: bigint | undefined) => (part === undefined ? UNLIMITED : (partOf(part) * WAD) / fund.price);
    const size = (target * drift * fund.equity) / WAD / fund.price;
    const maxReduction = min(room(bounds[3]), abs(size));
    return {
      fund: { ...fund, size },
      target,
      bands: { ...bands, tipCap: tipCap ?? UNLIMITED },
      context: {
        maxTrade: partOf(bounds[0]),
        maxLong: room(bounds[1]),
        maxShort: room(bounds[2]),
        minReduction: (maxReduction * least) / WAD,
        maxReduction,
        remainingProfit,
        remainingProfitIfMarked,
        tipsLeft: given.tipsLeft,
        priceUpdatedAt: NOW - given.priceAge,
        rebalancedAt: NOW - given.sinceRebalance,
        blockedSince: given.blockedFor === undefined ? 0n : NOW - given.blockedFor,
        unfinished: given.unfinished,
        timestamp: NOW,
      },
    };
  });

/** A fund of 1,000 dollars in units of a millionth at a price of 100, on a target of 3x, that nothing bounds. */
export function quietCase(parts: { size?: bigint; equity?: bigint } & Partial<Omit<Case, "fund">> = {}): Case {
  const { size, equity, ...rest } = parts;
  return {
    fund: {
      equity: equity ?? 1_000n * WAD,
      unit: 10n ** 12n,
      supply: 1_000n * WAD,
      virtualShares: 10n ** 12n,
      size: size ?? 30n * WAD,
      price: 100n * WAD,
      curve: { fee: 0n, skew: 0n, depth: 0n },
    },
    target: 3n * WAD,
    bands: policyOf({}, 1_000_000n),
    context: {
      maxTrade: UNLIMITED,
      maxLong: UNLIMITED,
      maxShort: UNLIMITED,
      minReduction: 0n,
      maxReduction: UNLIMITED,
      remainingProfit: 0n,
      remainingProfitIfMarked: 0n,
      tipsLeft: WAD / 50n,
      priceUpdatedAt: NOW,
      rebalancedAt: NOW - HOUR,
      blockedSince: 0n,
      unfinished: false,
      timestamp: NOW,
    },
    ...rest,
  };
}

/** The arguments of the contract's functions, in order. */
export function argumentsOf({ fund, target, bands, context }: Case) {
  return [fund, target, bands, context] as const;
}

/** {1} |value| as a ratio. */
export function magnitude(value: bigint): Rational {
  return ratio(abs(value), WAD);
}
