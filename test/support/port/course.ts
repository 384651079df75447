import { array, boolean, constantFrom, integer, oneof, constant, record, type Arbitrary } from "fast-check";

/** One random trade; parts are thousandths of what is possible then. */
export interface Step {
  /** {1e-3} Of the initial price, at which this is traded. */
  readonly price: number;
  readonly size: "grow" | "reduce" | "stay";
  readonly part: number;
  readonly margin: "pay" | "take" | "none";
  readonly marginPart: number;
  readonly moverPaysCost: boolean;
  /** {collateral} How far below the quote the cost is bounded, where it is. */
  readonly bite: number;
}

/** The end of its market. */
export interface Ending {
  /** Which of the ways in which the market can die. */
  readonly which: number;
  /** Whether the outage is reported to its end, forgotten, or over in between. */
  readonly clock: "kept" | "neglected" | "stopped";
  /** Whether the market expires, and its feed comes back, before the account is closed. */
  readonly expiresFirst: boolean;
  /** {1e-3} Of the initial price: the last price that is published. */
  readonly change: number;
}

/** The life of one account. */
export interface Course {
  readonly isLong: boolean;
  /** {1e-1} */
  readonly leverage: number;
  readonly steps: readonly Step[];
  readonly outage: Ending;
}

/** The whole as often as any part of it. */
const part = oneof(constant(1_000), integer({ min: 0, max: 1_000 }), integer({ min: 0, max: 20 }));

const step: Arbitrary<Step> = record({
  price: integer({ min: -40, max: 40 }),
  size: constantFrom("grow", "reduce", "reduce", "stay"),
  part,
  margin: constantFrom("pay", "take", "none"),
  marginPart: part,
  moverPaysCost: boolean(),
  bite: oneof(integer({ min: 1, max: 3 }), integer({ min: 1, max: 10 ** 9 })),
});

const ending: Arbitrary<Ending> = record({
  which: integer({ min: 0, max: 1 }),
  clock: constantFrom("kept", "neglected", "stopped"),
  expiresFirst: boolean(),
  change: integer({ min: -40, max: 40 }),
});

export const course: Arbitrary<Course> = record({
  isLong: boolean(),
  leverage: integer({ min: 1, max: 40 }),
  steps: array(step, { minLength: 2, maxLength: 4 }),
  outage: ending,
});
