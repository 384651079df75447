import { z } from "zod";
import type { Clock } from "../../clock.js";
import { BadAnswerError, RefusedError, TurnedAwayError, UnreachableError } from "./errors.js";
import { TransientError } from "./TransientError.js";

/** How often a request is tried, and {ms} the rest after the first failure, which doubles with each. */
const ATTEMPTS = 5;
const FIRST_REST = 1_000;
/** {ms} A server that wants to be left alone for longer is taken at its word. */
const LONGEST_REST = 5 * 60_000;
/** {ms} For one answer. */
const TIMEOUT = 30_000;
/** {ms} Between two requests. */
const SPACING = 100;
const MINUTE = 60_000;
/** The part of the allowed weight that is used: others behind the same address want some too. */
const SHARE = 0.75;

const Problem = z.object({ code: z.number(), msg: z.string() });

export interface ClientOptions {
  /** The server, such as https://api.binance.com. */
  readonly url: string;
  /** Request weight allowed in a minute. */
  readonly weightLimit: number;
  readonly clock: Clock;
  /** Says after so many {ms} that an answer, its body included, comes too late. */
  readonly deadline: (ms: number) => AbortSignal;
}

/** What a server said, and {ms} the latest time that is surely not after it did. */
export interface Answer {
  readonly body: unknown;
  readonly time: number;
}

/** Asks one server for JSON, no faster than it allows, and again when the fault is one that passes. */
export class ExchangeClient {
  readonly host: string;
  /** Requests sent so far, repeats included. */
  requests = 0;
  readonly #options: ClientOptions;
  #notBefore = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.host = new URL(options.url).host;
  }

  /** Throws one of this folder's errors once a fault does not pass. */
  async get(path: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
    const url = new URL(this.#options.url);
    url.pathname = `${url.pathname.replace(/\/$/, "")}${path}`;
    url.search = new URLSearchParams(parameters).toString();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(url);
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        if (attempt === ATTEMPTS) throw error.final;
        await this.#options.clock.sleep(error.rest ?? FIRST_REST * 2 ** (attempt - 1));
      }
    }
  }

  async #ask(url: URL): Promise<Answer> {
    const { clock, deadline } = this.#options;
    await clock.sleep(Math.max(0, this.#notBefore - clock.now()));
    const asked = clock.now();
    this.#notBefore = asked + SPACING;
    this.requests += 1;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, { signal: deadline(TIMEOUT), headers: { accept: "application/json" } });
      text = await response.text();
    } catch (cause) {
      throw new TransientError(new UnreachableError(this.host, whyUnreachable(cause), { cause }));
    }
    this.#heedWeight(response);
    if (!response.ok) throw this.#refusal(response, text);
    const said = Date.parse(response.headers.get("date") ?? "");
    return { body: this.#parse(text), time: Number.isNaN(said) ? asked : Math.min(asked, said) };
  }

  #heedWeight({ headers }: Response): void {
    const used = Number(headers.get("x-mbx-used-weight-1m") ?? 0);
    if (!(used >= this.#options.weightLimit * SHARE)) return;
    const now = this.#options.clock.now();
    this.#notBefore = now + MINUTE - (now % MINUTE);
  }

  #refusal(response: Response, text: string): Error {
    const { status } = response;
    const rest = restAsked(response);
    if (status === 429 || status === 418) {
      const wait = rest === undefined ? "a while" : `${String(Math.ceil(rest / 1000))} s`;
      const what = status === 429 ? "asks for fewer requests" : "has banned this address for asking too much";
      const error = new TurnedAwayError(`${this.host} ${what}: wait ${wait}, then run again to go on`);
      return status === 418 || (rest ?? 0) > LONGEST_REST ? error : new TransientError(error, rest);
    }
    if (status === 451 || status === 403) {
      return new TurnedAwayError(
        `${this.host} does not serve this address (HTTP ${String(status)}): name another server with --url`,
      );
    }
    if (status >= 500) {
      return new TransientError(new UnreachableError(this.host, `answers HTTP ${String(status)}`), rest);
    }
    const problem = Problem.safeParse(parseJson(text)).data;
    return new RefusedError(this.host, status, problem?.msg ?? "no reason given", problem?.code);
  }

  #parse(text: string): unknown {
    const body = parseJson(text);
    // An answer cut off on its way is whole the next time.
    if (body === undefined) throw new TransientError(new BadAnswerError(this.host, "not JSON"));
    return body;
  }
}

/** {ms} */
function restAsked({ headers }: Response): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  return seconds >= 0 ? seconds * 1_000 : undefined;
}

function whyUnreachable(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `did not answer within ${String(TIMEOUT / 1_000)} s`;
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return `cannot be reached${cause?.code === undefined ? "" : ` (${cause.code})`}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
