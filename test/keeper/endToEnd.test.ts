import { expect } from "chai";
import { Wallet } from "ethers";
import { pino } from "pino";
import { readToken, type Deployment } from "../../src/sdk/index.js";
import { MockFuturesVenue__factory } from "../../types/ethers-contracts/index.js";
import { Arena, eventually, KEEPER, type KeeperRun, sleep } from "../support/keeper/Arena.js";

/** The keeper as it is started, against a JSON-RPC server in this process. */
describe("The keeper", function () {
  this.timeout(180_000);

  let arena: Arena;

  before(async () => (arena = await Arena.open()));
  after(() => arena.close());
  afterEach(async function () {
    await arena.stopAll();
    await arena.manual(false);
  });

  it("rebalances both sides of a market within two blocks of a price move, in one transaction", async function () {
    const { system, provider } = arena.node;
    const keeper = arena.start();
    await arena.movePrice("-12%");
    const movedAt = await provider.getBlockNumber();
    await eventually(() => arena.isSettled());
    const long = await readToken(system, "BTC3L");
    const short = await readToken(system, "BTC3S");
    const [event] = await provider.getLogs({ address: long.address, fromBlock: movedAt });
    const counters = await keeper.stop();

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
    const keeper = arena.start();
    await eventually(() => (keeper.counters?.ticks ?? 0) > 0);
    const url = keeper.running!.metricsUrl!;
    const health = await fetch(`${url}/healthz`);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(health.status).to.equal(200);
    expect(metrics).to.match(/^keeper_token_nav_usd\{token="BTC3L"\} 0\.\d+$/m);
    expect(metrics).to.match(/^keeper_token_target_leverage_ratio\{token="BTC3S"\} -3$/m);
    expect(metrics).to.match(/^keeper_token_trigger_distance_ratio\{token="BTC3L",trigger="emergency"\} 0\.1\d+$/m);
    expect(metrics).to.match(
      /^keeper_rpc_requests_total\{endpoint="127\.0\.0\.1:\d+",method="eth_call",outcome="answered"\} /m,
    );
  });

  it("on a dry run says what is due and sends nothing, with or without a wallet", async function () {
    await arena.movePrice("+8%");
    await eventually(async () => !(await arena.isSettled()));
    const said: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => said.push(line) });
    const counters = await arena.start(
      { once: true, dryRun: true },
      { log, openWallet: () => Promise.resolve(undefined) },
    ).ended;
    expect(counters.sent).to.equal(0);
    expect(said.join("")).to.match(/Dry run: would rebalance BTC3S/);
    expect((await readToken(arena.node.system, "BTC3S")).decision.action).to.equal("Trade");
  });

  it("with --once does what is due, sees it mined, and ends", async function () {
    const counters = await arena.start({ once: true }).ended;
    expect(counters).to.deep.include({ sent: 1, rebalances: 1 });
    expect((await readToken(arena.node.system, "BTC3S")).decision.action).to.equal("None");
  });

  it("has a token that is blocked take note of it once, says what blocks it, and rebalances it when it can", async function () {
    const { system, provider } = arena.node;
    const { deployment } = system;
    const venue = MockFuturesVenue__factory.connect(deployment.venue, await provider.getSigner(0));
    const halt = async (isHalted: boolean) =>
      (await venue.setScenario(deployment.markets["BTC"]!.id, isHalted, false, 0)).wait();
    await halt(true);
    await arena.movePrice("-20%");
    const said: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => said.push(line) });
    const keeper = arena.start({}, { log });
    await eventually(() => said.join("").includes("BTC3L took note that it is blocked"));
    const since = (await readToken(system, "BTC3L")).blockedSince;
    const ticks = keeper.counters!.ticks;
    await eventually(() => keeper.counters!.ticks > ticks + 1);
    expect(keeper.counters).to.deep.include({ sent: 1, rebalances: 0, errors: {} });
    expect(keeper.counters!.outcomes).to.include({ done: 1, wasted: 0 });
    expect(said.filter((line) => line.includes("BTC3L is blocked: its market takes no trades"))).to.have.length(1);
    const metrics = await (await fetch(`${keeper.running!.metricsUrl!}/metrics`)).text();
    expect(since).to.be.greaterThan(0n);
    expect(metrics).to.match(/^keeper_token_blocked\{token="BTC3L",reason="Halted"\} 1$/m);
    expect(metrics).to.match(/^keeper_token_due_seconds\{token="BTC3L"\} 0$/m);

    await halt(false);
    await eventually(() => arena.isSettled());
    expect((await readToken(system, "BTC3L")).blockedSince).to.equal(0n);
    expect((await keeper.stop()).rebalances).to.equal(2);
  });

  describe("when blocks are made by hand", function () {
    const nonce = () => arena.node.provider.getTransactionCount(KEEPER);

    it("replaces a stuck transaction at its own nonce, with both fees raised, and counts the work once", async function () {
      await arena.moveInManual("-12%");
      const keeper = arena.start({ stuckBlocks: "2" });
      await eventually(() => keeper.counters?.sent === 1);
      const before = await nonce();
      // Gas becomes dearer than what was offered: the transaction stays where it is.
      for (const fee of [20, 20, 20]) {
        await arena.mine(fee);
        await sleep(300);
      }
      await eventually(() => keeper.counters?.replaced === 1);
      await arena.mine(20);
      await eventually(() => keeper.counters?.outcomes.done === 1);
      const counters = await keeper.stop();
      expect(counters).to.deep.include({ sent: 2, replaced: 1, errors: {} });
      expect(counters.outcomes).to.include({ done: 1, lost: 0, wasted: 0 });
      expect(await nonce()).to.equal(before + 1);
    });

    it("takes over what an earlier life has left waiting: nothing is done twice", async function () {
      await arena.moveInManual("+14%");
      const first = arena.start({ shutdownTimeout: "0ms" });
      await eventually(() => first.counters?.sent === 1);
      await first.stop();
      const before = await nonce();

      const second = arena.start({ stuckBlocks: "2" });
      await eventually(() => (second.counters?.ticks ?? 0) > 0);
      await arena.mine();
      await eventually(() => (second.counters?.ticks ?? 0) > 2);
      const counters = await second.stop();
      expect(counters.sent).to.equal(0);
      expect(await nonce()).to.equal(before + 1);
      expect(await arena.isSettled()).to.equal(true);
    });

    it("replaces what an earlier life has left stuck, at fees it has to find out", async function () {
      await arena.moveInManual("-12%");
      await arena.mine(0.1);
      const first = arena.start({ shutdownTimeout: "0ms" });
      await eventually(() => first.counters?.sent === 1);
      await first.stop();
      const [left] = await arena.waiting();

      const second = arena.start({ stuckBlocks: "1" });
      await eventually(() => (second.counters?.ticks ?? 0) > 0);
      await arena.mine(10);
      await eventually(() => second.counters?.sent === 1);
      const [replaced] = await arena.waiting();
      expect(replaced?.nonce).to.equal(left?.nonce);
      expect(replaced?.hash).to.not.equal(left?.hash);
      await arena.mine(10);
      await eventually(() => second.counters?.outcomes.done === 1);
      await second.stop();
    });
  });

  describe("refuses to start, and says what to mend, with", function () {
    const expectRefusal = async ({ ended }: KeeperRun, message: RegExp) => {
      const error: unknown = await ended.catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(Error);
      expect((error as Error).message)
        .to.match(message)
        .and.not.contain("\n");
    };
    const deployed = (changes: Partial<Deployment>) => ({
      loadDeployment: () => Promise.resolve({ ...arena.node.system.deployment, ...changes }),
    });

    it("no node that answers", () =>
      expectRefusal(
        arena.start({ rpc: ["http://127.0.0.1:1"] }),
        /^No node answers at 127\.0\.0\.1:1: start one with/,
      ));

    it("a deployment of another chain", () =>
      expectRefusal(arena.start({}, deployed({ chainId: 1 })), /on chain 1 but the node is on chain 31337/));

    it("an address where no contract is", () =>
      expectRefusal(arena.start({}, deployed({ upkeep: KEEPER })), /^There is no contract at 0xa0Ee/));

    it("a wallet that cannot pay for gas", () =>
      expectRefusal(
        arena.start({}, { openWallet: () => Promise.resolve(new Wallet(`0x${"42".repeat(32)}`)) }),
        /^The wallet 0x\w+ is empty: send it some/,
      ));
  });
});
