/** Jumps of Merton's kind: they come as a Poisson process, their logarithms are normal. */
export interface JumpOptions {
  /** {1/year} How many are expected in 365 days. */
  readonly perYear: number;
  /** {1} Of the logarithm of what a jump multiplies the price by: -0.05 is about -5 %. */
  readonly mean: number;
  /** {1} Standard deviation of the same. */
  readonly deviation: number;
}

/** A market to be made up. */
export interface SimulationOptions {
  /** {1} Standard deviation of the logarithmic return over 365 days, jumps aside: 0.6 is 60 %. */
  readonly volatility: number;
  /** {1/year} Growth of the expected price, jumps included: it is `exp(drift)` times as high after 365 days. */
  readonly drift: number;
  /** Without them the price is a geometric Brownian motion. */
  readonly jumps?: JumpOptions | undefined;
  /** {s} How long one bar lasts. */
  readonly interval: number;
  /** {s} When the first bar opens, UTC. */
  readonly start: number;
  /** How many. */
  readonly bars: number;
  /** {usd/base} WAD. Where the first bar opens. */
  readonly startPrice: bigint;
  /** The same seed gives the same bars. */
  readonly seed: number;
}
