import type { Wallet } from "ethers";
import { collectDefaultMetrics, Registry } from "prom-client";
import { LOCAL_CHAIN_ID, type Deployment } from "../sdk/index.js";
import { Heads } from "./chain/Heads.js";
import { systemClock, type Clock } from "./clock.js";
import type { Settings } from "./config/settings.js";
import { Patience } from "./decide/Patience.js";
import type { Keeper } from "./Keeper.js";
import { finish, loop } from "./loop.js";
import type { Counters } from "./operate/Counters.js";
import type { Log } from "./operate/createLogger.js";
import { healthOf, type HealthReport } from "./operate/healthOf.js";
import { Records } from "./operate/Records.js";
import { serveMetrics, type MetricsServer } from "./operate/serveMetrics.js";
import { TokenRecords } from "./operate/TokenRecords.js";
import { preflight } from "./preflight.js";
import { EndpointPool } from "./rpc/EndpointPool.js";
import { FailoverProvider } from "./rpc/FailoverProvider.js";
import { readChainId } from "./rpc/readChainId.js";
import { TokenNames } from "./TokenNames.js";
import { watchBalance } from "./watchBalance.js";

/** {s} Oldest head believed on a chain that makes blocks by itself. */
const MAX_HEAD_AGE = 120;

/** What the keeper needs from outside: whoever starts it decides where each comes from. */
export interface KeeperParts {
  readonly loadDeployment: (chainId: number) => Promise<Deployment>;
  /** Undefined on a dry run that needs none. */
  readonly openWallet: (chainId: number) => Promise<Wallet | undefined>;
  readonly log: Log;
  /** Stops the keeper; it then waits for its transaction in flight. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Called once everything is checked, before the first look. */
  readonly onReady?: (running: Running) => void;
}

/** A keeper at work, to be looked at. */
export interface Running {
  readonly counters: Readonly<Counters>;
  readonly address: string | undefined;
  readonly chainId: number;
  /** By the names logs and metrics use. */
  readonly endpoints: readonly string[];
  /** How many the deployment names. */
  readonly tokens: number;
  readonly health: () => HealthReport;
  readonly metricsUrl: string | undefined;
  readonly register: Registry;
}

/** Checks, serves metrics, and keeps tokens rebalanced until stopped. Returns what it has done. */
export async function runKeeper(settings: Settings, parts: KeeperParts): Promise<Readonly<Counters>> {
  const { log, signal, clock = systemClock } = parts;
  const register = new Registry();
  const records = new Records(register, clock);
  const pool = new EndpointPool(settings.rpc, { timeout: settings.requestTimeout, clock, onRequest: records.request });
  const chainId = await readChainId(pool.endpoints, (endpoint, error) =>
    log.warn({ endpoint: endpoint.label, error }, "An endpoint does not answer: starting without it"),
  );
  const deployment = await parts.loadDeployment(chainId);
  const wallet = await parts.openWallet(chainId);
  const provider = new FailoverProvider(pool, chainId);
  const maxAge = settings.maxHeadAge === undefined ? defaultHeadAge(chainId) : settings.maxHeadAge / 1_000;
  const heads = new Heads(pool, { chainId, clock, maxAge, maxLag: settings.maxLag });

  let server: MetricsServer | undefined;
  const health = () => healthOf(records.lastTick, clock.now(), settings.unhealthyAfter);
  try {
    const system = await preflight({ provider, deployment, wallet, settings, log });
    if (settings.metricsPort !== "off" && !settings.once) {
      collectDefaultMetrics({ register });
      server = await serveMetrics(settings.metricsHost, settings.metricsPort, register, health);
    }
    const keeper: Keeper = {
      ...{ settings, chainId, provider, heads, system, upkeep: system.upkeep, wallet, clock, log, records },
      names: new TokenNames(system),
      tokens: new TokenRecords(records.metrics),
      patience: new Patience(settings.patience),
      refusals: new Map(),
      tokenCount: Object.keys(deployment.tokens).length,
      inFlight: undefined,
      isNonceUnknown: true,
    };
    const { counters } = records;
    parts.onReady?.({
      ...{ counters, health, register, chainId, tokens: keeper.tokenCount },
      address: wallet?.address,
      endpoints: pool.endpoints.map(({ label }) => label),
      metricsUrl: server?.url,
    });
    const ended = new AbortController();
    const balance = watchBalance(keeper, AbortSignal.any([signal, ended.signal]));
    await loop(keeper, signal);
    await finish(keeper);
    ended.abort();
    await balance;
    return counters;
  } finally {
    await server?.close();
    provider.destroy();
    register.clear();
  }
}

/** {s} On a local node time is moved and blocks are made on demand: no age is wrong. */
function defaultHeadAge(chainId: number): number {
  return chainId === LOCAL_CHAIN_ID ? 0 : MAX_HEAD_AGE;
}
