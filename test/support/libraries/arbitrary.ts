import fc, { type Arbitrary } from "fast-check";

export const MAX_UINT256 = 2n ** 256n - 1n;
export const MAX_INT256 = 2n ** 255n - 1n;
export const MIN_INT256 = -(2n ** 255n);

const MANTISSA_BITS = 128;
const mantissa = fc.bigInt(2n ** BigInt(MANTISSA_BITS - 1), 2n ** BigInt(MANTISSA_BITS) - 1n);

/** As many cases between 1 and 2 as between 2^99 and 2^100: no order of magnitude is left out. */
export function logUniform(min: bigint, max: bigint): Arbitrary<bigint> {
  const bits = (value: bigint) => value.toString(2).length;
  const length = fc.integer({ min: min > 0n ? bits(min) : 1, max: bits(max) });
  return fc.tuple(length, mantissa).map(([bitsOf, digits]) => {
    const value = (digits << BigInt(bitsOf)) >> BigInt(MANTISSA_BITS);
    if (value < min) return min;
    return value > max ? max : value;
  });
}

/** Uniform, log-uniform and the very edges of a range. */
export function amount(min: bigint, max: bigint, ...edges: bigint[]): Arbitrary<bigint> {
  const corners = [min, min + 1n, max - 1n, max, ...edges].filter((value) => value >= min && value <= max);
  return fc.oneof(
    { weight: 5, arbitrary: logUniform(min, max) },
    { weight: 3, arbitrary: fc.bigInt(min, max) },
    { weight: 2, arbitrary: fc.constantFrom(...corners) },
  );
}

/** The same of both signs, up to `max` either way. */
export function signed(max: bigint, ...edges: bigint[]): Arbitrary<bigint> {
  return fc.tuple(amount(0n, max, ...edges), fc.boolean()).map(([value, isNegative]) => (isNegative ? -value : value));
}

/** Within `distance` of one of `centres`. */
export function near(distance: bigint, ...centres: bigint[]): Arbitrary<bigint> {
  return fc
    .tuple(fc.constantFrom(...centres), fc.bigInt(-distance, distance))
    .map(([centre, off]) => (centre + off > 0n ? centre + off : 0n));
}

/** One time in `times` a value, else undefined. */
export function rarely<T>(times: number, arbitrary: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** {1} Any multiple of 0.01 a token may target, signed WAD. */
export const target: Arbitrary<bigint> = fc
  .oneof(
    fc.constantFrom(300n, -300n, 200n, 150n, 100n, -100n, -200n, 500n, -500n, 1n, -1n),
    fc.bigInt(-500n, 500n).map((value) => (value === 0n ? 1n : value)),
  )
  .map((hundredths) => hundredths * 10n ** 16n);
