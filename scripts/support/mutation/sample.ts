import type { Mutant } from "./types.js";

/** Whole numbers from 0 to `below` - 1, the same ones for the same seed (mulberry32). */
export function randomSource(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export interface Sample {
  readonly mutants: readonly Mutant[];
  /** Drawn, but not valid Solidity: replaced by others of their stratum and not counted. */
  readonly invalid: readonly Mutant[];
}

/**
 * Draws `size` mutants, stratified by file and operator: every stratum has its share of the whole, and at least one.
 * A stratum whose mutants do not compile gives what it can.
 */
export function sample(
  all: readonly Mutant[],
  size: number,
  seed: number,
  isValid: (mutant: Mutant) => boolean,
): Sample {
  const random = randomSource(seed);
  // In random order, so that a sample smaller than their number does not always leave out the same ones.
  const strata = shuffled(
    groupBy(all, ({ file, operator }) => `${file} ${operator}`),
    random,
  );
  const shares = shareOut(
    strata.map((stratum) => stratum.length),
    Math.min(size, all.length),
  );
  const mutants: Mutant[] = [];
  const invalid: Mutant[] = [];
  const spare: Mutant[] = [];
  strata.forEach((stratum, index) => {
    let wanted = shares[index] ?? 0;
    for (const mutant of shuffled(stratum, random)) {
      if (wanted === 0) {
        spare.push(mutant);
      } else if (isValid(mutant)) {
        mutants.push(mutant);
        wanted -= 1;
      } else {
        invalid.push(mutant);
      }
    }
  });
  for (const mutant of shuffled(spare, random)) {
    if (mutants.length >= size) break;
    (isValid(mutant) ? mutants : invalid).push(mutant);
  }
  return { mutants, invalid };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    groups.set(key(item), group);
    group.push(item);
  }
  return [...groups.values()];
}

/** Divides `size` in proportion to `weights`, at least one each as far as it goes, by largest remainder. */
export function shareOut(weights: readonly number[], size: number): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (weight * size) / whole);
  const shares = exact.map((share, index) => Math.min(weights[index] ?? 0, Math.max(1, Math.floor(share))));
  const byRemainder = exact.map((share, index) => ({ index, remainder: share - Math.floor(share) }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const sum = () => shares.reduce((total, share) => total + share, 0);
  while (sum() < size) {
    const open = byRemainder.filter(({ index }) => (shares[index] ?? 0) < (weights[index] ?? 0));
    for (const { index } of open.slice(0, size - sum())) shares[index] = (shares[index] ?? 0) + 1;
  }
  while (sum() > size) {
    const largest = shares.indexOf(Math.max(...shares));
    shares[largest] = (shares[largest] ?? 0) - 1;
  }
  return shares;
}

function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; --index) {
    const other = random(index + 1);
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}
