import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
} from "cockatiel";
import type { Clock } from "../clock.js";
import { EndpointError } from "./EndpointError.js";
import { matchAnswers } from "./matchAnswers.js";
import { isError, type Answer, type Payload } from "./payload.js";
import type { EndpointView } from "./rankEndpoints.js";

/** Failures in a row after which an endpoint is left alone, and {ms} for how long. */
const FAILURES = 5;
const FIRST_BREAK = 250;
const LONGEST_BREAK = 2_000;
/** {ms} For how long after a failure others are asked first. */
const REST = 1_000;

/** One request of a batch, as it ended. */
export interface RequestRecord {
  readonly endpoint: string;
  readonly method: string;
  readonly outcome: "answered" | "error" | EndpointError["problem"];
}

export interface EndpointOptions {
  /** {ms} */
  readonly timeout: number;
  readonly clock: Clock;
  readonly onRequest?: (record: RequestRecord) => void;
}

/** One JSON-RPC server behind a URL, with a timeout for each request and a rest after failures. */
export class Endpoint {
  /** Set by whoever compares heads. */
  isBehind = false;
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #options: EndpointOptions;
  readonly #timeout;
  readonly #breaker = circuitBreaker(handleType(EndpointError), {
    breaker: new ConsecutiveBreaker(FAILURES),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_BREAK, maxDelay: LONGEST_BREAK }),
  });
  #restUntil = 0;

  constructor(
    url: string,
    readonly label: string,
    options: EndpointOptions,
  ) {
    const parsed = new URL(url);
    this.#headers = { "content-type": "application/json" };
    // fetch refuses a URL with a name and password in it.
    if (parsed.username !== "" || parsed.password !== "") {
      const credentials = [parsed.username, parsed.password].map(decodeURIComponent).join(":");
      this.#headers["authorization"] = `Basic ${Buffer.from(credentials).toString("base64")}`;
      [parsed.username, parsed.password] = ["", ""];
    }
    this.#url = parsed.href;
    this.#options = options;
    this.#timeout = timeout(options.timeout, TimeoutStrategy.Aggressive);
  }

  get view(): EndpointView {
    return {
      isBehind: this.isBehind,
      isBroken: this.#breaker.state === CircuitState.Open,
      isResting: this.#options.clock.now() < this.#restUntil,
    };
  }

  /** Sends a batch; the answers come in its order. */
  async request(payloads: readonly Payload[]): Promise<Answer[]> {
    try {
      const answers = await this.#breaker.execute(() => this.#post(payloads));
      answers.forEach((answer, index) => this.#record(payloads[index], isError(answer) ? "error" : "answered"));
      return answers;
    } catch (error) {
      if (error instanceof EndpointError) {
        this.rest(error.restFor);
        for (const payload of payloads) this.#record(payload, error.problem);
      }
      throw error;
    }
  }

  /** Lets others be asked first for a while {ms}. */
  rest(duration = REST): void {
    this.#restUntil = Math.max(this.#restUntil, this.#options.clock.now() + Math.max(duration, REST));
  }

  async #post(payloads: readonly Payload[]): Promise<Answer[]> {
    const body = JSON.stringify(payloads.length === 1 ? payloads[0] : payloads);
    const request = { method: "POST", headers: this.#headers, body };
    let response: Response;
    let text: string;
    try {
      [response, text] = await this.#timeout.execute(async ({ signal }) => {
        const answered = await fetch(this.#url, { ...request, signal });
        return [answered, await answered.text()] as const;
      });
    } catch (cause) {
      if (cause instanceof TaskCancelledError) {
        throw new EndpointError(this.label, "timeout", `did not answer within ${String(this.#options.timeout)} ms`);
      }
      throw new EndpointError(this.label, "unreachable", "cannot be reached", 0, { cause });
    }
    if (response.status === 429) {
      throw new EndpointError(this.label, "rate-limited", "asks for fewer requests (HTTP 429)", restFor(response));
    }
    const parsed = parseJson(text);
    // Some nodes answer errors of the request itself with a status of 4xx or 5xx, and JSON-RPC all the same.
    if (parsed === undefined) {
      if (!response.ok) throw new EndpointError(this.label, "http", `answered HTTP ${String(response.status)}`);
      throw new EndpointError(this.label, "bad-answer", "did not answer with JSON");
    }
    return matchAnswers(this.label, payloads, parsed);
  }

  #record(payload: Payload | undefined, outcome: RequestRecord["outcome"]): void {
    if (payload === undefined) return;
    this.#options.onRequest?.({ endpoint: this.label, method: payload.method, outcome });
  }
}

/** {ms} */
function restFor(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? "1");
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) * 1_000 : 1_000;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
