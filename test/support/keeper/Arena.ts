import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { saveDeployment } from "../../../src/deploy/deploymentFile.js";
import { readParameters } from "../../../src/deploy/readParameters.js";
import {
  openWallet,
  parseSettings,
  runKeeper,
  type Counters,
  type KeeperParts,
  type Running,
} from "../../../src/keeper/index.js";
import { startLocalNode, type LocalNode } from "../../../src/local/startLocalNode.js";
import {
  execute,
  localWallet,
  parsePercent,
  prepareFeedPrice,
  prepareMint,
  readMockFeed,
  readToken,
} from "../../../src/sdk/index.js";
import { KeeperProcess } from "../../../src/soak/KeeperProcess.js";

const WAD = 10n ** 18n;
const DEPOSIT = 1_000_000_000n;
const GWEI = 10n ** 9n;

/** Account 9 of a local node, which is the keeper's unless told otherwise. */
export const KEEPER = localWallet(9).address;

/** A node over HTTP with BTC3L and BTC3S open, and keepers in this process or in one of their own. */
export class Arena {
  readonly #stop = new Set<AbortController>();
  readonly #processes = new Set<KeeperProcess>();

  private constructor(
    readonly node: LocalNode,
    private readonly folder: string,
  ) {}

  static async open(): Promise<Arena> {
    const node = await startLocalNode(0, await readParameters("ignition/parameters/local.json"));
    const arena = new Arena(node, await mkdtemp(path.join(tmpdir(), "keeper-")));
    await saveDeployment(node.system.deployment, arena.deploymentFile);
    for (const token of ["BTC3L", "BTC3S"]) await arena.#mint(token);
    return arena;
  }

  get deploymentFile(): string {
    return path.join(this.folder, "deployment.json");
  }

  async close(): Promise<void> {
    await this.stopAll();
    await this.node.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Ends whatever a test has left running. */
  async stopAll(): Promise<void> {
    for (const controller of this.#stop) controller.abort();
    for (const process of this.#processes) await process.end("SIGKILL");
    this.#stop.clear();
    this.#processes.clear();
  }

  /** A keeper in this process, until `stop`; its parts may be replaced. */
  start(flags: Record<string, unknown> = {}, parts: Partial<KeeperParts> = {}): KeeperRun {
    const settings = parseSettings({
      flags: { rpc: [this.node.url], poll: "50ms", metricsPort: "0", ...flags },
      environment: {},
    });
    const controller = new AbortController();
    this.#stop.add(controller);
    let running: Running | undefined;
    const ended = runKeeper(settings, {
      log: pino({ level: "silent" }),
      signal: controller.signal,
      loadDeployment: () => Promise.resolve(this.node.system.deployment),
      openWallet: (chainId) => openWallet(settings, {}, chainId),
      onReady: (ready) => (running = ready),
      ...parts,
    });
    return {
      ended,
      get running() {
        return running;
      },
      get counters() {
        return running?.counters;
      },
      stop: () => {
        controller.abort();
        return ended;
      },
    };
  }

  /** `npm run keeper` in a process of its own. */
  spawn(flags: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): KeeperProcess {
    const process = new KeeperProcess(
      ["--rpc", this.node.url, "--deployment", this.deploymentFile, "--poll", "50ms", ...flags],
      environment,
    );
    this.#processes.add(process);
    return process;
  }

  async movePrice(percent: string): Promise<void> {
    const { answer } = await readMockFeed(this.node.system, "BTC");
    const moved = (answer * (WAD + parsePercent(percent))) / WAD;
    await execute(await prepareFeedPrice(this.node.system, "BTC", moved), await this.node.provider.getSigner(0));
  }

  /** Blocks come when told to, and not with each transaction. */
  async manual(isManual: boolean): Promise<void> {
    await this.node.provider.send("evm_setAutomine", [!isManual]);
    await this.node.provider.send("evm_setIntervalMining", [isManual ? 0 : 5_000]);
  }

  /** A price move in a block of its own, while blocks come when told to. */
  async moveInManual(percent: string): Promise<void> {
    await this.manual(false);
    await this.movePrice(percent);
    await this.manual(true);
  }

  /** @param baseFee {gwei} */
  async mine(baseFee?: number): Promise<void> {
    const { provider } = this.node;
    if (baseFee !== undefined) {
      const wei = BigInt(Math.round(baseFee * 10)) * (GWEI / 10n);
      await provider.send("hardhat_setNextBlockBaseFeePerGas", [`0x${wei.toString(16)}`]);
    }
    await provider.send("evm_mine", []);
  }

  /** Transactions that wait for a block. */
  async waiting(): Promise<readonly { nonce: string; hash: string; from: string }[]> {
    const block: unknown = await this.node.provider.send("eth_getBlockByNumber", ["pending", true]);
    return (block as { transactions: { nonce: string; hash: string; from: string }[] }).transactions;
  }

  /** Whether nothing is due for either token. */
  async isSettled(): Promise<boolean> {
    const tokens = await Promise.all(["BTC3L", "BTC3S"].map((symbol) => readToken(this.node.system, symbol)));
    return tokens.every(({ decision }) => decision.action === "None");
  }

  /** How often a token has been rebalanced since that block. */
  async rebalances(symbol: string, since: number): Promise<number> {
    const { system, provider } = this.node;
    const { address } = await readToken(system, symbol);
    const { upkeep } = system;
    const done = upkeep.filters.Attempted(address, 0);
    return (await upkeep.connect(provider).queryFilter(done, since + 1)).length;
  }

  async #mint(token: string): Promise<void> {
    const holder = await this.node.provider.getSigner(1);
    const order = { token, assets: DEPOSIT, account: await holder.getAddress(), slippage: WAD / 100n };
    const { approval } = await prepareMint(this.node.system, order);
    if (approval !== undefined) await execute(approval, holder);
    await execute(await prepareMint(this.node.system, order), holder);
  }
}

/** A keeper in this process. */
export interface KeeperRun {
  /** What it has done, once it has ended. */
  readonly ended: Promise<Readonly<Counters>>;
  /** Undefined until it has checked everything. */
  readonly running: Running | undefined;
  readonly counters: Readonly<Counters> | undefined;
  readonly stop: () => Promise<Readonly<Counters>>;
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for what has to come, as long as a slow machine may take. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (await condition()) return;
    await sleep(50);
  }
  throw new Error("That never happened");
}
