/** Which of `list` a draw names. */
export function pick<T>(draw: number, list: readonly T[]): T {
  return list[draw % list.length]!;
}

/** Which key a draw names, in proportion to the weights. */
export function pickWeighted<K extends string>(draw: number, weights: Readonly<Partial<Record<K, number>>>): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = draw % entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    if (left < weight) return key;
    left -= weight;
  }
  throw new Error("No weights");
}

/** Another draw out of the same one. */
export function next(draw: number): number {
  return (Math.imul(draw ^ 0x5bd1_e995, 0x0100_0193) >>> 1) & 0x7fff_ffff;
}

/** A part of `whole`, most often on a logarithmic scale; now and then one unit, tiny, all, nearly all, more than all, or
 * absurd. */
export function partOf(draw: number, whole: bigint): bigint {
  const detail = BigInt(next(draw));
  switch (draw % 24) {
    case 0:
      return 1n;
    case 1:
      return detail % 2_000n;
    case 2:
    case 3:
    case 4:
      return whole;
    case 5:
      return whole + 1n + (detail % 3n) * whole;
    case 6:
      return absurd(next(next(draw)), whole);
    case 7:
      return whole > detail % 2_000n ? whole - (detail % 2_000n) : whole;
    default:
      return ((whole * detail) >> 31n) >> BigInt(draw % 7);
  }
}

/** Numbers no caller means: 0, and what overflows somewhere. */
function absurd(draw: number, whole: bigint): bigint {
  return pick(draw, [0n, whole, whole << 40n, 2n ** 96n, 2n ** 128n - 1n, 2n ** 200n, 2n ** 255n, 2n ** 256n - 1n]);
}

/** A part between -`whole` and `whole`, as {@link partOf}. */
export function signedPartOf(draw: number, whole: bigint): bigint {
  const part = partOf(draw, whole);
  return next(draw) % 2 === 0 ? part : -part;
}

/** Between `min` and `max`, uniform. */
export function between(draw: number, min: bigint, max: bigint): bigint {
  return min + ((BigInt(draw) * (max - min + 1n)) >> 31n);
}
