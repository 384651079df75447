import type { Draw } from "./random.js";

/** {1e-4} An ordinary move is at most this either way; a crash or a jump lies between the other two. */
const ORDINARY = 400;
const SMALLEST_CRASH = 900;
const LARGEST_CRASH = 1_600;
/** One move in so many is a crash, or a jump. */
const CRASHES = 12;
/** {1e-4} Beyond these parts of where it began, the walk turns round. */
const FLOOR = 5_000n;
const ROOF = 20_000n;
const WHOLE = 10_000n;

/** A price that wanders, crashes and jumps, between a half and twice where it began. */
export class Walk {
  readonly #start: bigint;
  #price: bigint;

  constructor(
    start: bigint,
    private readonly draw: Draw,
  ) {
    this.#start = start;
    this.#price = start;
  }

  next(): bigint {
    const { between } = this.draw;
    const size = between(1, CRASHES) === 1 ? between(SMALLEST_CRASH, LARGEST_CRASH) : between(0, ORDINARY);
    const isUp = this.#price < (this.#start * FLOOR) / WHOLE || (between(0, 1) === 1 && !this.#isHigh());
    this.#price = (this.#price * (WHOLE + BigInt(isUp ? size : -size))) / WHOLE;
    return this.#price;
  }

  #isHigh(): boolean {
    return this.#price > (this.#start * ROOF) / WHOLE;
  }
}
