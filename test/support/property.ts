import { expect } from "chai";
import { asyncProperty, check, defaultReportMessage, type Arbitrary } from "fast-check";

/** The same cases every time, unless FUZZ_SEED says otherwise. */
export const SEED = Number(process.env["FUZZ_SEED"] ?? 20_200_312);

/** Whether this is the long run, `npm run test:deep`. */
export const IS_DEEP = process.env["FUZZ"] === "deep";

/** Looking for the smallest failing case takes long; who only asks whether one fails says FUZZ_SHRINK=off. */
export const SHRINKS = process.env["FUZZ_SHRINK"] !== "off";

/** How many cases a property runs, by default and in the long run. */
export interface Cases {
  readonly normal: number;
  readonly deep: number;
}

export const CASES: Cases = { normal: 100, deep: 2_000 };

/**
 * A test of `predicate` over random cases. Its title says how many and from which seed; a failure shows the shrunk case.
 * Fails, too, when fewer cases than promised were run to their end.
 */
export function property<T>(
  title: string,
  arbitrary: Arbitrary<T>,
  predicate: (value: T) => void | Promise<void>,
  { normal, deep }: Cases = CASES,
): void {
  const numRuns = IS_DEEP ? deep : normal;
  it(`${title} (${String(numRuns)} cases, seed ${String(SEED)})`, async function () {
    this.timeout(0);
    const checked = asyncProperty(arbitrary, async (value) => {
      await predicate(value);
    });
    const details = await check(checked, { seed: SEED, numRuns, endOnFailure: !SHRINKS });
    const { errorInstance: cause } = details;
    if (details.failed) {
      const why = cause instanceof Error ? cause.message : "";
      throw new Error(`${why}\n${defaultReportMessage(details) ?? ""}`, { cause });
    }
    expect(details.numRuns, "cases run").to.equal(numRuns);
  });
}
