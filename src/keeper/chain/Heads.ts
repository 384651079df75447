import type { Clock } from "../clock.js";
import type { Endpoint } from "../rpc/Endpoint.js";
import { EndpointError } from "../rpc/EndpointError.js";
import type { EndpointPool } from "../rpc/EndpointPool.js";
import { isError, type Payload } from "../rpc/payload.js";
import { believable } from "./believable.js";
import { parseHead, type Head } from "./Head.js";
import { isPlausible } from "./isPlausible.js";
import { judgeHead, type Verdict } from "./judgeHead.js";
import { NoFreshHeadError } from "./NoFreshHeadError.js";

/** Heads remembered to tell a reorg from a laggard. */
const REMEMBERED = 256;
/** {ms} How much longer than the first answer the others are waited for. */
const LATE = 250;

export interface HeadsOptions {
  readonly chainId: number;
  readonly clock: Clock;
  /** {s} 0 for no limit. */
  readonly maxAge: number;
  /** {blocks} */
  readonly maxLag: number;
}

export interface Sighting {
  readonly head: Head;
  readonly verdict: Exclude<Verdict, "behind">;
  /** {blocks} By which the endpoint in use is behind the best one. */
  readonly lag: number;
}

/** Watches the head of the chain through all endpoints, and tells the pool which of them can be believed. */
export class Heads {
  readonly #pool: EndpointPool;
  readonly #options: HeadsOptions;
  readonly #hashes = new Map<number, string>();
  /** Endpoints known to be on the right chain, until they fail. */
  readonly #verified = new Set<Endpoint>();
  #last: Head | undefined;

  constructor(pool: EndpointPool, options: HeadsOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  get last(): Head | undefined {
    return this.#last;
  }

  /** Asks every endpoint for its head and returns the chain's. Throws when none can be believed. */
  async look(): Promise<Sighting> {
    const answers = await this.#ask();
    const judged = answers.flatMap(({ endpoint, head }) => (head === undefined ? [] : [this.#judge(endpoint, head)]));
    const believed = believable(judged, this.#options.maxLag);
    for (const endpoint of this.#pool.endpoints) {
      // One that did not answer in time is no worse than before; its breaker knows better.
      if (judged.some((one) => one.endpoint === endpoint)) {
        endpoint.isBehind = !believed.some((one) => one.endpoint === endpoint);
      }
    }
    const order = this.#pool.ranked();
    const [chosen] = believed.sort((a, b) => order.indexOf(a.endpoint) - order.indexOf(b.endpoint));
    if (chosen === undefined) {
      const behind = judged[0];
      throw new NoFreshHeadError(behind?.endpoint.label, behind?.head, this.#last, {
        cause: answers.find(({ error }) => error !== undefined)?.error,
      });
    }
    const { head, verdict } = chosen;
    this.#remember(head, verdict);
    const highest = Math.max(...judged.filter((one) => one.isPlausible).map((one) => one.head.number));
    return { head, verdict: verdict as Sighting["verdict"], lag: highest - head.number };
  }

  #judge(endpoint: Endpoint, head: Head) {
    const now = Math.floor(this.#options.clock.now() / 1_000);
    return {
      endpoint,
      head,
      verdict: judgeHead(this.#last, head, (height) => this.#hashes.get(height)),
      isPlausible: isPlausible(head.timestamp, now, this.#options.maxAge),
    };
  }

  /** Asks all at once. A slow endpoint does not hold up the others. */
  async #ask() {
    const asked: Asked[] = this.#pool.endpoints.map((endpoint) => ({ endpoint }));
    const done = asked.map(async (one) => {
      try {
        one.head = await readHead(one.endpoint, this.#options.chainId, this.#verified.has(one.endpoint));
        this.#verified.add(one.endpoint);
      } catch (error) {
        this.#verified.delete(one.endpoint);
        one.error = error;
        throw error;
      }
    });
    const late = new AbortController();
    const first = Promise.any(done).then(() => this.#options.clock.sleep(LATE, late.signal));
    await Promise.race([Promise.allSettled(done), first.catch(() => Promise.allSettled(done))]);
    late.abort();
    return asked.map((one) => ({ ...one }));
  }

  #remember(head: Head, verdict: Verdict): void {
    if (verdict === "reorg") {
      for (const height of this.#hashes.keys()) if (height >= head.number - 1) this.#hashes.delete(height);
    }
    this.#hashes.set(head.number, head.hash);
    if (head.number > 0) this.#hashes.set(head.number - 1, head.parentHash);
    const [oldest] = this.#hashes.keys();
    if (this.#hashes.size > REMEMBERED && oldest !== undefined) this.#hashes.delete(oldest);
    this.#last = head;
  }
}

interface Asked {
  readonly endpoint: Endpoint;
  head?: Head;
  error?: unknown;
}

/** An endpoint's head; where it is new or has been away, from the chain it should be on. */
async function readHead(endpoint: Endpoint, chainId: number, isVerified: boolean): Promise<Head> {
  const block: Payload = { jsonrpc: "2.0", id: 1, method: "eth_getBlockByNumber", params: ["latest", false] };
  const chain: Payload = { jsonrpc: "2.0", id: 2, method: "eth_chainId", params: [] };
  const [newest, id] = (await endpoint.request(isVerified ? [block] : [block, chain])).map((answer) =>
    isError(answer) ? undefined : (answer.result as unknown),
  );
  if (!isVerified && Number(id) !== chainId) {
    const shown = id === undefined ? "an unknown chain" : `chain ${String(Number(id))}`;
    throw new EndpointError(endpoint.label, "wrong-chain", `is on ${shown} instead of ${String(chainId)}`);
  }
  const head = parseHead(newest);
  if (head === undefined) {
    throw new EndpointError(endpoint.label, "bad-answer", "does not say which block is the newest");
  }
  return head;
}
