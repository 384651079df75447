import { PriceInputError } from "../errors.js";

/** A setting of the simulator that describes no market. */
export class BadSimulationError extends PriceInputError {
  override readonly name = "BadSimulationError";
}

/** A simulated price that went where no price can be. */
export class SimulationOutOfRangeError extends PriceInputError {
  override readonly name = "SimulationOutOfRangeError";

  constructor(bar: number) {
    super(
      `The simulated price left the range of 1e-9 to 1e12 in bar ${String(bar)}: ` +
        `use less volatility, drift or jumps, or fewer bars`,
    );
  }
}
