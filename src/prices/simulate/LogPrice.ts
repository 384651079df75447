import { randomNormal, randomPoisson } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { mersenne } from "pure-rand/generator/mersenne";
import { bridgeMaximum, bridgeMinimum } from "./bridge.js";
import type { SimulationOptions } from "./options.js";

const YEAR = 365 * 86_400;

/** The logarithm of a made-up price as it wanders through one bar after the other. */
export class LogPrice {
  /** {1} Extremes of the bar last passed, and where it ended. */
  high: number;
  low: number;
  close: number;
  readonly #uniform: () => number;
  readonly #normal: () => number;
  readonly #countJumps: () => number;
  readonly #jump: () => number;
  /** {1/bar} */
  readonly #drift: number;
  readonly #variance: number;

  constructor({ volatility, drift, jumps, interval, seed }: SimulationOptions, start: number) {
    this.high = this.low = this.close = start;
    const years = interval / YEAR;
    // Its state is well mixed from the first draw on, so that neighbouring seeds make unlike markets.
    const generator = mersenne(seed);
    this.#uniform = () => uniformFloat64(generator);
    this.#normal = randomNormal.source(this.#uniform)(0, 1);
    const { perYear, mean, deviation } = jumps ?? { perYear: 0, mean: 0, deviation: 0 };
    this.#countJumps = perYear === 0 ? () => 0 : randomPoisson.source(this.#uniform)(perYear * years);
    this.#jump = () => mean + deviation * this.#normal();
    // What the mean of exp(noise) and of the jumps adds to the expected price is taken off, so that `drift` is its growth.
    const fromJumps = perYear * Math.expm1(mean + deviation ** 2 / 2);
    this.#drift = (drift - volatility ** 2 / 2 - fromJumps) * years;
    this.#variance = volatility ** 2 * years;
  }

  /** Passes one bar: stretches of Brownian motion with jumps between them. */
  next(): void {
    this.high = this.low = this.close;
    const jumps = this.#countJumps();
    const times = Array.from({ length: jumps }, this.#uniform).sort((a, b) => a - b);
    let passed = 0;
    for (const time of times) {
      this.#wander(time - passed);
      this.#move(this.close + this.#jump());
      passed = time;
    }
    this.#wander(1 - passed);
  }

  /** {bar} Highest and lowest point are each drawn from their own law, given both ends, as if they did not know each other. */
  #wander(part: number): void {
    const variance = this.#variance * part;
    const from = this.close;
    this.#move(from + this.#drift * part + Math.sqrt(variance) * this.#normal());
    this.high = Math.max(this.high, bridgeMaximum(from, this.close, variance, 1 - this.#uniform()));
    this.low = Math.min(this.low, bridgeMinimum(from, this.close, variance, 1 - this.#uniform()));
  }

  #move(to: number): void {
    this.close = to;
    this.high = Math.max(this.high, to);
    this.low = Math.min(this.low, to);
  }
}
