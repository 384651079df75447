import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../../src/bench/browser.js";
import { saveDeployment } from "../../../src/deploy/deploymentFile.js";
import type { Parameters } from "../../../src/deploy/parameters.js";
import { readParameters } from "../../../src/deploy/readParameters.js";
import { FaultProxy } from "../../../src/faults/FaultProxy.js";
import { LOCAL_HOST } from "../../../src/local/host.js";
import { startLocalNode, type LocalNode } from "../../../src/local/startLocalNode.js";
import {
  execute,
  localWallet,
  parsePercent,
  prepareFeedPrice,
  prepareMint,
  prepareRebalance,
  readMockFeed,
} from "../../../src/sdk/index.js";
import { buildPage, isPageStale } from "../../../web/server/buildPage.js";
import { servePage, type ServedPage } from "../../../web/server/servePage.js";

import { injectWallet, type WalletSettings } from "./injectedWallet.js";

const WAD = 10n ** 18n;
/** {ms} */
const PATIENCE = 90_000;
const AXE = new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url);

export interface VisitOptions {
  readonly hash?: string;
  readonly width?: number;
  readonly theme?: "light" | "dark";
  /** The wallet extension of the browser; none by default. */
  readonly wallet?: Partial<WalletSettings>;
}

/** A node, the page before it, and a browser; the way between page and node may be cut. */
export class Stage {
  /** What the page complained of, by any of its visitors. */
  readonly complaints: string[] = [];

  private constructor(
    readonly node: LocalNode,
    readonly way: FaultProxy,
    readonly served: ServedPage,
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  static async open(executable: string): Promise<Stage> {
    if (await isPageStale()) await buildPage();
    const node = await startLocalNode(0, timeless(await readParameters("ignition/parameters/local.json")));
    const way = await FaultProxy.start(node.url);
    const folder = await mkdtemp(path.join(tmpdir(), "web-"));
    const deployment = await saveDeployment(node.system.deployment, path.join(folder, "deployment.json"));
    const served = await servePage({ host: LOCAL_HOST, port: 0, rpc: way.url, deployment });
    return new Stage(node, way, served, await openBrowser(executable), folder);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.served.close();
    await this.way.close();
    await this.node.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Opens the page as somebody who has never been there. */
  async visit({ hash = "", width = 1280, theme = "light", wallet }: VisitOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
    page.on("pageerror", ({ message }) => this.complaints.push(message));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      const isOwn = request.isNavigationRequest() || protocol === "data:" || origin === new URL(page.url()).origin;
      if (!isOwn) this.complaints.push(`The page asked for ${request.url()}`);
    });
    if (wallet !== undefined) {
      const settings = { address: localWallet(2).address, chainId: 31337, isAnnounced: true, ...wallet };
      // The compiler of the tests names functions by a helper that the page does not have.
      const content = `{ const __name = (value) => value; (${injectWallet.toString()})(${JSON.stringify(settings)}); }`;
      await page.addInitScript({ content });
    }
    await page.goto(this.served.url + hash);
    await page.getByRole("main").waitFor();
    return page;
  }

  /** What axe-core finds wrong with what is shown, in words; by default by all its rules. */
  async violations(page: Page, rules?: string[]): Promise<string[]> {
    if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(await readFile(AXE, "utf8"));
    const options = rules === undefined ? {} : { runOnly: rules };
    return page.evaluate(async (asked) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const { violations } = await axe.run(asked);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    }, options);
  }

  async movePrice(percent: string, market = "BTC"): Promise<void> {
    const { answer } = await readMockFeed(this.node.system, market);
    const moved = (answer * (WAD + parsePercent(percent))) / WAD;
    await execute(await prepareFeedPrice(this.node.system, market, moved), await this.node.provider.getSigner(0));
  }

  /** Somebody mints who does not use the page. */
  async mint(token: string, assets: bigint, account: number): Promise<void> {
    const wallet = await this.node.provider.getSigner(account);
    const order = { token, assets, account: wallet.address, slippage: WAD / 100n };
    const { approval } = await prepareMint(this.node.system, order);
    if (approval !== undefined) await execute(approval, wallet);
    await execute(await prepareMint(this.node.system, order), wallet);
  }

  /** A keeper does what is due. */
  async rebalance(token: string): Promise<void> {
    const prepared = await prepareRebalance(this.node.system, token);
    if (prepared.status !== "due") throw new Error(`No rebalance of ${token} is due`);
    await execute(prepared, await this.node.provider.getSigner(9));
  }
}

/** No fee or funding for time that passes: what is quoted at one price stays true until the price moves. */
function timeless(parameters: Parameters): Parameters {
  const markets = Object.entries(parameters.markets).map(([name, { oracle, listing }]) => {
    if (oracle === undefined || listing === undefined) throw new Error(`${name} is not a mock venue's market`);
    return [name, { oracle, listing: { ...listing, skewFundingPerHour: 0n } }] as const;
  });
  return { ...parameters, markets: Object.fromEntries(markets), fees: { ...parameters.fees, managementPerYear: 0n } };
}

/** As much of axe-core as is used. */
interface Axe {
  run(options: { runOnly?: string[] }): Promise<{
    violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  }>;
}
