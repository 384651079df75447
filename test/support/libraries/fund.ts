import fc, { type Arbitrary } from "fast-check";
import { abs, max, WAD } from "../numbers.js";
import { amount, logUniform, near, rarely, signed } from "./arbitrary.js";
import { ceil, greatest, ratio, type Rational } from "./rational.js";

/** {usd} A tenth of a cent. */
export const DUST = 10n ** 15n;
/** {usd} A millionth of a dollar stands against the virtual shares. */
export const VIRTUAL_ASSETS = 10n ** 12n;
/** {collateral} Of less the venue's rounding moves leverage too far. */
export const MIN_EQUITY = 2_000n;

/** What the contracts call a fund, in their units. */
export interface Fund {
  readonly equity: bigint;
  readonly unit: bigint;
  readonly supply: bigint;
  readonly virtualShares: bigint;
  readonly size: bigint;
  readonly price: bigint;
  readonly curve: Curve;
}

export interface Curve {
  readonly fee: bigint;
  readonly skew: bigint;
  readonly depth: bigint;
}

/** {usd} Exact signed notional in wei. */
export function notionalOf({ size, price }: Pick<Fund, "size" | "price">): Rational {
  return ratio(size * price, WAD);
}

/** {collateral} What stands against the virtual shares, exact. */
export function virtualAssetsOf({ unit }: Pick<Fund, "unit">): Rational {
  return ratio(VIRTUAL_ASSETS, unit);
}

/** Whether nothing but dust is in the fund, now and at its shares' first price. */
export function isDust({ equity, supply, virtualShares }: Fund): boolean {
  return equity < DUST && ratio(supply * VIRTUAL_ASSETS, virtualShares).compare(DUST) < 0;
}

export function isWipedOut(fund: Fund): boolean {
  return fund.equity < fund.unit && !isDust(fund);
}

export function isTooSmall(fund: Fund): boolean {
  return fund.equity / fund.unit < MIN_EQUITY || isDust(fund);
}

/** {usd} What a trade costs against index by the venue's formula, in wei and exact: `f |n| + max(0, n (2K + n) / 2D)`. */
export function exactCost({ fee, skew, depth }: Curve, n: Rational): Rational {
  const forTaking = n.abs().mul(ratio(fee, WAD));
  if (depth === 0n) return forTaking;
  return forTaking.add(greatest(ratio(0n), n.mul(n.add(2n * skew)).div(2n * depth)));
}

/** {usd} The same as the venue charges it: notional, fee and impact each rounded up to the wei. */
export function chargedCost(curve: Curve, sizeDelta: bigint, price: bigint): bigint {
  const n = ceil(ratio(abs(sizeDelta) * price, WAD)) * (sizeDelta < 0n ? -1n : 1n);
  const fee = ratio(abs(n) * curve.fee, WAD);
  return ceil(fee) + ceil(exactCost(curve, ratio(n)).sub(fee));
}

/** {usd/base} From a millionth of a dollar to a billion. */
export const price = amount(10n ** 12n, 10n ** 27n, WAD, 50_000n * WAD);

/** {usd} Value of one unit of collateral, for 18 to 6 decimals. */
export const unit = fc.oneof(
  fc.constant(10n ** 12n),
  fc.integer({ min: 0, max: 12 }).map((zeros) => 10n ** BigInt(zeros)),
);

/** {collateral} What a venue's account and a token's capacity can hold. */
export const MOST_UNITS = 2n ** 96n - 1n;

/** {usd} From nothing to a million million dollars. */
const MOST_EQUITY = 10n ** 30n;
const equity = fc.oneof(
  { weight: 8, arbitrary: logUniform(10n ** 16n, MOST_EQUITY) },
  { weight: 1, arbitrary: amount(0n, MOST_EQUITY) },
  { weight: 1, arbitrary: near(2n, 0n, 10n ** 12n, 10n ** 15n, 10n ** 18n) },
);

/** {1} Real leverage of the fund, WAD: near what tokens have, and far beyond. */
const leverage = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.bigInt(10n ** 16n, 6n * WAD) },
      { weight: 2, arbitrary: logUniform(10n ** 14n, 40n * WAD) },
      { weight: 1, arbitrary: logUniform(10n ** 14n, 10n ** 22n) },
      { weight: 1, arbitrary: fc.constant(0n) },
    ),
    fc.boolean(),
  )
  .map(([value, isShort]) => (isShort ? -value : value));

/** {1} What takers pay, WAD. */
export const fee = fc.oneof(fc.constantFrom(0n, 5n * 10n ** 14n), amount(0n, 10n ** 16n), amount(0n, 5n * 10n ** 16n));

/** {usd} Depth is whole dollars in 48 bits. */
const MOST_DEPTH = 2n ** 48n * WAD;

/** Depth and skew as multiples of what the fund has at stake, so that impact is felt; now and then any other. */
const impact = fc.record({
  fee,
  /** {1e-3} Of equity; none where there is no limit. */
  depth: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0n) },
    { weight: 5, arbitrary: logUniform(1_000n, 10n ** 9n) },
    { weight: 1, arbitrary: amount(0n, 10n ** 12n) },
  ),
  /** {1} Of depth, WAD. */
  skew: fc.oneof(fc.constant(0n), fc.bigInt(-WAD, WAD), signed(WAD), signed(WAD / 10_000n)),
});

function curveOf({ fee, depth, skew }: Curve, equity: bigint): Curve {
  const limit = (equity * depth) / 1_000n;
  const fits = limit < WAD ? WAD : limit > MOST_DEPTH ? MOST_DEPTH : limit;
  if (depth === 0n) return { fee, skew: (MOST_DEPTH * skew) / WAD, depth };
  return { fee, skew: (fits * skew) / WAD, depth: fits };
}

/** Mostly a fund as it lives; now and then one at its edges. */
export const fund: Arbitrary<Fund> = fc
  .record({
    equity,
    unit,
    price,
    leverage,
    firstPrice: fc.oneof(fc.constant("whole" as const), fc.constantFrom("unit" as const, "most" as const)),
    /** {1} NAV over the first price, WAD. */
    growth: fc.oneof(fc.constant(WAD), logUniform(10n ** 12n, 10n ** 24n)),
    strangeSupply: rarely(8, amount(0n, 10n ** 30n)),
    isEmpty: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
    impact,
  })
  .map(({ equity: wanted, unit, price, leverage, firstPrice, growth, strangeSupply, isEmpty, impact }) => {
    const equity = wanted < MOST_UNITS * unit ? wanted : MOST_UNITS * unit;
    const virtualAssets = VIRTUAL_ASSETS / unit;
    // A first price of one whole unit, of one unit, and of as many as a whole token has wei.
    const virtualShares = { whole: VIRTUAL_ASSETS, unit: virtualAssets * WAD, most: virtualAssets }[firstPrice];
    const lived = ((equity / unit) * virtualShares * WAD) / (virtualAssets * growth);
    if (isEmpty) {
      const left = equity % max(DUST, MIN_EQUITY * unit);
      return { equity: left, unit, supply: 0n, virtualShares, size: 0n, price, curve: curveOf(impact, equity) };
    }
    return {
      equity,
      unit,
      supply: strangeSupply ?? (lived > 10n ** 31n ? 10n ** 31n : lived),
      virtualShares,
      size: (leverage * equity) / price,
      price,
      curve: curveOf(impact, equity),
    };
  });
