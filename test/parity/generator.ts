import { Arbitrary, array, integer, noBias, noShrink, record, Stream, Value } from "fast-check";
import { WORLDS } from "./worlds.js";

/** What fast-check draws for one operation. Amounts are fractions; the twin's state turns them into numbers. */
export interface Step {
  /** Always drawn true; a failing sequence shrinks by leaving out what it does not need. */
  readonly kept: boolean;
  readonly kind: number;
  readonly actor: number;
  readonly subject: number;
  readonly size: number;
  readonly detail: number;
  readonly delay: number;
}

export interface Sequence {
  readonly world: number;
  readonly steps: readonly Step[];
}

/** {operations} A sequence has at least so many. */
export const SHORTEST = 30;
const LONGEST = 32;

const MOST = 0x7fff_ffff;

/** A number without meaning of its own, uniform; a smaller one is not simpler. */
const draw = (): Arbitrary<number> => noShrink(noBias(integer({ min: 0, max: MOST })));

/** True, and false only once it shrinks: so that every sequence drawn is as long as promised. */
class Kept extends Arbitrary<boolean> {
  override generate(): Value<boolean> {
    return new Value(true, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is boolean {
    return typeof value === "boolean";
  }

  override shrink(value: boolean): Stream<Value<boolean>> {
    return value ? Stream.of(new Value(false, undefined)) : Stream.nil();
  }
}

/** Sequences of operations, state-dependent but fixed by the value alone, so that a failing one shrinks. */
export const sequences: Arbitrary<Sequence> = record({
  world: noShrink(noBias(integer({ min: 0, max: WORLDS.length - 1 }))),
  steps: array(
    record({
      kept: new Kept(),
      kind: draw(),
      actor: draw(),
      subject: draw(),
      size: draw(),
      detail: draw(),
      delay: draw(),
    }),
    { minLength: SHORTEST, maxLength: LONGEST, size: "max" },
  ),
});
