import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { buildPage, isPageStale } from "../../web/server/buildPage.js";
import { servePage } from "../../web/server/servePage.js";
import { saveDeployment } from "../deploy/deploymentFile.js";
import { readParameters } from "../deploy/readParameters.js";
import { LOCAL_HOST } from "../local/host.js";
import { startLocalNode, type LocalNode } from "../local/startLocalNode.js";
import { execute, prepareFeedPrice, readMockFeed } from "../sdk/index.js";
import { openBrowser } from "./browser.js";

/** Browsers that have never seen the page, each of which comes back once. */
const VISITORS = 5;
/** Moves of the price. */
const EVENTS = 10n;
const MARKET = "BTC";
/** {ms} How often the page is looked at. */
const LOOK = 5;

/** {ms} On the average, the slowest beside it. */
export interface Waiting {
  readonly mean: number;
  readonly worst: number;
}

export interface PageFigures {
  /** From the address to tokens that can be clicked, in a browser that has never been there, and in one that has. */
  readonly firstVisit: Waiting;
  readonly laterVisit: Waiting;
  /** From a transaction that is sent to the page that shows its block. */
  readonly event: Waiting;
}

/** When the first token was there, written down by the page itself. */
const WATCH = `new MutationObserver((_, watch) => {
  if (document.querySelector("[data-token]") === null) return;
  window.usefulAfter = performance.now();
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });`;

/** Measures the page before a node of its own, in the browser at that path. */
export async function measurePage(browserPath: string): Promise<PageFigures> {
  if (await isPageStale()) await buildPage();
  const node = await startLocalNode(0, await readParameters("ignition/parameters/local.json"));
  const folder = await mkdtemp(path.join(tmpdir(), "bench-page-"));
  const deployment = await saveDeployment(node.system.deployment, path.join(folder, "deployment.json"));
  const served = await servePage({ host: LOCAL_HOST, port: 0, rpc: node.url, deployment });
  try {
    const [first, later, events]: [number[], number[], number[]] = [[], [], []];
    for (let visitor = 0; visitor < VISITORS; visitor += 1) {
      const browser = await openBrowser(browserPath);
      try {
        const page = await browser.newPage();
        await page.addInitScript(WATCH);
        first.push(await usefulAfter(page, served.url));
        later.push(await usefulAfter(page, served.url));
        if (visitor > 0) continue;
        for (let event = 1n; event <= EVENTS; event += 1n) events.push(await seenAfter(page, node, event));
      } finally {
        await browser.close();
      }
    }
    return { firstVisit: waiting(first), laterVisit: waiting(later), event: waiting(events) };
  } finally {
    await served.close();
    await node.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function usefulAfter(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("[data-token]").first().waitFor();
  return page.evaluate<number>("window.usefulAfter");
}

/** Moves a price, and waits for the page to show the block of it. */
async function seenAfter(page: Page, { system, provider }: LocalNode, event: bigint): Promise<number> {
  const { answer } = await readMockFeed(system, MARKET);
  const owner = await provider.getSigner(0);
  const sent = performance.now();
  await execute(await prepareFeedPrice(system, MARKET, answer + event), owner);
  const block = await provider.getBlockNumber();
  while ((await shownBlock(page)) < block) await delay(LOOK);
  return performance.now() - sent;
}

async function shownBlock(page: Page): Promise<number> {
  const footer = await page.locator(".footer").textContent();
  return Number(/block (\d+)/.exec(footer ?? "")?.[1] ?? 0);
}

function waiting(times: readonly number[]): Waiting {
  return { mean: times.reduce((sum, time) => sum + time, 0) / times.length, worst: Math.max(...times) };
}
