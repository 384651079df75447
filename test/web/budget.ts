import { expect } from "chai";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { DIST_FOLDER } from "../../web/server/config.js";
import { LOCAL_MNEMONIC } from "../../src/sdk/index.js";
import { reachesBlock, reads } from "../support/web/actions.js";
import type { Stage } from "../support/web/Stage.js";

/** {bytes} */
const FIRST_LOAD = 300_000;
/** {ms} */
const SETTLED = 1_000;

/** What a visit costs, and what the page is trusted with. */
export function checkBudget(stage: () => Stage): void {
  it("loads at most 300 kB, compressed, before it is useful", async function () {
    const page = await stage().visit();
    await page.locator(".card").first().waitFor();
    const urls = await page.evaluate<string[]>("performance.getEntriesByType('resource').map((entry) => entry.name)");
    const assets = urls.map((url) => new URL(url).pathname).filter((name) => name.startsWith("/assets/"));
    expect(assets).to.have.length.above(1);
    const files = await Promise.all(["/index.html", ...assets].map((name) => readFile(path.join(DIST_FOLDER, name))));
    const size = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
    expect(size).to.be.at.most(FIRST_LOAD);
    for (const file of files) expect(file.toString()).not.to.contain(LOCAL_MNEMONIC);
    await page.context().close();
  });

  it("asks one call for all tokens and one for their events with each block, and nothing else", async function () {
    const page = await stage().visit();
    const { provider } = stage().node;
    await reads(page.locator(".footer"), "Following");
    // What is read once is read by then.
    await reads(page.locator('[data-token="BTC3L"]'), /since launch|in 24 h/);
    await delay(SETTLED);
    const { requests } = stage().way;
    requests.clear();
    for (let mined = 0; mined < 3; mined += 1) {
      await provider.send("evm_mine", []);
      await reachesBlock(page, await provider.getBlockNumber());
    }
    const calls = requests.get("eth_call") ?? 0;
    expect(calls).to.be.at.least(3);
    // One getLogs for the tokens' events; what is asked between blocks is their number.
    expect(requests.get("eth_getLogs")).to.equal(calls);
    expect([...requests.keys()].sort()).to.deep.equal(["eth_blockNumber", "eth_call", "eth_getLogs"]);
    await page.context().close();
  });

  it("never asks for more than is spent", async function () {
    const { collateral, deployment } = stage().node.system;
    const spender = deployment.router;
    const approvals = await collateral.contract.queryFilter(collateral.contract.filters.Approval());
    const toRouter = approvals.filter(({ args }) => args.spender === spender);
    expect(toRouter.length).to.be.above(0);
    const amounts = toRouter.map(({ args }) => args.value);
    for (const amount of amounts) expect(amount <= 1_000_000_000_000n).to.equal(true);
  });

  it("forbids by its content security policy what it does not need", async function () {
    const answer = await fetch(stage().served.url);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).to.contain("default-src 'none'").and.to.contain("connect-src 'self'");
    expect(policy).not.to.match(/unsafe|\*|https?:/);
    const html = await answer.text();
    expect(html).to.contain('http-equiv="Content-Security-Policy"');
    expect(html).not.to.match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=/);
  });

  it("has no source map, no address of a machine and no inline data in what is served", async function () {
    const assets = await readdir(path.join(DIST_FOLDER, "assets"));
    const texts = await Promise.all(assets.map((name) => readFile(path.join(DIST_FOLDER, "assets", name), "utf8")));
    for (const text of texts) expect(text).not.to.match(/sourceMappingURL|\/home\/|\/root\/|node_modules/);
  });
}
