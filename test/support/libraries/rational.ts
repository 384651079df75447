import Fraction from "fraction.js";

/** Exact arithmetic: what the contracts round, a test computes without rounding and then rounds as the promise says. */
export type Rational = Fraction;

export function ratio(numerator: bigint | Rational, denominator: bigint | Rational = 1n): Rational {
  return new Fraction(numerator).div(denominator);
}

/** The largest integer not above `value`. */
export function floor(value: Rational): bigint {
  const { s, n } = value.floor();
  return s * n;
}

/** The least integer not below `value`. */
export function ceil(value: Rational): bigint {
  const { s, n } = value.ceil();
  return s * n;
}

/** The integer part: toward zero. */
export function truncate(value: Rational): bigint {
  return value.compare(0n) < 0 ? ceil(value) : floor(value);
}

export function least(...values: Rational[]): Rational {
  return values.reduce((a, b) => (b.compare(a) < 0 ? b : a));
}

export function greatest(...values: Rational[]): Rational {
  return values.reduce((a, b) => (b.compare(a) > 0 ? b : a));
}

export function isBelow(a: Rational, b: Rational | bigint): boolean {
  return a.compare(b) < 0;
}

export function isAbove(a: Rational, b: Rational | bigint): boolean {
  return a.compare(b) > 0;
}
