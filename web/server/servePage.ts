import { readFile } from "node:fs/promises";
import { preview, type Plugin } from "vite";
import { DIST_FOLDER, WEB_FOLDER } from "./config.js";

export interface ServeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The node; the page reaches it as `/rpc`, so that it talks to nobody but this server. */
  readonly rpc: string;
  /** File with the contracts' addresses, read anew at each load: a restarted node has written another. */
  readonly deployment: string;
}

export interface ServedPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
};

/** Serves `web/dist`, the deployment file and the node from one origin. */
export async function servePage({ host, port, rpc, deployment }: ServeOptions): Promise<ServedPage> {
  const { origin, pathname, search } = new URL(rpc);
  const server = await preview({
    configFile: false,
    root: WEB_FOLDER,
    appType: "mpa",
    // The page says itself when the node does not answer.
    logLevel: "silent",
    plugins: [serveDeployment(deployment)],
    build: { outDir: DIST_FOLDER },
    preview: {
      host,
      port,
      strictPort: port !== 0,
      cors: false,
      headers: HEADERS,
      proxy: { "/rpc": { target: origin, changeOrigin: true, rewrite: () => `${pathname}${search}` } },
    },
  });
  const address = server.httpServer.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;
  return { url: `http://${host}:${String(actualPort)}/`, close: () => server.close() };
}

function serveDeployment(file: string): Plugin {
  return {
    name: "serve-deployment",
    configurePreviewServer({ middlewares }) {
      middlewares.use("/deployment.json", (_request, response) => {
        response.setHeader("content-type", "application/json");
        response.setHeader("cache-control", "no-store");
        readFile(file, "utf8").then(
          (json) => response.end(json),
          () => {
            response.statusCode = 404;
            response.end("{}");
          },
        );
      });
    },
  };
}
