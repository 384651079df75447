/** {ms} and a value; what cannot be shown is missing. */
export type Point = [time: number, value: number | null];

/** Pairs for a line, on an axis that begins above `low`. */
export function toPoints(time: Float64Array, value: Float64Array, low = -Infinity): Point[] {
  return Array.from(time, (at, index) => {
    const shown = value[index] ?? NaN;
    return [at * 1000, shown >= low ? shown : null];
  });
}
