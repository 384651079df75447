import { expect } from "chai";
import { type Fault, FaultProxy, FAULTS } from "../../src/faults/FaultProxy.js";
import { Arena, eventually, KEEPER, sleep } from "../support/keeper/Arena.js";

/** {ms} How long an endpoint misbehaves. */
const SPELL = 800;
const MOVES = ["-12%", "+14%"] as const;

describe("The keeper on endpoints that misbehave", function () {
  this.timeout(180_000);

  let arena: Arena;
  let proxy: FaultProxy;
  let moves = 0;

  before(async function () {
    arena = await Arena.open();
    proxy = await FaultProxy.start(arena.node.url);
  });
  after(async function () {
    await arena.close();
    await proxy.close();
  });
  afterEach(async function () {
    proxy.plan = () => undefined;
    await arena.stopAll();
  });

  /** Runs one keeper through a price move, and expects what is due then done by one transaction, and no token twice. */
  async function expectOneRebalance(flags: Record<string, unknown>, act: () => Promise<void>) {
    const keeper = arena.start({ requestTimeout: "500ms", ...flags });
    await eventually(() => (keeper.counters?.ticks ?? 0) > 0);
    const [block, nonce] = await Promise.all([
      arena.node.provider.getBlockNumber(),
      arena.node.provider.getTransactionCount(KEEPER),
    ]);
    await act();
    await eventually(() => arena.isSettled());
    // Whatever it may still want to send would be too much.
    await sleep(300);
    const counters = await keeper.stop();
    // A rise by 14 % is too little for the long.
    expect(await arena.rebalances("BTC3L", block), "of the long").to.be.at.most(1);
    expect(await arena.rebalances("BTC3S", block), "of the short").to.equal(1);
    expect(await arena.node.provider.getTransactionCount(KEEPER)).to.equal(nonce + 1);
    return counters;
  }

  async function move(): Promise<void> {
    await arena.movePrice(MOVES[moves++ % 2]!);
  }

  const injected = (fault: Fault) => proxy.injected.get(fault) ?? 0;

  describe("does what is due, once, when its only one", function () {
    for (const fault of FAULTS.filter((each) => each !== "stale")) {
      it(`is ${fault} for a while`, async function () {
        const before = injected(fault);
        await expectOneRebalance({ rpc: [proxy.url] }, async () => {
          await move();
          const end = Date.now() + SPELL;
          proxy.plan = () => (Date.now() < end ? fault : undefined);
        });
        expect(injected(fault)).to.be.above(before);
      });
    }
  });

  describe("sends once, when the endpoint that is sent the transaction", function () {
    for (const fault of FAULTS.filter((each) => each !== "stale")) {
      it(`is ${fault} at that very request`, async function () {
        let isOver = false;
        await expectOneRebalance({ rpc: [proxy.url] }, async () => {
          proxy.plan = (methods) => {
            if (isOver || !methods.includes("eth_sendRawTransaction")) return undefined;
            isOver = true;
            return fault;
          };
          await move();
        });
        expect(isOver).to.equal(true);
      });
    }
  });

  describe("goes to another one, when the first", function () {
    for (const fault of FAULTS) {
      it(`is ${fault} for good`, async function () {
        // A node that lies about the newest block has to have seen older ones.
        for (let block = 0; block < 8; block++) {
          await arena.mine();
          const body = JSON.stringify({
            jsonrpc: "2.0",
            id: 1,
            method: "eth_getBlockByNumber",
            params: ["latest", false],
          });
          await fetch(proxy.url, { method: "POST", body });
        }
        proxy.plan = () => fault;
        const before = injected(fault);
        await expectOneRebalance({ rpc: [proxy.url, arena.node.url] }, move);
        expect(injected(fault)).to.be.above(before);
      });
    }
  });

  it("goes on where it was when a node comes back", async function () {
    const counters = await expectOneRebalance({ rpc: [proxy.url] }, async () => {
      await proxy.close();
      await move();
      await sleep(SPELL);
      await proxy.open();
    });
    expect(counters.failedTicks).to.be.above(0);
  });
});
