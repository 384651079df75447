import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";
import { SdkError } from "../../sdk/index.js";
import type { HealthReport } from "./healthOf.js";

/** The port of /metrics and /healthz cannot be opened. */
export class MetricsPortError extends SdkError {
  constructor(host: string, port: number, options?: ErrorOptions) {
    super(
      `${host}:${String(port)} cannot serve metrics (${(options?.cause as NodeJS.ErrnoException).code ?? "it is not free"}): choose another with --metrics-port, or "off".`,
      options,
    );
  }
}

export interface MetricsServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves `/metrics` for Prometheus and `/healthz` for whoever restarts what is not well. */
export async function serveMetrics(
  host: string,
  port: number,
  register: Registry,
  health: () => HealthReport,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://keeper");
    if (request.method !== "GET" && request.method !== "HEAD") reply(response, 405, "text/plain", "GET only\n");
    else if (pathname === "/healthz") {
      const report = health();
      reply(response, report.isHealthy ? 200 : 503, "application/json", `${JSON.stringify(report)}\n`);
    } else if (pathname === "/metrics") {
      register.metrics().then(
        (text) => reply(response, 200, register.contentType, text),
        () => reply(response, 500, "text/plain", "metrics failed\n"),
      );
    } else reply(response, 404, "text/plain", "/metrics or /healthz\n");
  });
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    throw new MetricsPortError(host, port, { cause });
  }
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${String(actual)}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type }).end(body);
}
