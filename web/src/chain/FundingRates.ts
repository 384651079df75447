import { signal, type ReadonlySignal } from "@preact/signals";
import { readFundingRate } from "../../../src/sdk/simulate/readFundingRate.js";
import type { LiveChain } from "./LiveChain.js";

/** {ms} A rate follows the skew, which others may move too. */
const INTERVAL = 30_000;

/** The funding rate of each market {1/s}, WAD, read now and then and when a token has traded. */
export class FundingRates {
  readonly #rates = signal<Readonly<Record<string, bigint>>>({});
  /** {ms} */
  #readAt = 0;

  constructor(private readonly chain: LiveChain) {
    void this.#read();
    chain.onUpdate(({ events }) => {
      if (events.length > 0 || Date.now() - this.#readAt > INTERVAL) void this.#read();
    });
  }

  get rates(): ReadonlySignal<Readonly<Record<string, bigint>>> {
    return this.#rates;
  }

  async #read(): Promise<void> {
    this.#readAt = Date.now();
    const { system, tokens } = this.chain;
    const byMarket = new Map(tokens.value.map((token) => [token.market, token]));
    const entries = await Promise.all(
      [...byMarket].map(async ([market, token]) => {
        // Without a price there is no rate; the token itself says why.
        const rate = await readFundingRate(system, token).catch(() => undefined);
        return rate === undefined ? [] : [[market, rate] as const];
      }),
    );
    this.#rates.value = Object.fromEntries(entries.flat());
  }
}
