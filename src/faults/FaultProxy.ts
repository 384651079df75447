import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { LOCAL_HOST } from "../local/host.js";
import { type Answer, type Call, isNewestBlock, parseBatch } from "./rpc.js";

/** What a node, or the way to it, does to a request. */
export type Fault =
  /** The connection breaks before the node hears of it. */
  | "refused"
  /** The node hears it and does it, and the answer is lost. */
  | "lost"
  /** The answer comes late. */
  | "slow"
  /** The node hears it twice, and the second answer counts. */
  | "twice"
  /** An error answer that says nothing about the request. */
  | "error"
  /** An HTTP error without JSON. */
  | "http"
  /** HTTP 429. */
  | "limited"
  /** Half an answer. */
  | "garbage"
  /** The newest block of a while ago: a node that lies about being in sync. */
  | "stale";

export const FAULTS: readonly Fault[] = [
  "refused",
  "lost",
  "slow",
  "twice",
  "error",
  "http",
  "limited",
  "garbage",
  "stale",
];

/** {ms} How late a slow answer comes. */
const LATENESS = 1_500;
/** Newest blocks remembered, of which a lying node shows the oldest. */
const REMEMBERED = 6;

/** The fault to inject into a request of these methods, or none. */
export type Plan = (methods: readonly string[]) => Fault | undefined;

/** A JSON-RPC endpoint before a node, which misbehaves as it is told to and counts how often it did. */
export class FaultProxy {
  readonly #upstream: string;
  readonly #server: Server;
  readonly #heads: unknown[] = [];
  #port = 0;
  /** Requests seen, by method; HTTP exchanges, of one request or a batch; and the faults injected into these. */
  readonly requests = new Map<string, number>();
  exchanges = 0;
  readonly injected = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  plan: Plan = () => undefined;

  private constructor(upstream: string) {
    this.#upstream = upstream;
    this.#server = createServer((request, response) => {
      void this.#serve(request, response).catch(() => request.socket.destroy());
    });
  }

  /** Listens on a free port. */
  static async start(upstream: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(upstream);
    await proxy.open();
    return proxy;
  }

  get url(): string {
    return `http://${LOCAL_HOST}:${String(this.#port)}`;
  }

  /** Listens again, on the same port as before. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, LOCAL_HOST);
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection and listens no more, as a node that has died. */
  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const calls = parseBatch(body);
    this.exchanges += 1;
    for (const { method } of calls) this.requests.set(method, (this.requests.get(method) ?? 0) + 1);
    const fault = this.plan(calls.map(({ method }) => method));
    if (fault === undefined || (fault === "stale" && !calls.some(isNewestBlock))) {
      answer(response, 200, await this.#forward(body, calls));
      return;
    }
    this.injected.set(fault, (this.injected.get(fault) ?? 0) + 1);
    await this.#misbehave(fault, { body, calls, request, response });
  }

  async #misbehave(fault: Fault, { body, calls, request, response }: Exchange): Promise<void> {
    switch (fault) {
      case "refused":
        request.socket.destroy();
        return;
      case "lost":
        await this.#forward(body, calls);
        request.socket.destroy();
        return;
      case "slow": {
        const text = await this.#forward(body, calls);
        await delay(LATENESS);
        answer(response, 200, text);
        return;
      }
      case "twice":
        await this.#forward(body, calls);
        answer(response, 200, await this.#forward(body, calls));
        return;
      case "error": {
        const errors = calls.map(({ id }) => ({
          jsonrpc: "2.0",
          id,
          error: { code: -32603, message: "Internal error" },
        }));
        answer(response, 200, JSON.stringify(body.trimStart().startsWith("[") ? errors : errors[0]));
        return;
      }
      case "http":
        answer(response, 502, "Bad Gateway");
        return;
      case "limited":
        response.setHeader("retry-after", "1");
        answer(response, 429, "Too Many Requests");
        return;
      case "garbage":
        answer(response, 200, (await this.#forward(body, calls)).slice(0, 20));
        return;
      case "stale":
        answer(response, 200, this.#backdated(await this.#forward(body, calls), calls));
    }
  }

  async #forward(body: string, calls: readonly Call[]): Promise<string> {
    const headers = { "content-type": "application/json" };
    const answered = await fetch(this.#upstream, { method: "POST", headers, body });
    const text = await answered.text();
    const asked = calls.find(isNewestBlock);
    if (asked !== undefined) this.#remember(answerTo(text, asked.id));
    return text;
  }

  #remember(head: unknown): void {
    const { hash } = (head ?? {}) as { hash?: unknown };
    if (hash === undefined || (this.#heads.at(-1) as { hash?: unknown } | undefined)?.hash === hash) return;
    this.#heads.push(head);
    if (this.#heads.length > REMEMBERED) this.#heads.shift();
  }

  /** The same answers, but with the oldest head remembered for the newest. */
  #backdated(text: string, calls: readonly Call[]): string {
    const parsed = JSON.parse(text) as Answer | Answer[];
    const old = (one: Answer): Answer =>
      calls.some((call) => call.id === one.id && isNewestBlock(call)) ? { ...one, result: this.#heads[0] } : one;
    return JSON.stringify(Array.isArray(parsed) ? parsed.map(old) : old(parsed));
  }
}

interface Exchange {
  readonly body: string;
  readonly calls: readonly Call[];
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(text);
}

function answerTo(text: string, id: Call["id"]): unknown {
  const parsed = JSON.parse(text) as Answer | Answer[];
  return [parsed].flat().find((one) => one.id === id)?.result;
}
