import { expect } from "chai";
import type { Arbitrary } from "fast-check";
import { CASES, property, type Cases } from "../property.js";

/** Says that the case at hand reached a branch. */
export type Reach<B extends string> = (branch: B, when?: boolean) => void;

/**
 * A property whose cases must also reach every branch named in `shares`, each in at least that share {1} of them. A
 * generator that never leads anywhere interesting would otherwise prove nothing in silence.
 */
export function reachingProperty<T, B extends string>(
  title: string,
  arbitrary: Arbitrary<T>,
  shares: Readonly<Record<B, number>>,
  predicate: (value: T, reach: Reach<B>) => void | Promise<void>,
  cases: Cases = CASES,
): void {
  const reached = new Map<string, number>();
  let ran = 0;
  const reach: Reach<B> = (branch, when = true) => {
    if (when) reached.set(branch, (reached.get(branch) ?? 0) + 1);
  };
  property(
    title,
    arbitrary,
    async (value) => {
      ran++;
      await predicate(value, reach);
    },
    cases,
  );
  const branches = Object.entries<number>(shares);
  const wanted = branches.map(([branch, share]) => `${branch} ${String(share * 100)} %`).join(", ");
  it(`and its cases reach: ${wanted}`, function () {
    for (const [branch, share] of branches) {
      expect((reached.get(branch) ?? 0) / ran, `share of cases with ${branch}`).to.be.at.least(share);
    }
  });
}
