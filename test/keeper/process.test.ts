import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { localWallet } from "../../src/sdk/index.js";
import { KeeperProcess } from "../../src/soak/KeeperProcess.js";
import { Arena, eventually, KEEPER, sleep } from "../support/keeper/Arena.js";

/** The process as an operator starts it, with nothing of it replaced. */
describe("npm run keeper", function () {
  this.timeout(180_000);

  let arena: Arena;

  before(async () => (arena = await Arena.open()));
  after(() => arena.close());
  afterEach(async function () {
    await arena.stopAll();
    await arena.manual(false);
  });

  const nonceOf = (address: string) => arena.node.provider.getTransactionCount(address);
  const watching = (keeper: KeeperProcess) => eventually(() => keeper.hasSaid(/^Watching 7 tokens/));
  const inFlight = () =>
    eventually(async () => (await arena.waiting()).some(({ from }) => from === KEEPER.toLowerCase()));

  it("acts on a crash within seconds, and says what it did", async function () {
    const keeper = arena.spawn();
    await watching(keeper);
    const block = await arena.node.provider.getBlockNumber();
    await arena.movePrice("-12%");
    await eventually(() => arena.isSettled());
    await eventually(() => keeper.hasSaid(/^BTC3L rebalanced to 2\.99|^BTC3L rebalanced to 3\.0/));
    expect(await arena.rebalances("BTC3L", block)).to.equal(1);
    expect(await keeper.end()).to.equal(0);
    expect(keeper.hasSaid(/^Stopped$/)).to.equal(true);
  });

  it("killed between send and receipt, is followed by one that takes over: nothing is done twice", async function () {
    await arena.moveInManual("-12%");
    const [block, nonce] = [await arena.node.provider.getBlockNumber(), await nonceOf(KEEPER)];
    const first = arena.spawn();
    await inFlight();
    await first.end("SIGKILL");

    const second = arena.spawn();
    await eventually(() => second.hasSaid(/waiting from before/));
    await arena.mine();
    await eventually(() => arena.isSettled());
    expect(await second.end()).to.equal(0);
    expect(await nonceOf(KEEPER)).to.equal(nonce + 1);
    for (const symbol of ["BTC3L", "BTC3S"]) expect(await arena.rebalances(symbol, block), symbol).to.equal(1);
  });

  it("asked to stop, waits for its transaction in flight and ends with 0", async function () {
    await arena.moveInManual("-12%");
    const nonce = await nonceOf(KEEPER);
    const keeper = arena.spawn();
    await inFlight();
    const ended = keeper.end();
    await eventually(() => keeper.hasSaid(/^Waiting for the transaction in flight$/));
    await arena.mine();
    expect(await ended).to.equal(0);
    expect(keeper.hasSaid(/^The transaction is mined$/)).to.equal(true);
    expect(await nonceOf(KEEPER)).to.equal(nonce + 1);
    expect(await arena.isSettled()).to.equal(true);
  });

  it("beside two others does everything once, and is followed by the next when it dies", async function () {
    const accounts = [7, 8, 9];
    const keepers = accounts.map((account, index) =>
      arena.spawn(["--account", String(account), "--patience", String(index)]),
    );
    await Promise.all(keepers.map(watching));
    const nonces = () => Promise.all(accounts.map((account) => nonceOf(localWallet(account).address)));
    const [block, before] = [await arena.node.provider.getBlockNumber(), await nonces()];
    await arena.movePrice("+14%");
    await eventually(() => arena.isSettled());

    await keepers[0]!.end("SIGKILL");
    const orphaned = await nonces();
    await arena.movePrice("-12%");
    await eventually(async () => {
      await arena.mine();
      await sleep(1_000);
      return arena.isSettled();
    });
    // Who was first depends on how fast each of them is; that nothing is done twice, and that somebody follows, does not.
    expect(await arena.rebalances("BTC3S", block)).to.equal(2);
    const sent = (await nonces()).map((nonce, index) => nonce - orphaned[index]!);
    expect(sent[0]).to.equal(0);
    expect(sent[1]! + sent[2]!).to.be.at.least(1);
    expect(orphaned.reduce((sum, nonce, index) => sum + nonce - before[index]!, 0)).to.be.at.least(1);
  });

  describe("says in one line what to mend, and ends with 1, when started with", function () {
    let folder: string;
    before(async () => (folder = await mkdtemp(path.join(tmpdir(), "keeper-"))));
    after(() => rm(folder, { recursive: true, force: true }));

    async function expectLine(keeper: KeeperProcess, line: RegExp): Promise<void> {
      expect(await keeper.ended()).to.equal(1);
      expect(keeper.complaints).to.have.length(1);
      expect(keeper.complaints[0]).to.match(line);
    }

    it("a key that is none, which it does not repeat", async function () {
      const key = "0xdeadbeef00";
      const keeper = arena.spawn([], { KEEPER_PRIVATE_KEY: key });
      await expectLine(keeper, /^KEEPER_PRIVATE_KEY is not a private key/);
      expect(JSON.stringify([keeper.lines, keeper.complaints])).to.not.contain("deadbeef");
    });

    it("a deployment of another chain", async function () {
      const file = path.join(folder, "other.json");
      await writeFile(file, JSON.stringify({ ...arena.node.system.deployment, chainId: 1 }));
      await expectLine(arena.spawn(["--deployment", file]), /on chain 1 but the node is on chain 31337/);
    });

    it("a node that does not answer", () =>
      expectLine(
        new KeeperProcess(["--rpc", "http://127.0.0.1:1", "--deployment", arena.deploymentFile]),
        /^No node answers at 127\.0\.0\.1:1: start one/,
      ));

    it("a deployment file that is missing", () =>
      expectLine(arena.spawn(["--deployment", path.join(folder, "missing.json")]), /^There is no deployment file/));

    it("a setting that is none, named by its key", async function () {
      await expectLine(arena.spawn(["--max-fee", "much"]), /--max-fee/);
      const file = path.join(folder, "settings.json");
      await writeFile(file, JSON.stringify({ maxFees: "100" }));
      await expectLine(arena.spawn(["--config", file]), /maxFees/);
    });
  });
});
