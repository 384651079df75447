import type { BlockTag } from "ethers";
import type { System } from "../connect.js";
import { enumName, HEALTH, PHASES } from "./enums.js";
import { readWatchPage, type WatchPage } from "./readWatchPage.js";
import { toDecision } from "./toDecision.js";
import type { WatchedToken } from "./WatchedToken.js";

/**
 * Tokens per call. One uses some 80,000 gas, so a page stays below the 16.7 million a call may use even if two dozen of
 * its tokens burn all the lens lets them.
 */
export const WATCH_PAGE = 125;

export interface WatchOptions {
  /** How many tokens the registry had when last asked; by default as many as the deployment names. */
  readonly expected?: number;
  /** The block to read; by default each page is read in the newest one. */
  readonly blockTag?: BlockTag;
}

export interface Watch {
  /** The whole registry, oldest first. */
  readonly tokens: readonly WatchedToken[];
  /** {s} Of the block they were read in, the oldest if there were several. */
  readonly timestamp: bigint;
}

/**
 * Reads what a keeper watches of every token: one call per page, all pages at once, so that the provider sends them as
 * one batch. Only what a page could not hold, or tokens nobody expected, cost a further call.
 */
export async function watchTokens(system: System, options: WatchOptions = {}): Promise<Watch> {
  const { expected = Object.keys(system.deployment.tokens).length, blockTag = "latest" } = options;
  const starts = Array.from({ length: Math.max(1, Math.ceil(expected / WATCH_PAGE)) }, (_, i) => i * WATCH_PAGE);
  const read = (offset: number, limit: number) => readWatchPage(system, offset, limit, blockTag);

  const pages = await Promise.all(starts.map((offset) => read(offset, WATCH_PAGE)));
  const tokens: WatchedToken[] = [];
  let { timestamp, count } = pages[0] ?? { timestamp: 0n, count: 0n };
  const add = (page: Awaited<ReturnType<typeof read>>) => {
    tokens.push(...page.views.map(toWatchedToken));
    if (page.timestamp < timestamp) timestamp = page.timestamp;
    if (page.count > count) count = page.count;
    return page.views.length > 0;
  };
  /** Reads on to `end`. A node behind the others may not have what they have: then there is nothing to wait for. */
  const readTo = async (end: number) => {
    while (tokens.length < end && add(await read(tokens.length, Math.min(end - tokens.length, WATCH_PAGE)))) continue;
  };
  for (const [index, page] of pages.entries()) {
    const start = index * WATCH_PAGE;
    await readTo(Math.min(start, Number(count))); // what the page before had no gas for
    if (tokens.length < start) break;
    add(page);
  }
  await readTo(Number(count));
  return { tokens, timestamp };
}

function toWatchedToken(view: WatchPage["views"][number]): WatchedToken {
  return {
    address: view.token,
    health: enumName(HEALTH, view.health),
    phase: enumName(PHASES, view.phase),
    price: view.price,
    priceUpdatedAt: view.priceUpdatedAt,
    nav: view.nav,
    leverage: view.leverage,
    targetLeverage: view.targetLeverage,
    triggers: { lower: view.lowerTrigger, upper: view.upperTrigger, emergency: view.emergencyTrigger },
    rebalancedAt: view.rebalancedAt,
    blockedSince: view.blockedSince,
    decision: toDecision(view.decision),
  };
}
