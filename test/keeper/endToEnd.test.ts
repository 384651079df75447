import { expect } from "chai";
import { Wallet, type Signer } from "ethers";
import { pino } from "pino";
import { startLocalNode, type LocalNode } from "../../scripts/support/localNode.js";
import {
  openWallet,
  parseSettings,
  runKeeper,
  type Counters,
  type KeeperParts,
  type Running,
} from "../../src/keeper/index.js";
import {
  execute,
  parsePercent,
  prepareFeedPrice,
  prepareMint,
  readMockFeed,
  readToken,
  type Deployment,
  type Token,
} from "../../src/sdk/index.js";

const WAD = 10n ** 18n;
/** Account 9 of a local node, which is the keeper's unless told otherwise. */
const KEEPER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";

/** The keeper as it is started, against a JSON-RPC server in this process. */
describe("The keeper", function () {
  this.timeout(180_000);

  let node: LocalNode;
  let holder: Signer;
  let stop: AbortController;

  before(async function () {
    node = await startLocalNode(0, "ignition/parameters/local.json");
    holder = await node.provider.getSigner(1);
    await mint("BTC3L");
    await mint("BTC3S");
  });
  after(() => node.close());

  beforeEach(() => (stop = new AbortController()));
  afterEach(() => stop.abort());

  async function mint(token: string): Promise<void> {
    const order = { token, assets: 1_000_000_000n, account: await holder.getAddress(), slippage: WAD / 100n };
    const { approval } = await prepareMint(node.system, order);
    if (approval !== undefined) await execute(approval, holder);
    await execute(await prepareMint(node.system, order), holder);
  }

  async function movePrice(percent: string): Promise<void> {
    const { answer } = await readMockFeed(node.system, "BTC");
    const moved = (answer * (WAD + parsePercent(percent))) / WAD;
    await execute(await prepareFeedPrice(node.system, "BTC", moved), await node.provider.getSigner(0));
  }

  /** A keeper that runs until `stop`; its parts may be replaced. */
  function start(flags: Record<string, unknown> = {}, parts: Partial<KeeperParts> = {}): Promise<Readonly<Counters>> {
    const settings = parseSettings({
      flags: { rpc: [node.url], poll: "50ms", metricsPort: "0", ...flags },
      environment: {},
    });
    return runKeeper(settings, {
      log: pino({ level: "silent" }),
      signal: stop.signal,
      loadDeployment: () => Promise.resolve(node.system.deployment),
      openWallet: (chainId) => openWallet(settings, {}, chainId),
      ...parts,
    });
  }

  async function until(condition: (token: Token) => boolean, symbol = "BTC3L"): Promise<Token> {
    for (let tries = 0; tries < 600; tries++) {
      const token = await readToken(node.system, symbol);
      if (condition(token)) return token;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${symbol} never came to that`);
  }

  it("rebalances both sides of a market within two blocks of a price move, in one transaction", async function () {
    const keeper = start();
    await movePrice("-12%");
    const movedAt = await node.provider.getBlockNumber();
    await until(({ decision }) => decision.action === "None");
    const long = await readToken(node.system, "BTC3L");
    const short = await readToken(node.system, "BTC3S");
    const [event] = await node.provider.getLogs({ address: long.address, fromBlock: movedAt });
    stop.abort();
    const counters = await keeper;

    expect(event?.blockNumber).to.be.within(movedAt + 1, movedAt + 2);
    for (const { leverage, targetLeverage } of [long, short]) {
      const gap = Number(leverage - targetLeverage) / 1e18;
      expect(Math.abs(gap)).to.be.lessThan(0.003);
    }
    expect(counters).to.deep.include({ sent: 1, rebalances: 2, replaced: 0, failedTicks: 0, errors: {} });
    expect(counters.outcomes).to.deep.equal({ done: 1, wasted: 0, reverted: 0, cancelled: 0, lost: 0 });
    expect(counters.gasUsed > 100_000n && counters.gasUsed < 600_000n, String(counters.gasUsed)).to.be.true;
  });

  it("serves metrics and health while it runs", async function () {
    const running = await new Promise<Running>((resolve, reject) => {
      start({}, { onReady: resolve }).catch(reject);
    });
    await eventually(() => running.counters.ticks > 0);
    const health = await fetch(`${running.metricsUrl!}/healthz`);
    const metrics = await (await fetch(`${running.metricsUrl!}/metrics`)).text();
    expect(health.status).to.equal(200);
    expect(metrics).to.match(/^keeper_token_nav_usd\{token="BTC3L"\} 0\.\d+$/m);
    expect(metrics).to.match(/^keeper_token_target_leverage_ratio\{token="BTC3S"\} -3$/m);
    expect(metrics).to.match(/^keeper_token_trigger_distance_ratio\{token="BTC3L",trigger="emergency"\} 0\.1\d+$/m);
    expect(metrics).to.match(
      /^keeper_rpc_requests_total\{endpoint="127\.0\.0\.1:\d+",method="eth_call",outcome="answered"\} /m,
    );
  });

  it("on a dry run says what is due and sends nothing, with or without a wallet", async function () {
    await movePrice("+8%");
    await until(({ decision }) => decision.action === "Trade", "BTC3S");
    const said: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => said.push(line) });
    const counters = await start({ once: true, dryRun: true }, { log, openWallet: () => Promise.resolve(undefined) });
    expect(counters.sent).to.equal(0);
    expect(said.join("")).to.match(/Dry run: would rebalance BTC3S/);
    expect((await readToken(node.system, "BTC3S")).decision.action).to.equal("Trade");
  });

  it("with --once does what is due, sees it mined, and ends", async function () {
    const counters = await start({ once: true });
    expect(counters).to.deep.include({ sent: 1, rebalances: 1 });
    expect((await readToken(node.system, "BTC3S")).decision.action).to.equal("None");
  });

  describe("when blocks are made by hand", function () {
    const manual = async (isManual: boolean) => {
      await node.provider.send("evm_setAutomine", [!isManual]);
      await node.provider.send("evm_setIntervalMining", [isManual ? 0 : 5_000]);
    };
    /** A price move, in a block of its own. */
    const move = async (percent: string) => {
      await manual(false);
      await movePrice(percent);
      await manual(true);
    };
    const mine = async (baseFee?: bigint) => {
      if (baseFee !== undefined) {
        await node.provider.send("hardhat_setNextBlockBaseFeePerGas", [`0x${baseFee.toString(16)}`]);
      }
      await node.provider.send("evm_mine", []);
    };
    const waiting = async () => {
      const { transactions } = (await node.provider.send("eth_getBlockByNumber", ["pending", true])) as {
        transactions: { nonce: string; hash: string; maxFeePerGas: string }[];
      };
      return transactions;
    };
    const GWEI = 10n ** 9n;

    afterEach(() => manual(false));

    it("replaces a stuck transaction at its own nonce, with both fees raised, and counts the work once", async function () {
      await move("-12%");
      let running: Running | undefined;
      const keeper = start({ stuckBlocks: "2" }, { onReady: (ready) => (running = ready) });
      await eventually(() => running?.counters.sent === 1);
      const nonce = await node.provider.getTransactionCount(KEEPER);
      // Gas becomes dearer than what was offered: the transaction stays where it is.
      for (const fee of [20n, 20n, 20n]) {
        await mine(fee * GWEI);
        await sleep(300);
      }
      await eventually(() => running?.counters.replaced === 1);
      await mine(20n * GWEI);
      await eventually(() => running?.counters.outcomes.done === 1);
      stop.abort();
      const counters = await keeper;
      expect(counters).to.deep.include({ sent: 2, replaced: 1, errors: {} });
      expect(counters.outcomes).to.include({ done: 1, lost: 0, wasted: 0 });
      expect(await node.provider.getTransactionCount(KEEPER)).to.equal(nonce + 1);
    });

    it("takes over after a crash what an earlier life has left waiting: nothing is done twice", async function () {
      await move("+14%");
      let first: Running | undefined;
      const before = start({ shutdownTimeout: "0ms" }, { onReady: (ready) => (first = ready) });
      await eventually(() => first?.counters.sent === 1);
      stop.abort();
      await before;
      const nonce = await node.provider.getTransactionCount(KEEPER);

      stop = new AbortController();
      let second: Running | undefined;
      const after = start({ stuckBlocks: "2" }, { onReady: (ready) => (second = ready) });
      await eventually(() => second !== undefined && second.counters.ticks > 0);
      await mine();
      await eventually(() => second !== undefined && second.counters.ticks > 2);
      stop.abort();
      const counters = await after;
      expect(counters.sent).to.equal(0);
      expect(await node.provider.getTransactionCount(KEEPER)).to.equal(nonce + 1);
      expect((await readToken(node.system, "BTC3L")).decision.action).to.equal("None");
    });

    it("replaces what an earlier life has left stuck, at fees it has to find out", async function () {
      await move("-12%");
      await mine(GWEI / 10n);
      let first: Running | undefined;
      const before = start({ shutdownTimeout: "0ms" }, { onReady: (ready) => (first = ready) });
      await eventually(() => first?.counters.sent === 1);
      stop.abort();
      await before;
      const [left] = await waiting();

      stop = new AbortController();
      let second: Running | undefined;
      const after = start({ stuckBlocks: "1" }, { onReady: (ready) => (second = ready) });
      await eventually(() => second !== undefined && second.counters.ticks > 0);
      await mine(10n * GWEI);
      await eventually(() => second?.counters.sent === 1);
      const [replaced] = await waiting();
      expect(replaced?.nonce).to.equal(left?.nonce);
      expect(replaced?.hash).to.not.equal(left?.hash);
      await mine(10n * GWEI);
      await eventually(() => second?.counters.outcomes.done === 1);
      stop.abort();
      await after;
    });
  });

  describe("refuses to start, and says what to mend, with", function () {
    const expectRefusal = async (keeper: Promise<unknown>, message: RegExp) => {
      const error: unknown = await keeper.catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(Error);
      expect((error as Error).message)
        .to.match(message)
        .and.not.contain("\n");
    };
    const deployed = (changes: Partial<Deployment>) => ({
      loadDeployment: () => Promise.resolve({ ...node.system.deployment, ...changes }),
    });

    it("no node that answers", () =>
      expectRefusal(start({ rpc: ["http://127.0.0.1:1"] }), /^No node answers at 127\.0\.0\.1:1: start one with/));

    it("a deployment of another chain", () =>
      expectRefusal(start({}, deployed({ chainId: 1 })), /on chain 1 but the node is on chain 31337/));

    it("an address where no contract is", () =>
      expectRefusal(start({}, deployed({ upkeep: KEEPER })), /^There is no contract at 0xa0Ee/));

    it("a wallet that cannot pay for gas", () =>
      expectRefusal(
        start({}, { openWallet: () => Promise.resolve(new Wallet(`0x${"42".repeat(32)}`)) }),
        /^The wallet 0x\w+ is empty: send it some/,
      ));
  });
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function eventually(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (condition()) return;
    await sleep(50);
  }
  throw new Error("That never happened");
}
