import { expect } from "chai";
import { readToken } from "../../src/sdk/index.js";
import { Arena, eventually, KEEPER, type KeeperRun } from "../support/keeper/Arena.js";

const HOUR = 3_600;

describe("The keeper on a chain that", function () {
  this.timeout(180_000);

  let arena: Arena;

  before(async () => (arena = await Arena.open()));
  after(() => arena.close());
  afterEach(async function () {
    await arena.stopAll();
    await arena.manual(false);
  });

  const nonce = () => arena.node.provider.getTransactionCount(KEEPER);
  const sent = (keeper: KeeperRun) => eventually(() => (keeper.counters?.sent ?? 0) > 0);

  async function expectOnTarget(): Promise<void> {
    for (const symbol of ["BTC3L", "BTC3S"]) {
      const { leverage, targetLeverage } = await readToken(arena.node.system, symbol);
      expect(Math.abs(Number(leverage - targetLeverage) / 1e18), symbol).to.be.lessThan(0.02);
    }
  }

  it("takes back a block does the work again on the other branch", async function () {
    await arena.moveInManual("-12%");
    const before = await nonce();
    const branch: unknown = await arena.node.provider.send("evm_snapshot", []);
    const keeper = arena.start();
    await sent(keeper);
    await arena.mine();
    await eventually(() => keeper.counters?.outcomes.done === 1);

    await arena.node.provider.send("evm_revert", [branch]);
    expect(await arena.isSettled()).to.equal(false);
    await arena.manual(true);
    await arena.mine();
    await eventually(async () => {
      await arena.mine();
      return arena.isSettled();
    });
    const counters = await keeper.stop();
    expect(counters.outcomes.done).to.equal(2);
    expect(await nonce()).to.equal(before + 1);
  });

  it("forgets a transaction is sent the same one again", async function () {
    await arena.moveInManual("+14%");
    const before = await nonce();
    const keeper = arena.start();
    await sent(keeper);
    const [lost] = await arena.waiting();
    await arena.node.provider.send("hardhat_dropTransaction", [lost!.hash]);
    expect(await arena.waiting()).to.have.length(0);
    await arena.mine();
    await eventually(async () => (await arena.waiting()).length > 0);
    const [again] = await arena.waiting();
    expect(again!.hash).to.equal(lost!.hash);
    await arena.mine();
    await eventually(() => keeper.counters?.outcomes.done === 1);
    expect(await nonce()).to.equal(before + 1);
    await keeper.stop();
  });

  it("moves its price in the very block of the rebalance gets another one, and ends on target", async function () {
    await arena.moveInManual("-12%");
    const keeper = arena.start();
    await sent(keeper);
    await arena.node.provider.send("evm_setAutomine", [false]);
    const moved = arena.movePrice("-14%");
    await eventually(async () => (await arena.waiting()).length > 1);
    await arena.manual(false);
    await arena.mine();
    await moved;
    await eventually(() => arena.isSettled());
    await keeper.stop();
    await expectOnTarget();
  });

  it("has no fresh price is waited for, and served as soon as it has one", async function () {
    await arena.moveInManual("+12%");
    // The feeds' next answers wait for a block that does not come.
    await arena.node.provider.send("evm_increaseTime", [26 * HOUR]);
    await arena.mine();
    const keeper = arena.start();
    await eventually(() => (keeper.counters?.ticks ?? 0) > 1);
    expect((await readToken(arena.node.system, "BTC3L")).health).to.not.equal("Live");
    expect(keeper.counters!.sent).to.equal(0);
    expect(keeper.counters!.failedTicks).to.equal(0);
    await arena.manual(false);
    await arena.mine();
    await eventually(() => arena.isSettled());
    await keeper.stop();
  });

  it("takes no transaction of an empty wallet is told, and watched on until there is money", async function () {
    const keeper = arena.start();
    await eventually(() => (keeper.counters?.ticks ?? 0) > 0);
    await arena.node.provider.send("hardhat_setBalance", [KEEPER, "0x1"]);
    await arena.movePrice("-12%");
    await eventually(() => (keeper.counters?.failedTicks ?? 0) > 0);
    expect(keeper.counters!.errors).to.include.keys("insufficient-funds");
    await arena.node.provider.send("hardhat_setBalance", [KEEPER, "0x8ac7230489e80000"]);
    await eventually(() => arena.isSettled());
    expect((await keeper.stop()).outcomes.reverted).to.equal(0);
  });
});
