import { pino } from "pino";
import { setTimeout as delay } from "node:timers/promises";
import { FaultProxy } from "../faults/FaultProxy.js";
import { openWallet, parseSettings, runKeeper, type Running } from "../keeper/index.js";
import type { LocalNode } from "../local/startLocalNode.js";
import { Population } from "./population.js";

/** Looks that warm everything up, and looks that count. */
const WARM = 3;
const COUNTED = 20;
/** {ms} */
const POLL = 20;

/** What one look at all tokens costs. */
export interface TickFigures {
  readonly tokens: number;
  /** `eth_call`s, one per page of tokens. */
  readonly calls: number;
  /** HTTP requests, that for the newest block included. */
  readonly exchanges: number;
  /** {ms} On the average of those counted. */
  readonly milliseconds: number;
}

/** Measures a keeper's look at registries of these sizes, in growing order, over HTTP to a local node. */
export async function measureTicks(
  sizes: readonly number[],
  onProgress: (sentence: string) => void,
): Promise<TickFigures[]> {
  const population = await Population.start();
  try {
    const figures: TickFigures[] = [];
    for (const size of sizes) {
      onProgress(`A registry of ${String(size)}`);
      await population.growTo(size);
      figures.push(await measure(population.node, size));
    }
    return figures;
  } finally {
    await population.node.close();
  }
}

async function measure(node: LocalNode, tokens: number): Promise<TickFigures> {
  const proxy = await FaultProxy.start(node.url);
  const settings = parseSettings({
    flags: { rpc: [proxy.url], poll: `${String(POLL)}ms`, interval: "1ms", metricsPort: "off" },
    environment: {},
  });
  const stop = new AbortController();
  let running: Running | undefined;
  const ended = runKeeper(settings, {
    log: pino({ level: "silent" }),
    signal: stop.signal,
    loadDeployment: () => Promise.resolve(node.system.deployment),
    openWallet: (chainId) => openWallet(settings, {}, chainId),
    onReady: (ready) => (running = ready),
  });
  try {
    const look = async (ticks: number) => {
      while ((running?.counters.ticks ?? 0) < ticks) await Promise.race([delay(1), ended]);
      return {
        ticks: running?.counters.ticks ?? 0,
        calls: proxy.requests.get("eth_call") ?? 0,
        exchanges: proxy.exchanges,
        seconds: await secondsSpent(running),
      };
    };
    const [before, after] = [await look(WARM), await look(WARM + COUNTED)];
    const ticks = after.ticks - before.ticks;
    const perTick = (key: "calls" | "exchanges" | "seconds") => (after[key] - before[key]) / ticks;
    return {
      tokens,
      calls: Math.round(perTick("calls")),
      exchanges: Math.round(perTick("exchanges")),
      milliseconds: perTick("seconds") * 1_000,
    };
  } finally {
    stop.abort();
    await ended;
    await proxy.close();
  }
}

/** {s} In all looks so far, as the keeper itself measures them. */
async function secondsSpent(running: Running | undefined): Promise<number> {
  const text = (await running?.register.getSingleMetricAsString("keeper_tick_seconds")) ?? "";
  return Number(/^keeper_tick_seconds_sum (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
}
