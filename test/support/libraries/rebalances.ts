import fc, { type Arbitrary } from "fast-check";
import { abs, DAY, HOUR, WAD, wad } from "../numbers.js";
import { policyOf, type Policy } from "../options.js";
import { amount, logUniform, target } from "./arbitrary.js";
import { fund, notionalOf, type Fund } from "./fund.js";
import { ratio, type Rational } from "./rational.js";

/** What the contracts call circumstances. */
export interface Circumstances {
  readonly maxTrade: bigint;
  readonly maxLong: bigint;
  readonly maxShort: bigint;
  readonly winnable: bigint;
  readonly winnableIfMarked: bigint;
  readonly rebalancedAt: bigint;
  readonly unfinished: boolean;
  readonly priceUpdatedAt: bigint;
}

/** Everything a decision is made from. */
export interface Case {
  readonly fund: Fund;
  readonly target: bigint;
  readonly policy: Policy;
  readonly facts: Circumstances;
  readonly timestamp: bigint;
}

/** What the contracts call a decision. */
export interface Decision {
  readonly action: bigint;
  readonly reason: bigint;
  readonly complete: boolean;
  readonly sizeDelta: bigint;
  readonly limitPrice: bigint;
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

/** Of the default policy; each part may differ as far as a token's creation allows. */
const policy: Arbitrary<Policy> = fc
  .record({
    period: fc.oneof(fc.constant(DAY), amount(HOUR, 30n * DAY)),
    offset: amount(0n, HOUR - 1n),
    cooldown: amount(1n, HOUR, 60n),
    lowerBand: fc.oneof(fc.constant(wad(2) / 3n), amount(0n, wad("0.99"))),
    upperBand: fc.oneof(fc.constant(wad(4) / 3n), amount(wad("1.01"), wad("1.5"))),
    further: fc.oneof(fc.constant(wad(1) / 3n), amount(0n, wad("0.5"))),
    maxSlippage: fc.oneof(fc.constant(wad("0.01")), amount(0n, wad("0.05"))),
    wider: amount(0n, wad("0.02")),
    tipRate: fc.oneof(fc.constant(wad("0.003")), amount(0n, wad("0.01"))),
  })
  .map(({ further, wider, ...parts }) => ({
    ...policyOf(parts, 1n),
    emergencyBand: parts.upperBand + further,
    emergencySlippage: parts.maxSlippage + wider,
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
    policy,
    bounds: fc.tuple(bound, bound, bound),
    winnable: amount(0n, 10n ** 24n),
    winnableIfMarked: amount(0n, 10n ** 24n),
    tipCap: fc.oneof(fc.constant(undefined), amount(0n, 10n ** 9n)),
    sinceRebalance: fc.oneof(amount(0n, 3n * DAY, 60n), amount(0n, HOUR)),
    unfinished: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    priceAge: fc.oneof(amount(0n, HOUR, 600n, 1_800n), amount(0n, 26n * HOUR)),
  })
  .map(({ fund, target, drift, policy, bounds, tipCap, sinceRebalance, unfinished, priceAge, ...facts }) => {
    const partOf = (part: bigint | undefined) => (part === undefined ? UNLIMITED : (fund.equity * part) / WAD);
    const room = (part: bigint | undefined) => (part === undefined ? UNLIMITED : (partOf(part) * WAD) / fund.price);
    return {
      fund: { ...fund, size: (target * drift * fund.equity) / WAD / fund.price },
      target,
      policy: { ...policy, tipCap: tipCap ?? UNLIMITED },
      facts: {
        ...facts,
        maxTrade: partOf(bounds[0]),
        maxLong: room(bounds[1]),
        maxShort: room(bounds[2]),
        rebalancedAt: NOW - sinceRebalance,
        unfinished,
        priceUpdatedAt: NOW - priceAge,
      },
      timestamp: NOW,
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
    policy: policyOf({}, 1_000_000n),
    facts: {
      maxTrade: UNLIMITED,
      maxLong: UNLIMITED,
      maxShort: UNLIMITED,
      winnable: 0n,
      winnableIfMarked: 0n,
      rebalancedAt: NOW - HOUR,
      unfinished: false,
      priceUpdatedAt: NOW,
    },
    timestamp: NOW,
    ...rest,
  };
}

/** The arguments of the contract's functions, in order. */
export function argumentsOf({ fund, target, policy, facts, timestamp }: Case) {
  return [fund, target, policy, facts, timestamp] as const;
}

/** {1} |value| as a ratio. */
export function magnitude(value: bigint): Rational {
  return ratio(abs(value), WAD);
}
