import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Draws that are the same for the same seed. */
export interface Draw {
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number;
  readonly oneOf: <T>(values: readonly T[]) => T;
}

export function drawFrom(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  const between = (least: number, most: number) => uniformInt(generator, least, most);
  return { between, oneOf: (values) => values[between(0, values.length - 1)] as (typeof values)[number] };
}
