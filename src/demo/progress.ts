import { type Options, SingleBar } from "cli-progress";
import { formatTime, type PricePoint } from "../prices/index.js";
import type { Progress } from "./demo.js";
import { formatPrice } from "./money.js";

/** {ms} Without a terminal, how often a line says how far it is. */
const LINE_EVERY = 5_000;

/** How far the demo is, for people: a bar where there is a terminal, otherwise a line now and then. Only on stderr. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new BarProgress(stream) : new LineProgress(stream);
}

class BarProgress implements Progress {
  readonly #options: Options;
  #bar: SingleBar | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#options = {
      stream,
      format: "  {title} {bar} {percentage} % · {time} · BTC {price} · {value}/{total} updates · {eta_formatted} left",
      barCompleteChar: "━",
      barIncompleteChar: "╌",
      barsize: 20,
      fps: 8,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 200,
    };
  }

  begin(title: string, updates: number, first: PricePoint): void {
    this.#bar = new SingleBar(this.#options);
    this.#bar.start(updates, 0, { title, ...where(first) });
  }

  update(count: number, point: PricePoint): void {
    this.#bar?.update(count, where(point));
  }

  end(): void {
    this.#bar?.stop();
  }
}

class LineProgress implements Progress {
  readonly #stream: NodeJS.WriteStream;
  #title = "";
  #total = 0;
  #saidAt = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  begin(title: string, updates: number): void {
    this.#title = title;
    this.#total = updates;
    this.#saidAt = Date.now();
    this.#stream.write(`Playing ${title}: ${String(updates)} updates of the feed ...\n`);
  }

  update(count: number, point: PricePoint): void {
    if (Date.now() - this.#saidAt < LINE_EVERY) return;
    this.#saidAt = Date.now();
    const percent = String(Math.min(100, Math.floor((100 * count) / Math.max(this.#total, 1))));
    const { time, price } = where(point);
    this.#stream.write(`  ${this.#title}: ${percent} %, ${time} UTC, BTC ${price}\n`);
  }

  end(): void {
    this.#saidAt = 0;
  }
}

function where({ time, price }: PricePoint): { time: string; price: string } {
  return { time: formatTime(time).slice(0, 16).replace("T", " "), price: formatPrice(price) };
}
