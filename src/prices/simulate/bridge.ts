/**
 * The highest point, above both ends, of a Brownian bridge from `from` to `to` with variance `variance` over its time,
 * for a uniform `u` in (0, 1]. Its distribution is known in closed form: P(max >= m) = exp(-2 (m - from)(m - to) / variance).
 */
export function bridgeMaximum(from: number, to: number, variance: number, u: number): number {
  return (from + to + Math.sqrt((to - from) ** 2 - 2 * variance * Math.log(u))) / 2;
}

/** Its lowest point, by symmetry. */
export function bridgeMinimum(from: number, to: number, variance: number, u: number): number {
  return -bridgeMaximum(-from, -to, variance, u);
}
