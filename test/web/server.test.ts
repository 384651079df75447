import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { LOCAL_HOST } from "../../src/local/host.js";
import { buildPage, isPageStale } from "../../web/server/buildPage.js";
import { servePage, type ServedPage } from "../../web/server/servePage.js";

describe("The page's server", () => {
  let folder: string;
  let page: ServedPage;
  const asked: string[] = [];
  /** Stands for a node behind a path with a key in it. */
  const node = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("content-type", "application/json").end('{"jsonrpc":"2.0","id":1,"result":"0x7a69"}');
  });

  before(async function () {
    this.timeout(120_000);
    if (await isPageStale()) await buildPage();
    node.listen(0, LOCAL_HOST);
    await once(node, "listening");
    const { port } = node.address() as AddressInfo;
    folder = await mkdtemp(path.join(tmpdir(), "web-server-"));
    const rpc = `http://${LOCAL_HOST}:${String(port)}/v2/key?tier=1`;
    page = await servePage({ host: LOCAL_HOST, port: 0, rpc, deployment: path.join(folder, "deployment.json") });
  });

  after(async function () {
    await page.close();
    node.close();
    await rm(folder, { recursive: true });
  });

  it("passes /rpc on to the node, whose address stays with it", async () => {
    const answer = await fetch(new URL("rpc", page.url), { method: "POST", body: "{}" });
    expect(await answer.json()).to.deep.equal({ jsonrpc: "2.0", id: 1, result: "0x7a69" });
    expect(asked).to.deep.equal(["/v2/key?tier=1"]);
  });

  it("reads the deployment anew each time, and has none while there is no file", async () => {
    const url = new URL("deployment.json", page.url);
    expect((await fetch(url)).status).to.equal(404);
    await writeFile(path.join(folder, "deployment.json"), '{"chainId":1}');
    const answer = await fetch(url);
    expect(await answer.json()).to.deep.equal({ chainId: 1 });
    expect(answer.headers.get("cache-control")).to.equal("no-store");
  });

  it("lets nobody frame the page, guess its types or learn where one came from", async () => {
    const { headers } = await fetch(new URL("rpc", page.url), { method: "POST", body: "{}" });
    expect(headers.get("access-control-allow-origin")).to.equal(null);
    const document = await fetch(page.url);
    expect(document.headers.get("content-security-policy")).to.contain("frame-ancestors 'none'");
    expect(document.headers.get("x-content-type-options")).to.equal("nosniff");
    expect(document.headers.get("referrer-policy")).to.equal("no-referrer");
  });

  it("says in one line what is wrong with a command, and serves nothing", async function () {
    this.timeout(60_000);
    for (const [args, line] of [
      [["--port", "seventy"], '"seventy" is not a port: choose a number from 0 to 65535.'],
      [["--colour", "red"], "Unknown option '--colour': see `npm run web -- --help`."],
    ] as const) {
      const child = spawn(process.execPath, ["--import", "tsx", "scripts/web.ts", ...args]);
      const printed: string[] = [];
      child.stderr.setEncoding("utf8").on("data", (text: string) => printed.push(text));
      const [code] = (await once(child, "close")) as [number];
      expect(printed.join("").trim()).to.equal(line);
      expect(code).to.equal(1);
    }
  });
});
