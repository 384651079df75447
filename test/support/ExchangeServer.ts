import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a request is answered with instead of the truth. Nothing more is said after a fault. */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "truncated"
  | "silence"
  | "hang up";

/** A perpetual and spot exchange's public history over HTTP, with one symbol, BTCUSDT. */
export class ExchangeServer {
  /** {s} Opening times of the bars there are, and times at which funding was paid. */
  bars: readonly number[] = [];
  payments: readonly number[] = [];
  /** {s} How long a bar lasts. */
  interval = 3_600;
  /** {ms} What the exchange's clock says. */
  now = 0;
  usedWeight = 0;
  /** Changes the rows of an answer before they are sent. */
  distort: (rows: unknown[]) => unknown = (rows) => rows;
  /** The fault for a request, by its number from 1. */
  plan: (request: number) => Fault | undefined = () => undefined;
  /** Told of each request that will never be answered. */
  onSilence: () => void = () => undefined;
  readonly requests: URL[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.#answer(new URL(request.url ?? "", this.url), response);
  });

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async open(): Promise<void> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #answer(url: URL, response: ServerResponse): void {
    this.requests.push(url);
    response.setHeader("content-type", "application/json");
    response.setHeader("date", new Date(this.now).toUTCString());
    response.setHeader("x-mbx-used-weight-1m", String(this.usedWeight));
    const fault = this.plan(this.requests.length);
    if (fault === "silence") {
      this.onSilence();
      return;
    }
    if (fault === "hang up") return void response.destroy();
    if (typeof fault === "object") return void response.writeHead(fault.status, fault.headers).end(fault.body);
    const { status, body } = this.#truth(url);
    const text = JSON.stringify(body);
    response.writeHead(status).end(fault === "truncated" ? text.slice(0, text.length / 2) : text);
  }

  #truth({ pathname, searchParams }: URL): { status: number; body: unknown } {
    const rowOf = { "/api/v3/klines": kline, "/fapi/v1/klines": kline, "/fapi/v1/fundingRate": payment }[pathname];
    if (rowOf === undefined) return { status: 404, body: {} };
    if (searchParams.get("symbol") !== "BTCUSDT") {
      return { status: 400, body: { code: -1121, msg: "Invalid symbol." } };
    }
    const start = Number(searchParams.get("startTime") ?? 0);
    const end = Number(searchParams.get("endTime") ?? Infinity);
    const times = (rowOf === kline ? this.bars : this.payments)
      .map((time) => time * 1_000)
      .filter((time) => time >= start && time <= Math.min(end, this.now))
      .slice(0, Number(searchParams.get("limit") ?? 500));
    return { status: 200, body: this.distort(times.map((time) => rowOf(time, this.interval))) };
  }
}

/** {ms} A bar whose prices tell its time. */
function kline(time: number, interval: number): unknown[] {
  const price = 10_000 + ((time / 1_000 / interval) % 1_000);
  const prices = [price, price + 2, price - 1, price + 1].map((value) => value.toFixed(2));
  return [time, ...prices, "12.500", time + interval * 1_000 - 1, "125000.0", 42, "6.2", "62000.0", "0"];
}

/** Stamped a little late, as they are. */
function payment(time: number): unknown {
  const fundingRate = (time / 1_000 / 28_800) % 2 === 0 ? "0.00010000" : "-0.00002500";
  return { symbol: "BTCUSDT", fundingTime: time + 17, fundingRate, markPrice: "10000.00" };
}

/** {s} Times from one to another, left out, in even steps. */
export function everyFrom(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}
