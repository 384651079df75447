import { BrokenCircuitError, ExponentialBackoff, handleType, retry, type RetryPolicy } from "cockatiel";
import { JsonRpcApiProvider, Network } from "ethers";
import { EndpointError } from "./EndpointError.js";
import type { EndpointPool } from "./EndpointPool.js";
import type { Answer, Payload } from "./payload.js";

/** Tries of one batch, and {ms} between them before jitter. */
const RETRIES = 4;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 3_000;

/** An ethers provider over several endpoints: a batch that all of them fail is tried again, later and later. */
export class FailoverProvider extends JsonRpcApiProvider {
  readonly #pool: EndpointPool;
  readonly #retry: RetryPolicy = retry(handleType(EndpointError).orType(BrokenCircuitError), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ initialDelay: FIRST_PAUSE, maxDelay: LONGEST_PAUSE }),
  });

  constructor(pool: EndpointPool, chainId: number) {
    // What is queued in one turn of the event loop is one batch. Nothing is cached: a decision is of its block or of none.
    super(chainId, { staticNetwork: Network.from(chainId), batchStallTime: 0, cacheTimeout: -1 });
    this.#pool = pool;
    this._start();
  }

  override async _send(payload: Payload | Payload[]): Promise<Answer[]> {
    const payloads = Array.isArray(payload) ? payload : [payload];
    return this.#retry.execute(() => this.#pool.request(payloads));
  }
}
