import { Endpoint, type EndpointOptions } from "./Endpoint.js";
import { endpointLabel } from "./endpointLabel.js";
import { rankEndpoints } from "./rankEndpoints.js";

/** The endpoints as configured, and which of them to ask now. */
export class EndpointPool {
  readonly endpoints: readonly Endpoint[];

  constructor(urls: readonly string[], options: EndpointOptions) {
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
}
