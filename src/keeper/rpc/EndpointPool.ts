import { Endpoint, type EndpointOptions } from "./Endpoint.js";
import { endpointLabel } from "./endpointLabel.js";
import { hedge } from "./hedge.js";
import type { Answer, Payload } from "./payload.js";
import { rankEndpoints } from "./rankEndpoints.js";

/** {1} Part of the time an endpoint may take, after which another one is asked as well. */
const PATIENCE = 1 / 4;

/** The endpoints as configured, and which of them to ask now. */
export class EndpointPool {
  readonly endpoints: readonly Endpoint[];
  readonly #options: EndpointOptions;

  constructor(urls: readonly string[], options: EndpointOptions) {
    this.#options = options;
    const labels = urls.map(endpointLabel);
    this.endpoints = urls.map((url, index) => {
      const label = labels[index] ?? "";
      const isShared = labels.filter((other) => other === label).length > 1;
      return new Endpoint(url, isShared ? `${label}#${String(index + 1)}` : label, options);
    });
  }

  /** Best first. */
  ranked(): readonly Endpoint[] {
    const order = rankEndpoints(this.endpoints.map(({ view }) => view));
    return order.map((index) => this.endpoints[index]).filter((endpoint) => endpoint !== undefined);
  }

  /** Sends a batch to the best endpoint, and to the next best where that one fails or hesitates. */
  async request(payloads: readonly Payload[]): Promise<Answer[]> {
    const [best, next] = this.ranked();
    if (best === undefined) throw new RangeError("There is no endpoint");
    const ask = () => best.request(payloads);
    if (next === undefined) return ask();
    const { timeout, clock } = this.#options;
    const askNext = () => {
      best.rest();
      return next.request(payloads);
    };
    return hedge(ask, askNext, timeout * PATIENCE, clock);
  }
}
