import { setTimeout as delay } from "node:timers/promises";
import type { FaultProxy } from "../faults/FaultProxy.js";
import { readAttempts } from "../keeper/send/outcomes.js";
import type { LocalNode } from "../local/startLocalNode.js";
import { localWallet } from "../sdk/index.js";
import type { Director } from "./Director.js";
import { DueLedger } from "./DueLedger.js";
import { KeeperProcess } from "./KeeperProcess.js";
import type { Draw } from "./random.js";
import { type FaultCounts, Survival } from "./Survival.js";
import { readWallet, type WalletRecord } from "./wallet.js";
import { Weather } from "./Weather.js";

/** {ms} */
const LOOK = 25;
const SAMPLES = 1_000;
const READY = 60_000;
/** Blocks without faults at the end, in which all that is due must get done. */
const LAST_CALM = 4;

export interface Scene {
  readonly node: LocalNode;
  readonly director: Director;
  readonly proxies: readonly FaultProxy[];
  readonly draw: Draw;
  readonly deployment: string;
}

/** How one keeper is started. */
export interface KeeperPlan {
  /** The local node's account it sends from. */
  readonly account: number;
  readonly flags: readonly string[];
}

export interface PhaseResult {
  readonly ledger: DueLedger;
  readonly blocks: number;
  readonly unreachableBlocks: number;
  readonly wallets: readonly WalletRecord[];
  /** {byte} Resident memory of the first keeper and {ms} since the start. */
  readonly memory: readonly { readonly at: number; readonly bytes: number }[];
  readonly injected: FaultCounts;
  readonly survived: FaultCounts;
  /** Exit codes of the keepers, asked to stop at the end. */
  readonly exits: readonly (number | null)[];
}

/** Lets keepers work for `duration` {ms} in bad weather, and keeps account of every block. */
export async function runPhase(scene: Scene, keepers: readonly KeeperPlan[], duration: number): Promise<PhaseResult> {
  const { node, director, proxies, draw } = scene;
  const processes = keepers.map(({ account, flags }) => start(scene, account, flags));
  await until(() => processes.every((process) => process.hasSaid(/^Watching/)));

  const started = Date.now();
  const weather = new Weather(proxies, draw, started, duration - LAST_CALM * 1_000);
  const ledger = new DueLedger();
  const survival = new Survival(proxies);
  const memory: { at: number; bytes: number }[] = [];
  const first = await node.provider.getBlockNumber();
  let [seen, seenAt, unreachableBlocks] = [first, started, 0];
  let sampledAt = started;
  // No new price in the last blocks: what is due then has time to get done.
  const isOver = () => Date.now() - started >= duration;
  const mayMove = () => Date.now() - started < duration - LAST_CALM * 1_000;
  while (!isOver()) {
    const newest = await node.provider.getBlockNumber();
    for (const now = Date.now(); seen < newest; seenAt = now) {
      seen += 1;
      const isReachable = !weather.isUnreachable(seenAt, now);
      if (!isReachable) unreachableBlocks += 1;
      ledger.add({ ...(await director.look(seen)), isReachable });
      if (mayMove()) await director.direct(seen);
    }
    if (Date.now() - sampledAt >= SAMPLES) {
      sampledAt = Date.now();
      survival.note(await lastLooks(processes));
      const bytes = await processes[0]?.metric("process_resident_memory_bytes");
      if (bytes !== undefined) memory.push({ at: sampledAt - started, bytes });
    }
    await delay(LOOK);
  }
  survival.note(await lastLooks(processes));
  const { injected, survived } = survival;
  const exits = await Promise.all(processes.map((process) => process.end()));
  const last = await node.provider.getBlockNumber();
  const didWork = (logs: Parameters<typeof readAttempts>[1]) =>
    readAttempts(node.system.deployment.upkeep, logs).some(({ outcome }) => outcome === "Done");
  const wallets: WalletRecord[] = [];
  for (const { account } of keepers) {
    wallets.push(await readWallet(node.provider, localWallet(account).address, [first + 1, last], didWork));
  }
  return { ledger, blocks: seen - first, unreachableBlocks, wallets, memory, injected, survived, exits };
}

function start({ proxies, deployment }: Scene, account: number, flags: readonly string[]): KeeperProcess {
  const endpoints = proxies.flatMap(({ url }) => ["--rpc", url]);
  return new KeeperProcess([
    ...endpoints,
    ...["--deployment", deployment, "--account", String(account)],
    ...["--poll", "100ms", "--request-timeout", "1s", "--stuck-blocks", "2"],
    ...flags,
  ]);
}

/** {s} When each keeper last looked at all tokens with success. */
function lastLooks(processes: readonly KeeperProcess[]): Promise<(number | undefined)[]> {
  return Promise.all(processes.map((process) => process.metric("keeper_last_tick_timestamp_seconds")));
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + READY;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("A keeper did not begin.");
    await delay(LOOK);
  }
}
